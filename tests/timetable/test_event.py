"""What a calendar should hold: as plain data and back, one meeting alone, and a rotation as several events."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.timetable import (
    Address,
    Attendee,
    Clock,
    Event,
    EventError,
    Moved,
    Rhythm,
    events_of,
)
from tests.timetable.test_series import BEGINNING, END, days, minutes_of_day, rhythms, zones

STAMP = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAY, PAT = Address("Fay", "fay@example.com"), Attendee("Pat", "pat@example.com", "ACCEPTED")
TUESDAYS = Event(
    uid="series-7@example.com", summary="Mini-M", zone="Europe/Berlin", on=date(2026, 3, 3), minute=540, minutes=60,
    every_weeks=1, organizer=FAY, attendees=(PAT,), stamped_at=STAMP,
)  # fmt: skip

moments = st.integers(0, 120 * 365 * 24 * 60).map(
    lambda minutes: datetime(1975, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
names, words = st.text(max_size=20), st.text(max_size=40)
emails = st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True)
lengths, counts = st.integers(1, 1440), st.integers(0, 9)
attendees = st.builds(Attendee, names, emails, st.sampled_from(["", "ACCEPTED", "DECLINED", "TENTATIVE"]))


@st.composite
def events(draw: st.DrawFn) -> Event:
    every_weeks = draw(st.integers(0, 6))
    event = Event(
        uid=draw(st.from_regex(r"[a-z0-9-]{1,12}@example", fullmatch=True)),
        method=draw(st.sampled_from(["REQUEST", "CANCEL", "PUBLISH"])), sequence=draw(counts), summary=draw(words),
        zone=draw(zones), on=draw(days), minute=draw(minutes_of_day), minutes=draw(lengths), every_weeks=every_weeks,
        place=draw(words), description=draw(words), url=draw(words), organizer=draw(st.builds(Address, names, emails)),
        attendees=tuple(draw(st.lists(attendees, max_size=3))), stamped_at=draw(moments),
        only=None if every_weeks else draw(st.none() | moments),
    )  # fmt: skip
    if not every_weeks:
        return event
    return replace(
        event,
        until=draw(st.none() | moments),
        skipped=tuple(draw(st.lists(moments, max_size=3))),
        moved=tuple(draw(st.lists(st.builds(Moved, moments, moments, lengths, counts), max_size=2))),
    )


# --- plain data ------------------------------------------------------------------------------------------------------


@given(events())
@settings(deadline=None)
def test_an_event_comes_back_from_json_as_it_was(event: Event) -> None:
    assert Event.from_json(json.loads(json.dumps(event.to_json()))) == event


def test_an_event_as_plain_data() -> None:
    skipped, planned = datetime(2026, 3, 10, 8, tzinfo=UTC), datetime(2026, 3, 17, 8, tzinfo=UTC)
    event = replace(
        TUESDAYS, skipped=(skipped,), moved=(Moved(planned, planned + timedelta(hours=2), 30, 2),)
    )

    assert event.to_json() == {
        "uid": "series-7@example.com", "method": "REQUEST", "sequence": 0, "summary": "Mini-M",
        "zone": "Europe/Berlin", "on": "2026-03-03", "minute": 540, "minutes": 60, "every_weeks": 1, "until": None,
        "skipped": ["2026-03-10T08:00:00+00:00"],
        "moved": [{"planned_at": "2026-03-17T08:00:00+00:00", "starts_at": "2026-03-17T10:00:00+00:00",
                   "minutes": 30, "sequence": 2}],
        "place": "", "description": "", "url": "", "organizer": {"name": "Fay", "email": "fay@example.com"},
        "attendees": [{"name": "Pat", "email": "pat@example.com", "answer": "ACCEPTED"}],
        "stamped_at": "2026-03-01T12:00:00+00:00", "only": None,
    }  # fmt: skip


def test_fields_with_a_default_may_be_missing() -> None:
    needed = {"uid", "summary", "zone", "on", "minute", "minutes", "organizer", "stamped_at"}
    data = {name: value for name, value in TUESDAYS.to_json().items() if name in needed}

    assert Event.from_json(data) == replace(TUESDAYS, every_weeks=0, attendees=())
    for name in needed:
        with pytest.raises(EventError, match=f"^{name}: is missing"):
            Event.from_json({kept: value for kept, value in data.items() if kept != name})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"uid": ""}, "uid"),
        ({"uid": "a\r\nATTENDEE:x"}, "uid"),
        ({"uid": 7}, "uid"),
        ({"method": "REPLY"}, "method"),
        ({"sequence": -1}, "sequence"),
        ({"sequence": True}, "sequence"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"on": "2026-02-30"}, "on"),
        ({"on": "0001-01-01"}, "on"),
        ({"on": 20260303}, "on"),
        ({"minute": 1500}, "minute"),
        ({"minute": 9.5}, "minute"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"every_weeks": -1}, "every_weeks"),
        ({"every_weeks": 0, "until": "2026-04-01T08:00:00+00:00"}, "every_weeks"),
        ({"only": "2026-03-10T08:00:00+00:00"}, "only"),
        ({"until": "tomorrow"}, "until"),
        ({"until": "2026-04-01T08:00:00"}, "until"),
        ({"stamped_at": "0001-01-01T00:00:00+14:00"}, "stamped_at"),
        ({"skipped": "2026-04-01T08:00:00+00:00"}, "skipped"),
        ({"skipped": ["2026-04-01T08:00:00+00:00", None]}, "skipped[1]"),
        ({"moved": [{"planned_at": "2026-04-01T08:00:00+00:00"}]}, "moved[0].starts_at"),
        ({"organizer": "fay@example.com"}, "organizer"),
        ({"organizer": {"name": "Fay", "email": "fay"}}, "organizer.email"),
        ({"organizer": {"name": "Fay", "email": "f@x\r\nX:1"}}, "organizer.email"),
        ({"attendees": [{"name": "Pat", "email": "pat@x", "answer": "MAYBE"}]}, "attendees[0].answer"),
        ({"attendees": [{"name": "Pat", "email": "pat@x", "role": "CHAIR"}]}, "attendees[0].role"),
        ({"color": "red"}, "color"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(EventError) as raised:
        Event.from_json(TUESDAYS.to_json() | wrong)

    assert raised.value.field == field
    assert str(raised.value).startswith(f"{field}: ")


def test_something_else_than_an_object_is_refused() -> None:
    with pytest.raises(EventError, match=r"^event: must be an object"):
        Event.from_json(["uid"])  # type: ignore[arg-type]


def test_instants_become_utc_and_names_one_line() -> None:
    there = timezone(timedelta(hours=2))

    event = replace(
        TUESDAYS, stamped_at=datetime(2026, 3, 1, 14, tzinfo=there), organizer=Address(" Fay\r\nF. ", "f@x")
    )

    assert event.stamped_at.tzinfo is UTC
    assert (event.stamped_at, event.organizer.name) == (STAMP, "Fay F.")


# --- when it takes place ---------------------------------------------------------------------------------------------


def test_an_event_knows_its_instants_and_its_wall_time() -> None:
    in_the_gap = replace(TUESDAYS, on=date(2026, 3, 29), minute=150)

    assert (in_the_gap.starts_at, in_the_gap.clock) == (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), Clock.GAP)
    assert in_the_gap.ends_at == datetime(2026, 3, 29, 2, 30, tzinfo=UTC)
    assert in_the_gap.wall.isoformat() == "2026-03-29T02:30:00"


def test_one_meeting_alone_is_moved() -> None:
    planned = datetime(2026, 3, 31, 7, tzinfo=UTC)
    moved = Moved(planned, datetime(2026, 4, 1, 13, 30, tzinfo=UTC), 45, 2)
    series = replace(TUESDAYS, moved=(moved,), skipped=(planned - timedelta(days=7),))

    alone = series.alone(planned, moved, method="REQUEST", sequence=2)

    assert alone == replace(
        TUESDAYS,
        sequence=2,
        only=planned,
        on=date(2026, 4, 1),
        minute=15 * 60 + 30,
        minutes=45,
        every_weeks=0,
    )
    assert (alone.starts_at, alone.ends_at) == (moved.starts_at, moved.ends_at)


def test_one_meeting_alone_is_canceled() -> None:
    planned = datetime(2026, 3, 31, 7, tzinfo=UTC)

    alone = TUESDAYS.alone(planned, method="CANCEL", sequence=3)

    assert alone == replace(
        TUESDAYS, method="CANCEL", sequence=3, only=planned, on=date(2026, 3, 31), every_weeks=0
    )
    assert alone.starts_at == planned


# --- a rhythm as events ----------------------------------------------------------------------------------------------


def lines_of(event: Event) -> str:
    """The least a calendar needs to know; the real writer lives in integrations."""
    ends = f";UNTIL={event.until:%Y%m%dT%H%M%SZ}" if event.until else ""
    return "\r\n".join([
        "BEGIN:VEVENT", f"UID:{event.uid}", "DTSTAMP:20260101T000000Z", f"DURATION:PT{event.minutes}M",
        f"DTSTART;TZID={event.zone}:{event.wall:%Y%m%dT%H%M%S}",
        f"RRULE:FREQ=WEEKLY;INTERVAL={event.every_weeks}{ends}",
        *(f"EXDATE:{moment:%Y%m%dT%H%M%SZ}" for moment in event.skipped), "END:VEVENT",
    ])  # fmt: skip


def as_a_calendar_reads_them(events: tuple[Event, ...], start: date, end: date) -> list[datetime]:
    text = "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//t", *map(lines_of, events), "END:VCALENDAR", ""]
    )
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(
        start, end + timedelta(days=1)
    )
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in found)


@given(rhythms(), st.sets(st.integers(0, 30), max_size=5))
@settings(max_examples=40, deadline=None)
def test_the_events_of_a_rhythm_hold_its_meetings_and_no_others(rhythm: Rhythm, off: set[int]) -> None:
    until = rhythm.first_on + timedelta(days=500) if rhythm.until is None else rhythm.until
    rhythm = replace(rhythm, until=min(until, rhythm.first_on + timedelta(days=700)), minutes=30)
    skipped = tuple(rhythm.occurrence(number).starts_at for number in sorted(off))

    events = events_of(rhythm, replace(TUESDAYS, skipped=skipped))

    planned = [meeting.starts_at for meeting in rhythm.occurrences(BEGINNING, END)]
    window = (rhythm.first_on - timedelta(days=3), rhythm.first_on + timedelta(days=800))
    assert as_a_calendar_reads_them(events, *window) == [start for start in planned if start not in skipped]
    assert len({event.uid for event in events}) == len(events)


def test_a_rotation_is_one_event_for_each_turn() -> None:
    rhythm = Rhythm(
        "Europe/Berlin", date(2026, 3, 3), 0, 45, 2, until=date(2026, 5, 31), turns=((1, 540), (3, 960))
    )
    starts = [meeting.starts_at for meeting in rhythm.occurrences(BEGINNING, END)]
    moved = tuple(Moved(start, start + timedelta(hours=1), 45) for start in starts[2:4])
    facts = replace(TUESDAYS, skipped=(*starts[4:6], STAMP), moved=(*moved, Moved(STAMP, STAMP, 30)))

    found = events_of(rhythm, facts)

    assert found == (
        replace(TUESDAYS, every_weeks=4, minutes=45, until=starts[6], skipped=(starts[4],), moved=(moved[0],)),
        replace(
            TUESDAYS, uid="turn1-series-7@example.com", on=date(2026, 3, 19), minute=960, minutes=45, every_weeks=4,
            until=starts[5], skipped=(starts[5],), moved=(moved[1],),
        ),
    )  # fmt: skip


def test_a_turn_that_never_comes_has_no_event() -> None:
    rhythm = Rhythm(
        "Europe/Berlin", date(2026, 3, 3), 0, 60, until=date(2026, 3, 9), turns=((1, 540), (3, 960))
    )

    assert [event.uid for event in events_of(rhythm, TUESDAYS)] == ["series-7@example.com"]
    assert events_of(replace(rhythm, until=date(2026, 3, 2)), TUESDAYS) == ()


def test_an_endless_rhythm_is_an_endless_event() -> None:
    rhythm = Rhythm("Asia/Kolkata", date(2026, 3, 4), 600, 30, 2)

    assert events_of(rhythm, TUESDAYS) == (
        replace(TUESDAYS, zone="Asia/Kolkata", on=date(2026, 3, 4), minute=600, minutes=30, every_weeks=2),
    )
