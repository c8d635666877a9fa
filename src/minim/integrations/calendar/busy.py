"""When a calendar's owner is busy: a handful of intervals out of thousands of lines.

Titles, places and guests are not read, nor kept: only when, and whether it counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from minim.integrations.calendar.hours_in import shows_hours
from minim.integrations.calendar.ics import (
    PATIENT_SECONDS,
    CalendarUnreadable,
    Component,
    Line,
    Patience,
    read_calendars,
)
from minim.integrations.calendar.places import GREENWICH, Place, Places
from minim.integrations.calendar.recurring import read_rule
from minim.integrations.calendar.values import Length, Stamp, length, stamp
from minim.timetable.availability import Interval, merged

__all__ = ["CalendarUnreadable", "busy_times"]

MOST = 5_000
"""Appointments in the time we look at: fourteen a day, for a year."""

LONGEST = timedelta(days=3660)
_FREE = frozenset({"FREE", "WORKINGELSEWHERE"})
_DAY = timedelta(days=1)


def busy_times(
    data: bytes,
    *,
    start: datetime,
    end: datetime,
    zone: str = "",
    owner: str = "",
    ours: Callable[[str], bool] = lambda _: False,
    most: int = MOST,
    seconds: float = PATIENT_SECONDS,
) -> tuple[Interval, ...]:
    """When the owner is busy between `start` and `end`, joined and cut to that time.

    `zone` is where the owner's days begin and end (otherwise the calendar's own); `owner` is their e-mail address, so
    that what they declined is free; `ours` tells by its UID which entry is a meeting of our own and not in the way.

    Cancelled, declined and transparent entries are free. Raises CalendarUnreadable, in about `seconds` at the latest.
    """
    patience = Patience(seconds)
    found: list[Interval] = []
    for calendar in read_calendars(data, patience):
        reader = _Reader(
            Places(calendar, zone, start, end, patience), start, end, owner.strip().casefold(), patience
        )
        for interval, line in reader.intervals(calendar, ours):
            found.append(interval)
            if len(found) > most:
                raise CalendarUnreadable(
                    f"There are more than {most:,} appointments between {start:%d %B %Y} and {end:%d %B %Y}; here we "
                    "stopped. Remove the entry that repeats so often, or share a calendar with less in it.",
                    line,
                )
    return merged(found)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event's first time and length."""

    first: Stamp
    place: Place
    length: Length
    line: int

    def at(self, local: datetime) -> tuple[datetime, datetime]:
        ends = self.place.instant(local + timedelta(days=self.length.days))
        return self.place.instant(local), ends + timedelta(seconds=self.length.seconds)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the events of one calendar, for a time and an owner."""

    places: Places
    start: datetime
    end: datetime
    owner: str
    patience: Patience

    def intervals(self, calendar: Component, ours: Callable[[str], bool]) -> Iterator[tuple[Interval, int]]:
        events = [part for part in calendar.inner if part.name == "VEVENT" and not ours(part.text("UID"))]
        replaced = self._replaced(events)
        for event in events:
            self.patience.ask(event.number)
            if self._counts(event):
                skipped = set() if event.first("RECURRENCE-ID") else replaced.get(event.text("UID"), set())
                yield from self._of(event, skipped)
        for part in calendar.inner:
            if part.name == "VFREEBUSY":
                yield from self._told(part)

    def _replaced(self, events: list[Component]) -> dict[str, set[datetime]]:
        """By UID, the instants for which another entry speaks."""
        found: dict[str, set[datetime]] = defaultdict(set)
        for event in events:
            line = event.first("RECURRENCE-ID")
            if line:
                found[event.text("UID")].add(self._instant(line, line.value))
        return found

    def _counts(self, event: Component) -> bool:
        if event.text("STATUS").upper() == "CANCELLED" or event.text("TRANSP").upper() == "TRANSPARENT":
            return False
        if event.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() in _FREE or shows_hours(event):
            return False
        return not any(self._is_declined(line) for line in event.every("ATTENDEE"))

    def _is_declined(self, attendee: Line) -> bool:
        address = attendee.value.strip().casefold().removeprefix("mailto:")
        return address == self.owner and attendee.parameters.get("PARTSTAT", "").upper() == "DECLINED"

    def _of(self, event: Component, replaced: set[datetime]) -> Iterator[tuple[Interval, int]]:
        entry = self._entry(event)
        if entry is None:
            return
        excluded = replaced | {
            instant for line in event.every("EXDATE") for instant in self._instants(line, entry)
        }
        seen: set[datetime] = set()
        for local in self._times(event, entry):
            begins, ends = entry.at(local)
            if begins < self.end and ends > self.start and begins not in excluded and begins not in seen:
                seen.add(begins)
                yield Interval(max(begins, self.start), min(ends, self.end)), entry.line

    def _entry(self, event: Component) -> _Entry | None:
        """Where and how long; None for what takes no time."""
        line = event.first("DTSTART")
        if line is None:
            return None
        first = stamp(line.value, line.number)
        place = self._place(line, first)
        entry = _Entry(first, place, self._length(event, first, place), line.number)
        if entry.length.roughly > LONGEST:
            raise CalendarUnreadable(
                "This entry lasts longer than ten years. Correct its end, or remove it.", line.number
            )
        return entry if entry.length.roughly else None

    def _length(self, event: Component, first: Stamp, place: Place) -> Length:
        ends, lasts = event.first("DTEND"), event.first("DURATION")
        if ends:
            last = stamp(ends.value, ends.number)
            if first.all_day:
                return Length(max(0, (last.local - first.local).days), 0)
            exact = self._place(ends, last).instant(last.local) - place.instant(first.local)
            return Length(0, max(0, int(exact.total_seconds())))
        if lasts:
            return length(lasts)
        return Length(1, 0) if first.all_day else Length(0, 0)

    def _times(self, event: Component, entry: _Entry) -> Iterator[datetime]:
        """Local times that may reach into the time we look at."""
        yield entry.first.local
        after = self.start.replace(tzinfo=None) - entry.length.roughly - 2 * _DAY
        before = self.end.replace(tzinfo=None) + 2 * _DAY
        for line in event.every("RRULE"):
            rule = read_rule(line, partial(self._until, line, entry))
            yield from rule.times(entry.first.local, after, before, self.patience)
        for line in event.every("RDATE"):
            yield from (entry.place.local(instant) for instant in self._instants(line, entry))

    def _until(self, line: Line, entry: _Entry, written: str) -> datetime:
        until = stamp(written, line.number)
        if until.all_day:
            return until.local + _DAY - timedelta(seconds=1)
        return entry.place.local(until.local.replace(tzinfo=UTC)) if until.utc else until.local

    def _instants(self, line: Line, entry: _Entry) -> Iterator[datetime]:
        """What an EXDATE or RDATE names; a mere date means the entry's own time on that day."""
        for written in line.value.split(","):
            self.patience.ask(line.number)
            begins = written.partition("/")[0]
            if not begins.strip():
                continue
            named = stamp(begins, line.number)
            if named.all_day:
                day = datetime.combine(named.local.date(), entry.first.local.time())
                yield entry.place.instant(day)
            else:
                yield self._place(line, named).instant(named.local)

    def _instant(self, line: Line, written: str) -> datetime:
        named = stamp(written, line.number)
        return self._place(line, named).instant(named.local)

    def _place(self, line: Line, named: Stamp) -> Place:
        if named.utc:
            return GREENWICH
        return self.places.home if named.all_day else self.places.of(line)

    def _told(self, part: Component) -> Iterator[tuple[Interval, int]]:
        """VFREEBUSY: somebody has already taken together when they are busy."""
        for line in part.every("FREEBUSY"):
            if line.parameters.get("FBTYPE", "BUSY").upper() == "FREE":
                continue
            for period in line.value.split(","):
                self.patience.ask(line.number)
                begins, ends = self._period(period, line)
                if begins < self.end and ends > self.start and begins < ends:
                    yield Interval(max(begins, self.start), min(ends, self.end)), line.number

    def _period(self, written: str, line: Line) -> tuple[datetime, datetime]:
        first, _, second = written.partition("/")
        begins = self._instant(line, first)
        if second.strip().upper().startswith(("P", "+", "-")):
            lasts = length(Line("DURATION", {}, second, line.number)).roughly
            if lasts > LONGEST:
                raise CalendarUnreadable("Somebody is said to be busy for more than ten years.", line.number)
            return begins, begins + lasts
        return begins, self._instant(line, second)
