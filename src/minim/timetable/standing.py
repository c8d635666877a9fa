"""How one person stands to every start of the week, over all meetings looked at.

Most days are alike: the clocks of the person and of the group keep their distance, and one row of the week, shifted by
that distance, holds for them all. Only days on which a clock changes, or that differ for the person, are judged one by
one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from minim.timetable.availability import Availability, Interval
from minim.timetable.hours import DAY, Span, WorkingHours
from minim.timetable.lookahead import Days, Lookahead, laid_out, offsets_around, steady
from minim.timetable.offsets import Offsets, Seconds, offsets, year_of
from minim.timetable.prices import BUSY, CHARGED, OUTSIDE, POINTS, Flags, charged
from minim.timetable.worktime import DAY_SECONDS, EPOCH_DAY, covers, stretches

Counts = NDArray[np.float32]
Marks = NDArray[np.bool_]
Numbers = NDArray[np.int16]
Exceptions = Mapping[date, tuple[Span, ...]]

NEVER = 2**15 - 1
"""Where a number of a meeting is asked for and there is none."""

_SOME_MONDAY = 4 * DAY_SECONDS


@dataclass(frozen=True, slots=True)
class Standing:
    """For each thing charged and each start: at how many meetings, and the number of the first.

    `share` are the points of one meeting at each start, on average. `out` marks the starts somebody cannot make: busy
    or away at most meetings, or outside their hours at most of them, unless those hours fit now, until the next clock
    change.
    """

    counts: Counts
    first: Numbers
    share: NDArray[np.float64]
    out: Marks


def standing(who: Availability, ahead: Lookahead) -> Standing:
    """How somebody stands to every start of the week."""
    if not who.exceptions and not who.busy:
        return _usual(who.hours, who.zone, ahead)
    days = laid_out(ahead)
    taken = _taken(who.busy, days, ahead.minutes * 60)
    if who.exceptions:
        return _with_marks(_judged(who.hours, who.zone, ahead, who.exceptions, taken), taken, days)
    return _with_marks(_usual(who.hours, who.zone, ahead), taken, days)


def flags_at(who: Availability, starts: Seconds, minutes: int) -> tuple[Flags, Marks]:
    """What meetings at these instants cost somebody, busy times aside, and for which a day that differs has them away.

    Judged one by one: exact at clock changes, over midnight and on days that differ.
    """
    return _flags(who.hours, who.zone, who.exceptions, starts, minutes * 60)


@lru_cache(maxsize=1024)
def _usual(hours: WorkingHours, zone: str, ahead: Lookahead) -> Standing:
    return _judged(hours, zone, ahead, {}, None)


def _judged(
    hours: WorkingHours, zone: str, ahead: Lookahead, exceptions: Exceptions, away: Marks | None
) -> Standing:
    """Sum up all days; on days that differ, mark in `away` where somebody is away."""
    days, table = laid_out(ahead), offsets_around(zone, ahead)
    size = 7 * ahead.per_day
    counts = np.zeros((len(CHARGED), size), dtype=np.float32)
    first = np.full((len(CHARGED), size), NEVER, dtype=np.int16)
    plain = days.steady & steady(table, days.first, days.last) & ~_differing(exceptions, table, days)
    distance = table.at(days.first) - days.ahead
    for apart in np.unique(distance[plain & days.held]).tolist():
        row = _shifted(hours, apart, ahead)
        same = plain & days.held & (distance == apart)
        counts += row * np.repeat(same.sum(axis=0, dtype=np.float32), ahead.per_day)
        begins = np.repeat(_first_of(same), ahead.per_day)
        np.minimum(first, np.where(row > 0, begins, NEVER), out=first)
    single = np.argwhere(~plain & days.held)
    if len(single):
        starts = days.starts[single[:, 0], single[:, 1]]
        flags, gone = _flags(hours, zone, exceptions, starts, ahead.minutes * 60)
        if away is not None:
            away[single[:, 0], single[:, 1]] |= gone
        _add_days(counts, first, flags, single)
    return _finished(counts, first, days)


def _finished(counts: Counts, first: Numbers, days: Days) -> Standing:
    share = (POINTS @ counts).astype(np.float64) / np.maximum(days.count, 1)
    fits_now = first[OUTSIDE] > days.first_held
    outside = (2 * counts[OUTSIDE] > days.count) & ~fits_now
    return Standing(counts, first, share, outside | (2 * counts[BUSY] > days.count))


def _add_days(counts: Counts, first: Numbers, flags: Flags, single: NDArray[np.int64]) -> None:
    """Add days judged one by one, each a (meeting, weekday), in the order of meetings."""
    per_day = flags.shape[2]
    for weekday in np.unique(single[:, 1]).tolist():
        here, those = slice(weekday * per_day, (weekday + 1) * per_day), single[:, 1] == weekday
        found, meetings = flags[:, those], single[those, 0].astype(np.int16)
        counts[:, here] += found.sum(axis=1)
        begins = np.where(found.any(axis=1), meetings[found.argmax(axis=1)], NEVER)
        np.minimum(first[:, here], begins, out=first[:, here])


def _differing(exceptions: Exceptions, table: Offsets, days: Days) -> Marks:
    """The days whose meetings touch a local day that differs."""
    if not exceptions:
        return np.zeros(days.held.shape, dtype=np.bool_)
    different = np.sort(np.array([day.toordinal() - EPOCH_DAY for day in exceptions]))
    from_day = (days.first + table.at(days.first)) // DAY_SECONDS
    to_day = (days.last + table.at(days.last)) // DAY_SECONDS
    found: Marks = np.searchsorted(different, from_day) < np.searchsorted(different, to_day, side="right")
    return found


def _flags(
    hours: WorkingHours, zone: str, exceptions: Exceptions, starts: Seconds, seconds: int
) -> tuple[Flags, Marks]:
    ends = starts + seconds
    begin, end = int(starts.min()), int(ends.max())
    table = offsets(zone, year_of(begin), year_of(end))
    wall, wall_end = starts + table.at(starts), ends + table.at(ends - 1)
    can = covers(stretches(hours, zone, {}, begin, end), starts, ends)
    if not exceptions:
        return charged(hours, wall, wall_end, ~can), np.zeros_like(can)
    can_today = covers(stretches(hours, zone, exceptions, begin, end), starts, ends)
    different = np.array([day.toordinal() - EPOCH_DAY for day in exceptions])
    touched = np.isin(wall // DAY_SECONDS, different) | np.isin((wall_end - 1) // DAY_SECONDS, different)
    return charged(hours, wall, wall_end, ~can & ~can_today), touched & ~can_today


def _shifted(hours: WorkingHours, apart: int, ahead: Lookahead) -> Counts:
    """The row of a week for somebody whose clock is so many seconds ahead of the group's."""
    steps, rest = divmod(apart, ahead.step * 60)
    size = 7 * ahead.per_day
    return _row(hours, rest, ahead.minutes, ahead.step)[:, steps % size : steps % size + size]


