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
    from collections.abc import Mapping, Sequence
    from datetime import date

    from minim.timetable import Availability, Occurrence, Rhythm
    from minim.web.meeting_times.circle import Circle

YEAR = timedelta(weeks=52)
MARGIN = 30
"""Minutes shown around everybody's day."""


@dataclass(frozen=True)
class Hour:
    """The clock of a place at a meeting; `moved` when it showed another time before."""

    words: str
    moved: bool
    outside: tuple[str, ...]
    for_all: bool


@dataclass(frozen=True)
class Season:
    """From a day on, everybody's clock: an hour for each place."""

    day: str
    hours: tuple[Hour, ...]


@dataclass(frozen=True)
class Place:
    city: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Seasons:
    """One turn of a rhythm through a year, in the places its people live in."""

    name: str
    places: tuple[Place, ...]
    seasons: tuple[Season, ...]


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
    people: dict[str, list[int]] = {}
    for seat in circle.seats:
        people.setdefault(zone_of(seat.person), []).append(seat.person_id)
    zones = {zone: zone for zone in people}
    changed = {
        (shift.number, shift.zone) for shift in shifts(rhythm, zones, rhythm.first_on, rhythm.first_on + YEAR)
    }
    places = tuple(
        Place(city(zone), tuple(circle.names[key] for key in keys)) for zone, keys in people.items()
    )
    turns = len(rhythm.pattern)
    told = []
    for turn, (_, minute) in enumerate(rhythm.pattern):
        numbers = sorted({turn, *(number for number, _ in changed if number % turns == turn)})
        meetings = [rhythm.occurrence(number) for number in numbers]
        seasons = tuple(
            Season(
                f"{one.on.day} {one.on:%B %Y}",
                tuple(
                    _hour(one, zone, (one.number, zone) in changed, keys, circle, found)
                    for zone, keys in people.items()
                ),
            )
            for one in meetings
        )
        told.append(Seasons(f"{meetings[0].on:%A} {clock(minute)}", places, seasons))
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
    at = _minutes(meeting.starts_at - midnight)
    rows = tuple(
        _strip(circle.names[seat.person_id], found[seat.person_id], meeting, midnight, rhythm.minutes)
        for seat in circle.seats
    )
    edges = [edge for row in rows for span in row.spans for edge in span]
    start, end = min([at, *edges]) - MARGIN, max([at + rhythm.minutes, *edges]) + MARGIN
    return Strips(f"{meeting.on:%A} {clock(at % DAY)}", start, end - start, at, rhythm.minutes, rows)


def _strip(name: str, one: Availability, meeting: Occurrence, midnight: datetime, minutes: int) -> Strip:
    there = place(one.zone)
    local = meeting.starts_at.astimezone(there)
    at = _minutes(meeting.starts_at - midnight)
    days = [_spans(one, local.date() + timedelta(days=offset), midnight) for offset in (0, -1, 1)]
    # Somebody for whom it is night is shown with the working day nearest to it.
    nearest = min(
        days, key=lambda spans: min((_apart(span, at, at + minutes) for span in spans), default=DAY)
    )
    outside = one.trouble_at(meeting.starts_at, minutes) is Trouble.OUTSIDE
    return Strip(name, city(one.zone), f"{local:%H:%M}", nearest, outside)


def _spans(one: Availability, day: date, midnight: datetime) -> tuple[tuple[int, int], ...]:
    """The hours of a day in minutes since midnight on the group's clock."""
    begins = _minutes(datetime.combine(day, time.min, place(one.zone)).astimezone(UTC) - midnight)
    return tuple((begins + span.start, begins + span.end) for span in one.spans_on(day))


def _apart(span: tuple[int, int], start: int, end: int) -> int:
    return max(0, span[0] - end, start - span[1])


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


def _hour(
    meeting: Occurrence, zone: str, moved: bool, keys: Sequence[int], circle: Circle,
    found: Mapping[int, Availability],
) -> Hour:  # fmt: skip
    local = meeting.starts_at.astimezone(place(zone))
    minutes = _minutes(meeting.ends_at - meeting.starts_at)
    words = f"{local:%H:%M}" if local.date() == meeting.on else f"{local:%a %H:%M}"
    outside = [key for key in keys if found[key].trouble_at(meeting.starts_at, minutes) is Trouble.OUTSIDE]
    return Hour(words, moved, tuple(circle.names[key] for key in outside), len(outside) == len(keys))


def _surprise(meeting: Occurrence, rhythm: Rhythm) -> str:
    there = meeting.starts_at.astimezone(place(rhythm.zone))
    _, minute = rhythm.pattern[meeting.number % len(rhythm.pattern)]
    day, where = day_words(meeting.on), city(rhythm.zone)
    if meeting.clock is Clock.GAP:
        return f"On {day} the clocks of {where} skip {clock(minute)}. That meeting begins at {there:%H:%M}."
    return f"On {day} the clocks of {where} show {clock(minute)} twice. The first of them is meant."
