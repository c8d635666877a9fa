"""The meetings looked at when an hour is judged: every start of the week, on each of its days to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from minim.timetable.hours import DAY, HoursError
from minim.timetable.offsets import Offsets, Seconds, offsets
from minim.timetable.series import EARLIEST, LATEST
from minim.timetable.worktime import DAY_SECONDS, EPOCH_DAY
from minim.timetable.zones import place

MOST_MEETINGS = 260
"""Five years of weeks; who looks further ahead looks at zones that will have changed their minds."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Lookahead:
    """Which meetings are looked at: so many, every few weeks, without the days in `skip`.

    Of each weekday the first meeting is on its first day from `first_on` on. Starts are `step` minutes apart and are
    times on the clock of `zone`. Raises HoursError for what cannot be.
    """

    zone: str
    minutes: int
    first_on: date
    every_weeks: int
    meetings: int
    skip: frozenset[date]
    step: int

    def __post_init__(self) -> None:
        place(self.zone)
        if not 0 < self.minutes <= DAY:
            raise HoursError("A meeting lasts at least a minute and at most a day.")
        if not 1 <= self.every_weeks <= 52:
            raise HoursError("Meetings are between one week and a year apart.")
        if not 1 <= self.meetings <= MOST_MEETINGS:
            raise HoursError(f"We look at between 1 and {MOST_MEETINGS} meetings ahead.")
        if not 1 <= self.step <= DAY or DAY % self.step:
            raise HoursError("Starts are so many minutes apart that a day divides evenly.")
        if not EARLIEST <= self.first_on <= LATEST:
            raise HoursError(f"Meetings begin between {EARLIEST.year} and {LATEST.year}.")

    @property
    def per_day(self) -> int:
        """Starts of one day."""
        return DAY // self.step


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a lookahead as arrays over (meeting, weekday).

    `days` are counted from 1970, `held` is False where skipped, `starts` are the instants of each start of each day,
    `first` and `last` bound all that its meetings touch, `ahead` is the zone's offset when the day begins. `count`
    and `first_held` are over all starts of the week: how many meetings are held, and which is the first.
    """

    days: Seconds
    held: NDArray[np.bool_]
    starts: Seconds
    first: Seconds
    last: Seconds
    ahead: Seconds
    steady: NDArray[np.bool_]
    count: NDArray[np.float32]
    first_held: NDArray[np.int64]
    order: NDArray[np.int64]
    in_order: Seconds


@lru_cache(maxsize=32)
def laid_out(ahead: Lookahead) -> Days:
    """The days of a lookahead; those on which the zone's own clock changes are not `steady`."""
    first = ahead.first_on.toordinal() - EPOCH_DAY
    of_weekday = first + (np.arange(_WEEK) - ahead.first_on.weekday()) % _WEEK
    days = of_weekday + np.arange(ahead.meetings)[:, None] * ahead.every_weeks * _WEEK
    skipped = np.array([day.toordinal() - EPOCH_DAY for day in ahead.skip], dtype=np.int64)
    held = ~np.isin(days, skipped)
    table = offsets_around(ahead.zone, ahead)
    wall = days[:, :, None] * DAY_SECONDS + np.arange(ahead.per_day) * ahead.step * 60
    starts = table.instants(wall)
    order = np.argsort(starts, axis=None, kind="stable")
    begin, end = starts.min(axis=2), starts.max(axis=2) + ahead.minutes * 60
    return Days(
        days=days,
        held=held,
        starts=starts,
        first=begin,
        last=end,
        ahead=wall[:, :, 0] - starts[:, :, 0],
        steady=steady(table, begin, end),
        count=np.repeat(held.sum(axis=0), ahead.per_day).astype(np.float32),
        first_held=np.repeat(held.argmax(axis=0), ahead.per_day),
        order=order,
        in_order=starts.ravel()[order],
    )


def offsets_around(zone: str, ahead: Lookahead) -> Offsets:
    """The offsets of a zone through all meetings looked at. Raises ZoneError."""
    last = ahead.first_on.year + (ahead.meetings * ahead.every_weeks) // 52 + 1
    return offsets(zone, ahead.first_on.year, last)


def steady(table: Offsets, first: Seconds, last: Seconds) -> NDArray[np.bool_]:
    """Where no clock of this zone changes between two instants, both included."""
    before = np.searchsorted(table.changes, first, side="left")
    found: NDArray[np.bool_] = before == np.searchsorted(table.changes, last, side="right")
    return found