@lru_cache(maxsize=512)
def _row(hours: WorkingHours, rest: int, minutes: int, step: int) -> Counts:
    """What each start of a plain week costs, `rest` seconds after each step, twice over so that it can be shifted."""
    starts = _SOME_MONDAY + rest + np.arange(7 * DAY // step) * step * 60
    flags, _ = _flags(hours, "UTC", {}, starts, minutes * 60)
    return np.tile(flags.astype(np.float32), 2)


def _taken(busy: tuple[Interval, ...], days: Days, seconds: int) -> Marks:
    """At which meetings somebody is busy."""
    begins = np.array([int(one.start.timestamp()) for one in busy], dtype=np.int64)
    ends = np.array([-int(-one.end.timestamp() // 1) for one in busy], dtype=np.int64)
    changes = np.zeros(days.in_order.size + 1, dtype=np.int64)
    np.add.at(changes, np.searchsorted(days.in_order, begins - seconds, side="right"), 1)
    np.add.at(changes, np.searchsorted(days.in_order, ends, side="left"), -1)
    found = np.empty(days.in_order.size, dtype=np.bool_)
    found[days.order] = np.cumsum(changes[:-1]) > 0
    return found.reshape(days.starts.shape)


def _with_marks(usual: Standing, marks: Marks, days: Days) -> Standing:
    """The same standing, charged for each held meeting that is marked."""
    held = (marks & days.held[:, :, None]).reshape(len(marks), -1)
    counts, first = usual.counts.copy(), usual.first.copy()
    counts[BUSY] = held.sum(axis=0)
    first[BUSY] = _first_of(held)
    return _finished(counts, first, days)


def _first_of(marks: Marks) -> Numbers:
    """The number of the first meeting marked, for each column."""
    return np.where(marks.any(axis=0), marks.argmax(axis=0), NEVER).astype(np.int16)
