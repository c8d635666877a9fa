"""When somebody can be met: their hours, the days that differ, and the times they are busy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import numpy as np

from minim.timetable.hours import DAY, HoursError, Span, WorkingHours
from minim.timetable.worktime import covers, stretches
from minim.timetable.zones import place


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of real time, from `start` up to `end`, both aware and kept in UTC. Raises HoursError."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise HoursError("A stretch of time needs instants, not bare clock times.")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.start >= self.end:
            raise HoursError("A stretch of time ends after it starts.")


class Trouble(StrEnum):
    """Why somebody cannot come: not their hours at all, not on that day, or busy; NONE when they can."""

    NONE = ""
    OUTSIDE = "outside"
    AWAY = "away"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Availability:
    """Weekly hours in a zone; `exceptions` are local days with other hours, () for none; `busy` is subtracted.

    Raises ZoneError for a zone that does not exist.
    """

    hours: WorkingHours
    zone: str
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    busy: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        place(self.zone)
        object.__setattr__(self, "busy", merged(self.busy))

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The hours of one local day."""
        return self.exceptions.get(day, self.hours.days[day.weekday()])

    def trouble_at(self, start: datetime, minutes: int) -> Trouble:
        """What keeps them from a meeting of so many minutes at this instant, to the minute.

        AWAY when their usual hours would have allowed it. Raises HoursError for a bare clock time or no length.
        """
        meeting = _meeting(start, minutes)
        if not self._works_through(meeting, self.exceptions):
            usual = bool(self.exceptions) and self._works_through(meeting, {})
            return Trouble.AWAY if usual else Trouble.OUTSIDE
        taken = any(busy.start < meeting.end and meeting.start < busy.end for busy in self.busy)
        return Trouble.BUSY if taken else Trouble.NONE

    def _works_through(self, meeting: Interval, exceptions: Mapping[date, tuple[Span, ...]]) -> bool:
        start, end = int(meeting.start.timestamp()), int(meeting.end.timestamp())
        worked = stretches(self.hours, self.zone, exceptions, start, end)
        return bool(covers(worked, np.array(start), np.array(end)))


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time in order, joined where stretches touch or overlap."""
    found: list[Interval] = []
    for interval in sorted(intervals):
        if found and interval.start <= found[-1].end:
            if interval.end > found[-1].end:
                found[-1] = Interval(found[-1].start, interval.end)
        else:
            found.append(interval)
    return tuple(found)


def _meeting(start: datetime, minutes: int) -> Interval:
    if not 0 < minutes <= DAY:
        raise HoursError("A meeting lasts at least a minute and at most a day.")
    return Interval(start, start + timedelta(minutes=minutes))
