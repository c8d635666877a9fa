"""Events and rhythms for the tests of calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from minim.timetable.event import Address, Attendee, Event, Moved, events_of
from minim.timetable.series import Rhythm

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

OFFICE = Address("Mini-M", "minim@example.com")
PAT = Attendee("Pat", "pat@example.com")
STAMP = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "America/New_York", "America/Nuuk", "America/Santiago", "Antarctica/Troll",
    "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin", "Pacific/Apia",
    "Pacific/Kiritimati", "UTC",
)  # fmt: skip

BIWEEKLY = Rhythm("Europe/Berlin", date(2027, 1, 5), 14 * 60, 60, 2, date(2027, 12, 31))
"""Tuesdays at 14:00: 27 meetings, across both changes of the clock."""


def make_event(rhythm: Rhythm = BIWEEKLY, **known: Any) -> Event:
    """The rhythm as one event; it must have a single turn."""
    (event,) = turns_of(rhythm, **known)
    return event


def turns_of(rhythm: Rhythm, **known: Any) -> tuple[Event, ...]:
    facts: dict[str, Any] = {
        "uid": "series-7@minim.example.com", "summary": "Group meeting", "organizer": OFFICE, "attendees": (PAT,),
        "stamped_at": STAMP, "zone": rhythm.zone, "on": rhythm.first_on, "minute": rhythm.minute,
        "minutes": rhythm.minutes, "every_weeks": rhythm.every_weeks,
    }  # fmt: skip
    return events_of(rhythm, Event(**facts | known))


def planned(rhythm: Rhythm, number: int) -> datetime:
    """When the meeting of this number was planned for."""
    return rhythm.occurrence(number).starts_at


def moved(rhythm: Rhythm, number: int, *, hours: int, sequence: int = 1) -> Moved:
    at = planned(rhythm, number)
    return Moved(at, at + timedelta(hours=hours), rhythm.minutes, sequence)


@st.composite
def rhythms(draw: DrawFn, *, turns: bool = False) -> Rhythm:
    """Any time of day, in zones of every kind, over up to three years."""
    first_on = draw(st.dates(date(1990, 1, 1), date(2050, 1, 1)))
    return Rhythm(
        zone=draw(st.sampled_from(ZONES)),
        first_on=first_on,
        minute=draw(st.integers(0, 287)) * 5,
        minutes=draw(st.sampled_from((30, 60, 90, 300))),
        every_weeks=draw(st.integers(1, 4)),
        until=first_on + timedelta(days=draw(st.integers(30, 1000))),
        turns=draw(
            st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1439)), min_size=2, max_size=3).map(tuple)
        )
        if turns
        else (),
    )
