"""Working hours as stretches of real time: exact where clocks change, at midnight and on days that differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from minim.timetable.hours import DAY, Span, WorkingHours
from minim.timetable.offsets import Seconds, offsets, year_of

DAY_SECONDS = DAY * 60
EPOCH_DAY = date(1970, 1, 1).toordinal()
_THURSDAY = 3  # 1970 began on one

Stretches = tuple[Seconds, Seconds]
"""Beginnings and ends in order, neither touching nor overlapping."""


def stretches(
    hours: WorkingHours, zone: str, exceptions: Mapping[date, tuple[Span, ...]], start: int, end: int
) -> Stretches:
    """The instants of work between two instants, cut off at both.

    A span of wall time is worked whenever the clock shows it: an hour shown twice is worked twice, a skipped one not.
    """
    table = offsets(zone, year_of(start), year_of(end))
    inside = table.changes[(table.changes > start) & (table.changes < end)].tolist()
    bounds = [start, *inside, end]
    parts = []
    for first, last in pairwise(bounds):
        ahead = int(table.at(np.array(first)))
        begins, ends = _on_the_clock(hours, exceptions, first + ahead, last + ahead)
        parts.append((np.maximum(begins - ahead, first), np.minimum(ends - ahead, last)))
    begins = np.concatenate([part[0] for part in parts])
    ends = np.concatenate([part[1] for part in parts])
    real = begins < ends
    return _joined(begins[real], ends[real])


def covers(worked: Stretches, starts: Seconds, ends: Seconds) -> NDArray[np.bool_]:
    """Which of the meetings lie wholly within one stretch."""
    begins, closes = worked
    if not len(begins):
        return np.zeros(starts.shape, dtype=np.bool_)
    at = np.searchsorted(begins, starts, side="right") - 1
    within: NDArray[np.bool_] = (at >= 0) & (ends <= closes[at])
    return within


def weekday_of(wall: Seconds) -> Seconds:
    """The weekday of wall times, Monday is 0."""
    return (wall // DAY_SECONDS + _THURSDAY) % 7


def _on_the_clock(
    hours: WorkingHours, exceptions: Mapping[date, tuple[Span, ...]], first: int, last: int
) -> Stretches:
    first_day, last_day = first // DAY_SECONDS, last // DAY_SECONDS
    weeks = np.arange((first_day + _THURSDAY) // 7, (last_day + _THURSDAY) // 7 + 1) * 7 - _THURSDAY
    week_begins, week_ends = _week(hours)
    begins = (weeks[:, None] * DAY_SECONDS + week_begins).ravel()
    ends = (weeks[:, None] * DAY_SECONDS + week_ends).ravel()
    if not exceptions:
        return begins, ends
    days = {day.toordinal() - EPOCH_DAY: spans for day, spans in exceptions.items()}
    usual = ~np.isin(begins // DAY_SECONDS, np.array(list(days)))
    own = [
        (day * DAY_SECONDS + span.start * 60, day * DAY_SECONDS + span.end * 60)
        for day, spans in days.items()
        if first_day <= day <= last_day
        for span in spans
    ]
    different = np.array(own, dtype=np.int64).reshape(-1, 2)
    return np.concatenate([begins[usual], different[:, 0]]), np.concatenate([ends[usual], different[:, 1]])


def _joined(begins: Seconds, ends: Seconds) -> Stretches:
    order = np.argsort(begins, kind="stable")
    begins, latest = begins[order], np.maximum.accumulate(ends[order])
    if not len(begins):
        return begins, latest
    apart = begins[1:] > latest[:-1]
    return begins[np.concatenate([[True], apart])], latest[np.concatenate([apart, [True]])]


@lru_cache(maxsize=4096)
def _week(hours: WorkingHours) -> Stretches:
    spans = [
        ((day * DAY + span.start) * 60, (day * DAY + span.end) * 60)
        for day, spans in enumerate(hours.days)
        for span in spans
    ]
    bounds = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return bounds[:, 0], bounds[:, 1]
