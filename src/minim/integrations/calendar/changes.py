"""When a zone's clock jumps, and the yearly rules such jumps follow."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from icalendar import vRecur

from minim.timetable.zones import place

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEK = 7
STEP = 3
"""Days. No clock has ever jumped twice within six of them since 1970, nor will by any law in tzdata."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST, RANGE = -1, 0
"""Besides the first to the fourth weekday of a month: the last one, and the one in a week from a given day on."""


@dataclass(frozen=True, slots=True)
class Change:
    """The zone's clock jumps at an instant. `summer` is what the zone itself calls the time that follows."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def wall(self) -> datetime:
        """What the clock would show at that instant if it did not jump."""
        return self.at.replace(tzinfo=None) + self.before


@dataclass(frozen=True, slots=True)
class Yearly:
    """One day of each year: the nth weekday of a month, its LAST, or the one in the RANGE of a week from `first`."""

    month: int
    weekday: int
    nth: int
    first: int
    clock: time

    def wall(self, year: int) -> datetime:
        days = calendar.monthrange(year, self.month)[1]
        first = {LAST: days - WEEK + 1, RANGE: self.first}.get(self.nth, WEEK * (self.nth - 1) + 1)
        start = date(year, self.month, first)
        day = start + timedelta(days=(self.weekday - start.weekday()) % WEEK)
        return datetime.combine(day, self.clock)

    @property
    def rrule(self) -> vRecur:
        day = WEEKDAYS[self.weekday]
        if self.nth == RANGE:
            days = list(range(self.first, self.first + WEEK))
            return vRecur(FREQ="YEARLY", BYMONTH=self.month, BYMONTHDAY=days, BYDAY=day)
        return vRecur(FREQ="YEARLY", BYMONTH=self.month, BYDAY=f"{self.nth}{day}")


def changes(zone: str, start: datetime, end: datetime) -> tuple[Change, ...]:
    """Every change of the zone's offset after `start` and up to `end`, in order."""
    years = range(start.year, end.year + 1)
    return tuple(change for year in years for change in _changes_in(zone, year) if start < change.at <= end)


def standing(zone: str, moment: datetime, since: datetime) -> Change:
    """The offset in force at a moment, as if the clock had been set to it at `since`."""
    local = moment.astimezone(place(zone))
    offset = _offset(zone, moment)
    return Change(since, offset, offset, local.tzname() or "", summer=False)


def rule_of(found: Sequence[Change], *, ranges: bool) -> Yearly | None:
    """The yearly rule these changes may follow: one with a single weekday, or one with ranges."""
    walls = [change.wall for change in found]
    like = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if len(like) != 1:
        return None
    ((month, weekday, clock),) = like
    if ranges:
        first, last = min(wall.day for wall in walls), max(wall.day for wall in walls)
        fits = last < first + WEEK <= calendar.monthrange(1970, month)[1] + 1
        return Yearly(month, weekday, RANGE, first, clock) if fits else None
    if all(wall.day + WEEK > calendar.monthrange(wall.year, month)[1] for wall in walls):
        return Yearly(month, weekday, LAST, 0, clock)
    nths = {(wall.day - 1) // WEEK + 1 for wall in walls}
    return Yearly(month, weekday, nths.pop(), 0, clock) if len(nths) == 1 else None


@lru_cache(maxsize=20_000)
def _changes_in(zone: str, year: int) -> tuple[Change, ...]:
    first = datetime(year, 1, 1, tzinfo=UTC)
    days = [first + timedelta(days=day) for day in range(-STEP, 366 + 2 * STEP, STEP)]
    offsets = [_offset(zone, day) for day in days]
    found = [
        _change(zone, early, late)
        for (early, late), (before, after) in zip(pairwise(days), pairwise(offsets), strict=True)
        if before != after
    ]
    return tuple(change for change in found if change.at.year == year)


def _change(zone: str, early: datetime, late: datetime) -> Change:
    """The one change between two instants, to the second."""
    before = _offset(zone, early)
    while (seconds := int((late - early).total_seconds())) > 1:
        middle = early + timedelta(seconds=seconds // 2)
        early, late = (middle, late) if _offset(zone, middle) == before else (early, middle)
    local = late.astimezone(place(zone))
    summer = (local.dst() or timedelta(0)) > timedelta(0)
    return Change(late, before, _offset(zone, late), local.tzname() or "", summer)


def _offset(zone: str, moment: datetime) -> timedelta:
    return moment.astimezone(place(zone)).utcoffset() or timedelta(0)
