"""A series keeps its wall-clock time in the zone the group chose, whatever the clocks do in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from minim.timetable.hours import DAY, clock
from minim.timetable.zones import ZoneError, place

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""A series begins between these days: before, zones are guesswork; after, so are we."""

_WEEK = 7


class SeriesError(ValueError):
    """A rhythm that cannot be; the message says what is wrong with it."""


class Clock(StrEnum):
    """What the clock does at a wall time: nothing special, skip it, or show it twice."""

    PLAIN = ""
    GAP = "gap"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One planned meeting: `on` is its day by the rhythm, `number` its place in the rhythm, counted from 0.

    After a GAP the zone's clock shows another time than the one chosen, and in Apia even another day than `on`.
    """

    on: date
    starts_at: datetime
    ends_at: datetime
    number: int
    clock: Clock


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many weeks at one wall-clock time in `zone`; the last day, `until`, belongs to it.

    Without `turns`, meetings are on first_on's weekday at `minute`. With turns, each a (weekday, minute), Monday is 0,
    meeting k takes place in the k-th week, weeks beginning on Monday, on turns[k % len(turns)]; `minute` then means
    nothing. The first meeting is on the first day from first_on on that has the first turn's weekday.
    Raises SeriesError for what cannot be. A rhythm that ends before it begins has no meetings.
    """

    zone: str
    first_on: date
    minute: int
    minutes: int
    every_weeks: int = 1
    until: date | None = None
    turns: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        try:
            place(self.zone)
        except ZoneError as error:
            raise SeriesError(str(error)) from error
        if not EARLIEST <= self.first_on <= LATEST:
            raise SeriesError(f"A series begins between {EARLIEST.year} and {LATEST.year}.")
        if self.every_weeks < 1:
            raise SeriesError("Meetings are at least one week apart.")
        if not 0 < self.minutes <= DAY:
            raise SeriesError("A meeting lasts at least a minute and at most a day.")
        for weekday, minute in self.pattern:
            if not 0 <= weekday < _WEEK:
                raise SeriesError("Weekdays run from 0, Monday, to 6, Sunday.")
            if not 0 <= minute < DAY:
                raise SeriesError(f"A day's clock runs from 00:00 to 23:59, not to {clock(minute)}.")

    @property
    def pattern(self) -> tuple[tuple[int, int], ...]:
        """The turns; without any, the one (weekday, minute) of every meeting."""
        return self.turns or ((self.first_on.weekday(), self.minute),)

    @property
    def last_number(self) -> int | None:
        """The number of the last meeting; None without an end, -1 when the end leaves no meeting."""
        if self.until is None:
            return None
        number = (self.until.toordinal() - self._first_monday) // (_WEEK * self.every_weeks)
        return max(-1, number if self._day(number) <= self.until.toordinal() else number - 1)

    def occurrences(self, start: date, end: date) -> Iterator[Occurrence]:
        """The meetings planned for the days from `start` to `end`, both included, in order."""
        last = min(end, self.until) if self.until else end
        number = max(0, (start.toordinal() - self._first_monday) // (_WEEK * self.every_weeks))
        while (day := self._day(number)) <= last.toordinal():
            if day >= start.toordinal():
                yield self.occurrence(number)
            number += 1

    def occurrence(self, number: int) -> Occurrence:
        """The meeting of this number, counted from 0, as if the series had no end."""
        on = date.fromordinal(self._day(number))
        starts_at, at_change = instant(on, self.pattern[number % len(self.pattern)][1], self.zone)
        return Occurrence(on, starts_at, starts_at + timedelta(minutes=self.minutes), number, at_change)

    def planned_at(self, moment: datetime) -> Occurrence | None:
        """The meeting planned to start at exactly this instant."""
        around = moment.astimezone(place(self.zone)).date()
        days = timedelta(days=1)  # a missing day lies between the planned day and the clock's
        near = self.occurrences(around - days, around + days)
        return next((found for found in near if found.starts_at == moment), None)

    def _day(self, number: int) -> int:
        weekday, _ = self.pattern[number % len(self.pattern)]
        return self._first_monday + number * self.every_weeks * _WEEK + weekday

    @property
    def _first_monday(self) -> int:
        weekday, _ = self.pattern[0]
        first = self.first_on.toordinal() + (weekday - self.first_on.weekday()) % _WEEK
        return first - weekday


def instant(day: date, minute: int, zone: str) -> tuple[datetime, Clock]:
    """The UTC instant of a wall time, read as RFC 5545 (3.3.5) says, and what the clock does there.

    A time the clock skips has the offset from before the gap, so the clock then shows it late by the gap's length; of
    a time shown twice the first is meant. Minutes beyond 1439 belong to the following day. Raises ZoneError.
    """
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    there = place(zone)
    first = there.utcoffset(wall) or timedelta(0)
    second = there.utcoffset(wall.replace(fold=1)) or timedelta(0)
    at_change = Clock.PLAIN if first == second else Clock.GAP if second > first else Clock.FOLD
    return (wall - first).replace(tzinfo=UTC), at_change
