"""When clocks change, and what that does to the hours of a series: told before it surprises anyone."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from minim.timetable.hours import DAY_NAMES, clock
from minim.timetable.series import Clock, Occurrence, Rhythm
from minim.timetable.zones import place

Key = TypeVar("Key", bound=Hashable)

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The clocks of a zone go forward (positive) or back when they reach the hour to change on this day."""

    zone: str
    on: date
    shift_minutes: int


@dataclass(frozen=True, slots=True)
class Shift(Generic[Key]):
    """From the meeting on `on`, the member's own day, it takes place at another local time than before.

    `before` and `after` are (weekday, minute) in the member's zone, Monday is 0; `number` is the meeting's.
    """

    key: Key
    zone: str
    on: date
    number: int
    before: tuple[int, int]
    after: tuple[int, int]

    @property
    def was(self) -> str:
        """The local time before: "14:00", with its weekday where that changes too: "Tue 23:30"."""
        return self._said(self.before)

    @property
    def becomes(self) -> str:
        """The local time from `on`: "15:00", with its weekday where that changes too: "Wed 00:30"."""
        return self._said(self.after)

    def _said(self, local: tuple[int, int]) -> str:
        weekday, minute = local
        return clock(minute) if self.before[0] == self.after[0] else f"{DAY_NAMES[weekday]} {clock(minute)}"


def clock_changes(zones: Iterable[str], start: date, end: date) -> tuple[ClockChange, ...]:
    """Every change of the clocks in these zones from `start` to `end`, both included, in order of days.

    A change at midnight belongs to the day that begins then, also where the clock goes back into the day before.
    Raises ZoneError.
    """
    found = (change for zone in set(zones) for change in _changes(zone, start, end))
    return tuple(sorted(found, key=lambda change: (change.on, change.zone)))


def shifts(rhythm: Rhythm, zones: Mapping[Key, str], start: date, end: date) -> tuple[Shift[Key], ...]:
    """For each member (key → zone) the meetings planned from `start` to `end` that begin to be at another local time.

    Each is compared with the meeting before it on the same turn, the first ones with what was before `start`. A
    meeting in a gap is late by the gap for everybody and only that once: `surprises` tells of it. Raises ZoneError.
    """
    told = tuple(rhythm.occurrences(start, end))
    meetings = [meeting for meeting in (*_before(rhythm, told), *told) if meeting.clock is not Clock.GAP]
    found = (shift for key, zone in zones.items() for shift in _shifts(rhythm, key, zone, meetings))
    return tuple(sorted((shift for shift in found if shift.number >= told[0].number), key=_number))


def surprises(rhythm: Rhythm, start: date, end: date) -> tuple[Occurrence, ...]:
    """The meetings planned from `start` to `end` whose wall time the clock skips or shows twice."""
    return tuple(meeting for meeting in rhythm.occurrences(start, end) if meeting.clock)


def _changes(zone: str, start: date, end: date) -> Iterator[ClockChange]:
    there = place(zone)
    # No zone is further from UTC than a day, so this sees every local day from start to end.
    moment = datetime.combine(start, time.min, tzinfo=UTC) - _DAY
    last = datetime.combine(end, time.min, tzinfo=UTC) + 2 * _DAY
    while moment < last:
        before, after = _offset(there, moment), _offset(there, moment + _DAY)
        if before != after:
            on = (_turning(there, moment, moment + _DAY) + before).date()
            if start <= on <= end:
                yield ClockChange(zone, on, round((after - before) / timedelta(minutes=1)))
        moment += _DAY


def _turning(there: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The first instant with the offset of `late`, to the second."""
    after = _offset(there, late)
    while late - early > _SECOND:
        middle = early + (late - early) // 2 // _SECOND * _SECOND
        early, late = (early, middle) if _offset(there, middle) == after else (middle, late)
    return late


def _offset(there: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(there).utcoffset() or timedelta(0)


def _before(rhythm: Rhythm, told: tuple[Occurrence, ...]) -> Iterator[Occurrence]:
    """Each turn's last two meetings before those told: two, because the last may have fallen into a gap."""
    if told:
        first = told[0].number
        yield from map(rhythm.occurrence, range(max(0, first - 2 * len(rhythm.pattern)), first))


def _shifts(rhythm: Rhythm, key: Key, zone: str, meetings: list[Occurrence]) -> Iterator[Shift[Key]]:
    there, before = place(zone), dict[int, tuple[int, int]]()
    for meeting in meetings:
        local = meeting.starts_at.astimezone(there)
        after = (local.weekday(), local.hour * 60 + local.minute)
        turn = meeting.number % len(rhythm.pattern)
        if before.setdefault(turn, after) != after:
            yield Shift(key, zone, local.date(), meeting.number, before[turn], after)
        before[turn] = after


def _number(shift: Shift[Key]) -> int:
    return shift.number
