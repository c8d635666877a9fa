"""What a rhythm means for each member within a year: before anything is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from minim.meetings.words import city, day_words
from minim.timetable import Clock, Trouble, place, shifts, surprises
from minim.timetable.hours import DAY, clock
from minim.web.meeting_times.circle import zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from minim.timetable import Availability, Occurrence, Rhythm
    from minim.web.meeting_times.circle import Circle

YEAR = timedelta(weeks=52)
HOUR = 60


@dataclass(frozen=True)
class Hour:
    """Somebody's clock at a meeting; `moved` when it showed another time before."""

    words: str
    moved: bool
    outside: bool


@dataclass(frozen=True)
class Line:
    name: str
    city: str
    hours: tuple[Hour, ...]


@dataclass(frozen=True)
class Seasons:
    """One turn of a rhythm: the days from which somebody's clock shows another time, and everybody's lines."""

    name: str
    days: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Strip:
    """Somebody's working day beside the meeting, in minutes since midnight on the group's clock."""

    name: str
    city: str
    time: str
    spans: tuple[tuple[int, int], ...]
    outside: bool


@dataclass(frozen=True)
class Strips:
    """`start` and `width` are what is shown of the day, `at` is where the meeting begins."""

    name: str
    start: int
    width: int
    at: int
    minutes: int
    rows: tuple[Strip, ...]


def seasons_of(rhythm: Rhythm, circle: Circle, found: Mapping[int, Availability]) -> tuple[Seasons, ...]:
    """For each turn, everybody's clock at first and after each change."""
    start, end = rhythm.first_on, rhythm.first_on + YEAR
    zones = {seat.person_id: zone_of(seat.person) for seat in circle.seats}
    changed = {(shift.number, shift.key) for shift in shifts(rhythm, zones, start, end)}
    turns = len(rhythm.pattern)
    told = []
    for turn in range(turns):
        numbers = sorted({turn, *(number for number, _ in changed if number % turns == turn)})
        meetings = [rhythm.occurrence(number) for number in numbers]
        lines = tuple(
            Line(
                circle.names[key],
                city(zone),
                tuple(_hour(one, zone, (one.number, key) in changed, found[key]) for one in meetings),
            )
            for key, zone in zones.items()
        )
        name = f"{meetings[0].on:%A} {clock(rhythm.pattern[turn][1])}"
        told.append(Seasons(name, tuple(f"{one.on.day} {one.on:%b %Y}" for one in meetings), lines))
    return tuple(told)


def surprises_of(rhythm: Rhythm) -> list[str]:
    """Meetings whose time the clock skips or shows twice, in sentences."""
    found = surprises(rhythm, rhythm.first_on, rhythm.first_on + YEAR)
    return [_surprise(meeting, rhythm) for meeting in found]


def left_out(rhythm: Rhythm, holidays: Mapping[date, str]) -> list[tuple[date, str]]:
    """Planned days that are public holidays, with their names."""
    planned = rhythm.occurrences(rhythm.first_on, rhythm.first_on + YEAR)
    return [(one.on, holidays[one.on]) for one in planned if one.on in holidays]


def strips_of(rhythm: Rhythm, circle: Circle, found: Mapping[int, Availability]) -> tuple[Strips, ...]:
    """Everybody's working day around the first meeting of each turn."""
    return tuple(
        _strips(rhythm.occurrence(turn), rhythm, circle, found) for turn in range(len(rhythm.pattern))
    )


def _strips(meeting: Occurrence, rhythm: Rhythm, circle: Circle, found: Mapping[int, Availability]) -> Strips:
    midnight = datetime.combine(meeting.on, time.min, place(rhythm.zone)).astimezone(UTC)
    at = int((meeting.starts_at - midnight).total_seconds()) // 60
    rows = tuple(
        _strip(circle.names[seat.person_id], found[seat.person_id], meeting, midnight, rhythm.minutes)
        for seat in circle.seats
    )
    edges = [edge for row in rows for span in row.spans for edge in span]
    first = min([at, *edges]) // HOUR * HOUR
    last = -(-max([at + rhythm.minutes, *edges]) // HOUR) * HOUR
    start, end = max(first, at - DAY // 2), min(last, at + rhythm.minutes + DAY // 2)
    return Strips(f"{meeting.on:%A} {clock(at % DAY)}", start, end - start, at, rhythm.minutes, rows)


def _strip(name: str, one: Availability, meeting: Occurrence, midnight: datetime, minutes: int) -> Strip:
    there = place(one.zone)
    local = meeting.starts_at.astimezone(there)
    spans = []
    for offset in (-1, 0, 1):
        day = local.date() + timedelta(days=offset)
        begins = datetime.combine(day, time.min, there).astimezone(UTC)
        from_midnight = int((begins - midnight).total_seconds()) // 60
        spans += [(from_midnight + span.start, span.end - span.start) for span in one.spans_on(day)]
    outside = one.trouble_at(meeting.starts_at, minutes) is Trouble.OUTSIDE
    near = tuple((start, start + length) for start, length in spans)
    return Strip(name, city(one.zone), f"{local:%H:%M}", near, outside)


def _hour(meeting: Occurrence, zone: str, moved: bool, one: Availability) -> Hour:
    local = meeting.starts_at.astimezone(place(zone))
    minutes = int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60
    words = f"{local:%H:%M}" if local.date() == meeting.on else f"{local:%a %H:%M}"
    return Hour(words, moved, one.trouble_at(meeting.starts_at, minutes) is Trouble.OUTSIDE)


def _surprise(meeting: Occurrence, rhythm: Rhythm) -> str:
    there = meeting.starts_at.astimezone(place(rhythm.zone))
    _, minute = rhythm.pattern[meeting.number % len(rhythm.pattern)]
    day, where = day_words(meeting.on), city(rhythm.zone)
    if meeting.clock is Clock.GAP:
        return f"On {day} the clocks of {where} skip {clock(minute)}. That meeting begins at {there:%H:%M}."
    return f"On {day} the clocks of {where} show {clock(minute)} twice. The first of them is meant."
