"""What a calendar should hold about a series or a single meeting, as plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, get_args

from minim.timetable.hours import DAY, clock
from minim.timetable.plain import EventError, day, many, maybe, moment, one, plain, read, text, whole
from minim.timetable.series import EARLIEST, LATEST, Clock, Rhythm, instant
from minim.timetable.zones import ZoneError, place

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
Answer = Literal["", "ACCEPTED", "DECLINED", "TENTATIVE"]

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a calendar names. Names lose line breaks and control characters; an address with one is refused."""

    name: str
    email: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", " ".join(_BREAKS.sub(" ", self.name).split()))
        if _BREAKS.search(self.email) or " " in self.email or "@" not in self.email:
            raise EventError("email", f"“{_BREAKS.sub(' ', self.email)[:60]}” is no address.")


@dataclass(frozen=True, slots=True)
class Attendee(Address):
    """Somebody invited, with the answer given so far."""

    answer: Answer = ""

    def __post_init__(self) -> None:
        Address.__post_init__(self)
        if self.answer not in get_args(Answer):
            raise EventError("answer", f"“{self.answer}” is no answer a calendar knows.")


@dataclass(frozen=True, slots=True)
class Moved:
    """The meeting planned for one instant takes place at another."""

    planned_at: datetime
    starts_at: datetime
    minutes: int
    sequence: int = 0

    def __post_init__(self) -> None:
        for name in ("planned_at", "starts_at"):
            object.__setattr__(self, name, _utc(name, getattr(self, name)))
        _check_minutes(self.minutes)
        _check_least("sequence", self.sequence, 0)

    @property
    def ends_at(self) -> datetime:
        """When the meeting ends now."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A single meeting (every_weeks = 0) or a series on the weekday of `on`, at `minute` in `zone`.

    `until` is the last instant at which a meeting of the series may start; `skipped` and `moved` name meetings by the
    instant they were planned for. With `only`, the message speaks about the one meeting planned for that instant:
    `on`, `minute` and `minutes` then say when it takes place now, and nothing recurs. Instants become UTC; what cannot
    be raises EventError.
    """

    uid: str
    method: Method = "REQUEST"
    sequence: int = 0
    summary: str
    zone: str
    on: date
    minute: int
    minutes: int
    every_weeks: int = 0
    until: datetime | None = None
    skipped: tuple[datetime, ...] = ()
    moved: tuple[Moved, ...] = ()
    place: str = ""
    description: str = ""
    url: str = ""
    organizer: Address
    attendees: tuple[Attendee, ...] = ()
    stamped_at: datetime
    only: datetime | None = None

    def __post_init__(self) -> None:
        if not self.uid or _BREAKS.search(self.uid):
            raise EventError("uid", "must be one line of text.")
        if self.method not in get_args(Method):
            raise EventError("method", f"“{self.method}” is none of {', '.join(get_args(Method))}.")
        _check_zone(self.zone)
        if not EARLIEST <= self.on <= LATEST:
            raise EventError("on", f"must lie between {EARLIEST.year} and {LATEST.year}.")
        if not 0 <= self.minute < DAY:
            raise EventError(
                "minute", f"a day's clock runs from 00:00 to 23:59, not to {clock(self.minute)}."
            )
        _check_minutes(self.minutes)
        _check_least("sequence", self.sequence, 0)
        _check_least("every_weeks", self.every_weeks, 0)
        if not self.every_weeks and (self.until or self.skipped or self.moved):
            raise EventError("every_weeks", "a single meeting neither ends nor has exceptions.")
        if self.only and self.every_weeks:
            raise EventError("only", "one meeting alone does not recur.")
        for name in ("until", "stamped_at", "only"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, _utc(name, getattr(self, name)))
        object.__setattr__(self, "skipped", tuple(_utc("skipped", moment) for moment in self.skipped))

    @property
    def starts_at(self) -> datetime:
        """When the meeting, or the first of the series, starts."""
        return instant(self.on, self.minute, self.zone)[0]

    @property
    def ends_at(self) -> datetime:
        """When that meeting ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def wall(self) -> datetime:
        """The wall time in `zone` at which it starts, without a zone: what DTSTART;TZID=… says."""
        return datetime.combine(self.on, time.min) + timedelta(minutes=self.minute)

    @property
    def clock(self) -> Clock:
        """Whether the zone's clock skips that wall time or shows it twice."""
        return instant(self.on, self.minute, self.zone)[1]

    def alone(
        self, planned_at: datetime, moved: Moved | None = None, *, method: Method, sequence: int
    ) -> Event:
        """A message about one meeting of this series: where it moved to, or with "CANCEL" that it is off."""
        there = (moved.starts_at if moved else planned_at).astimezone(place(self.zone))
        return replace(
            self,
            method=method,
            sequence=sequence,
            only=planned_at,
            on=there.date(),
            minute=there.hour * 60 + there.minute,
            minutes=moved.minutes if moved else self.minutes,
            every_weeks=0,
            until=None,
            skipped=(),
            moved=(),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data that json can write and `from_json` reads as the same event."""
        data: dict[str, Any] = plain(self)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Event:
        """The event written by `to_json`. Raises EventError naming the field that is missing, strange or wrong."""
        return read(cls, _EVENT, data)


def events_of(rhythm: Rhythm, event: Event) -> tuple[Event, ...]:
    """The calendar's events for a rhythm: one for each turn, since a recurrence has only one time of day.

    Time comes from the rhythm, everything else from `event`; its skipped and moved meetings, those of the whole
    series, go to the turn they belong to, and those that the rhythm does not plan are left out. The first turn keeps
    the uid, turn n gets "turn<n>-" before it. Where the series ends before a turn's first meeting, it has no event;
    the others keep their order, so meeting k is in the event at k % turns.
    """
    return tuple(
        _turn(rhythm, event, turn)
        for turn in range(len(rhythm.pattern))
        if rhythm.until is None or rhythm.occurrence(turn).on <= rhythm.until
    )


def _turn(rhythm: Rhythm, event: Event, turn: int) -> Event:
    turns, first, last = len(rhythm.pattern), rhythm.occurrence(turn), rhythm.last_number

    def belongs(moment: datetime) -> bool:
        found = rhythm.planned_at(moment)
        return found is not None and found.number % turns == turn

    return replace(
        event,
        uid=f"turn{turn}-{event.uid}" if turn else event.uid,
        zone=rhythm.zone,
        on=first.on,
        minute=rhythm.pattern[turn][1],
        minutes=rhythm.minutes,
        every_weeks=rhythm.every_weeks * turns,
        until=None if last is None else rhythm.occurrence(last - (last - turn) % turns).starts_at,
        skipped=tuple(moment for moment in event.skipped if belongs(moment)),
        moved=tuple(moved for moved in event.moved if belongs(moved.planned_at)),
    )


def _check_zone(zone: str) -> None:
    try:
        place(zone)
    except ZoneError as error:
        raise EventError("zone", str(error)) from error


def _check_minutes(minutes: int) -> None:
    if not 0 < minutes <= DAY:
        raise EventError("minutes", "a meeting lasts at least a minute and at most a day.")


def _check_least(field: str, number: int, least: int) -> None:
    if number < least:
        raise EventError(field, f"must be {least} or more.")


def _utc(field: str, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise EventError(field, "an instant needs its zone.")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise EventError(field, "lies outside of time.") from error


_ADDRESS = {"name": text, "email": text}
_MOVED = {"planned_at": moment, "starts_at": moment, "minutes": whole, "sequence": whole}
_EVENT = {
    "uid": text,
    "method": text,
    "sequence": whole,
    "summary": text,
    "zone": text,
    "on": day,
    "minute": whole,
    "minutes": whole,
    "every_weeks": whole,
    "until": maybe(moment),
    "skipped": many(moment),
    "moved": many(one(Moved, _MOVED)),
    "place": text,
    "description": text,
    "url": text,
    "organizer": one(Address, _ADDRESS),
    "attendees": many(one(Attendee, _ADDRESS | {"answer": text})),
    "stamped_at": moment,
    "only": maybe(moment),
}
