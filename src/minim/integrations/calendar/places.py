"""Turns wall-clock times of any calendar into instants: by the zone's name, by Outlook's names, or by its own rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache, cached_property
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from minim.integrations.calendar.ics import CalendarUnreadable, Component, Line, Patience
from minim.integrations.calendar.recurring import read_rule
from minim.integrations.calendar.values import offset, stamp

SLACK = timedelta(days=400)
"""How far around the time we look at a zone's own rules are followed: over the clock changes of a year."""

MOST_CHANGES = 2_000


class Place(Protocol):
    """Where a wall clock hangs."""

    def instant(self, local: datetime) -> datetime:
        """In UTC. What the clock skips counts by the offset before; what it shows twice is the first (3.3.5)."""

    def local(self, instant: datetime) -> datetime:
        """What the clock shows, without a zone."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place whose zone is known."""

    zone: tzinfo

    def instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """From `at` (in UTC) on, the clock is `after` ahead of UTC instead of `before`."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def shown(self) -> datetime:
        """From which wall-clock time on the new offset counts: the later of the two readings."""
        return (self.at + max(self.before, self.after)).replace(tzinfo=None)


@dataclass(frozen=True)
class Ruled:
    """A place whose calendar tells itself when its clocks change. `changes` are in order and never empty."""

    changes: tuple[Change, ...]

    def instant(self, local: datetime) -> datetime:
        return (local - self._ahead(bisect_right(self._shown, local))).replace(tzinfo=UTC)

    def local(self, instant: datetime) -> datetime:
        return (instant + self._ahead(bisect_right(self._at, instant))).replace(tzinfo=None)

    @cached_property
    def _at(self) -> list[datetime]:
        return [change.at for change in self.changes]

    @cached_property
    def _shown(self) -> list[datetime]:
        return [change.shown for change in self.changes]

    def _ahead(self, passed: int) -> timedelta:
        return self.changes[passed - 1].after if passed else self.changes[0].before


GREENWICH = Named(UTC)


class Places:
    """The zones that one calendar speaks of. `home` is where times without a zone are meant."""

    def __init__(
        self, calendar: Component, home: str, start: datetime, end: datetime, patience: Patience
    ) -> None:
        self._own = {
            component.text("TZID"): component for component in calendar.inner if component.name == "VTIMEZONE"
        }
        self._from, self._until, self._patience = start - SLACK, end + SLACK, patience
        self._known: dict[str, Place] = {}
        self.home: Place = Named(ZoneInfo(_named(home) or _named(calendar.text("X-WR-TIMEZONE")) or "UTC"))

    def of(self, line: Line) -> Place:
        """Where a line's time is meant. Raises CalendarUnreadable for a zone that nobody knows."""
        name = line.parameters.get("TZID", "").strip()
        if not name:
            return self.home
        if name not in self._known:
            self._known[name] = self._found(name, line)
        return self._known[name]

    def _found(self, name: str, line: Line) -> Place:
        own = self._own.get(name)
        known = _named(name) or _named(own.text("X-LIC-LOCATION") if own else "")
        if known:
            return Named(ZoneInfo(known))
        if own is None:
            raise CalendarUnreadable(
                f"“{name[:60]}” is a time zone nobody knows, and this calendar does not say what it means. Give the "
                "entry a zone like Europe/Berlin.",
                line.number,
            )
        return Ruled(self._changes(own))

    def _changes(self, zone: Component) -> tuple[Change, ...]:
        found: set[Change] = set()
        for part in zone.inner:
            if part.name in ("STANDARD", "DAYLIGHT"):
                for change in self._changes_of(part):
                    found.add(change)
                    if len(found) > MOST_CHANGES:
                        raise CalendarUnreadable(
                            "The clocks of this time zone change too often to be true.", part.number
                        )
        if not found:
            raise CalendarUnreadable("This time zone does not say what its clocks show.", zone.number)
        return tuple(sorted(found))

    def _changes_of(self, part: Component) -> Iterator[Change]:
        first, before, after = (_needed(part, name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
        ahead = offset(before)
        begins = stamp(first.value, first.number).local
        for onset in (begins, *self._repeated(part, begins, ahead)):
            yield Change((onset - ahead).replace(tzinfo=UTC), ahead, offset(after))

    def _repeated(self, part: Component, begins: datetime, ahead: timedelta) -> Iterator[datetime]:
        after, before = self._from.replace(tzinfo=None), self._until.replace(tzinfo=None)
        for line in part.every("RRULE"):
            rule = read_rule(line, _until(line, ahead))
            yield from rule.times(begins, after, before, self._patience)
        for line in part.every("RDATE"):
            for written in line.value.split(","):
                self._patience.ask(line.number)
                yield stamp(written.partition("/")[0], line.number).local


def _until(line: Line, ahead: timedelta) -> Callable[[str], datetime]:
    def read(written: str) -> datetime:
        until = stamp(written, line.number)
        return until.local + ahead if until.utc else until.local

    return read


def _needed(part: Component, name: str) -> Line:
    line = part.first(name)
    if line is None:
        raise CalendarUnreadable(f"This time zone has no {name}.", part.number)
    return line


def _named(written: str) -> str:
    """The zone of tzdata that a name means, also as in "/mozilla.org/20050126_1/Europe/Berlin"; or ""."""
    name = written.strip().strip('"')
    if name in _zones():
        return name
    if name in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[name]
    parts = name.split("/")
    if name.startswith("/"):
        return next((zone for size in (3, 2) if (zone := "/".join(parts[-size:])) in _zones()), "")
    return ""


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
