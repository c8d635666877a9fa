from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings

from minim.integrations.calendar.feed import etag_of, feed_of
from minim.timetable.series import Rhythm
from tests.integrations.calendar.examples import BIWEEKLY, PAT, make_event, moved, planned, rhythms, turns_of
from tests.integrations.calendar.reader import Calendar, Part, read

YEAR_END = datetime(2028, 1, 1, tzinfo=UTC)


def test_a_feed_tells_its_name_and_how_often_to_come() -> None:
    calendar = read(feed_of([make_event()], "Pat’s meetings;\r\nX:1"))

    assert {line.name: (line.params, line.value) for line in calendar.part.lines} == {
        "VERSION": ({}, "2.0"), "PRODID": ({}, "-//minim//minim//EN"), "CALSCALE": ({}, "GREGORIAN"),
        "METHOD": ({}, "PUBLISH"), "NAME": ({}, r"Pat’s meetings\; X:1"), "X-WR-CALNAME": ({}, r"Pat’s meetings\; X:1"),
        "REFRESH-INTERVAL": ({"VALUE": "DURATION"}, "PT1H"), "X-PUBLISHED-TTL": ({}, "PT1H"),
    }  # fmt: skip


def test_a_feed_shows_every_meeting_and_names_no_participant() -> None:
    event = make_event(skipped=(planned(BIWEEKLY, 3),), moved=(moved(BIWEEKLY, 4, hours=3),))
    other = make_event(
        Rhythm("America/New_York", BIWEEKLY.first_on, 540, 60, 1), uid="other@minim.example.com"
    )

    data = feed_of([event, other], "Meetings")

    calendar = read(data)
    assert sorted(calendar.zones) == ["America/New_York", "Europe/Berlin"]
    assert [part.one("UID").value for part in calendar.events] == [event.uid, event.uid, other.uid]
    assert planned(BIWEEKLY, 3) not in calendar.meetings(YEAR_END)
    assert PAT.email not in data.decode().replace("\r\n ", "")
    assert not [part for part in calendar.events if part.all("ATTENDEE")]


def test_an_empty_feed_is_a_calendar() -> None:
    assert read(feed_of([], "Meetings")).events == []


def test_what_is_off_for_good_is_shown_as_cancelled() -> None:
    (event,) = read(feed_of([make_event(method="CANCEL")], "Meetings")).events

    assert event.one("STATUS").value == "CANCELLED"


@given(rhythm=rhythms(turns=True))
@settings(max_examples=30, deadline=None)
def test_a_rotation_in_one_feed_is_what_the_timetable_planned(rhythm: Rhythm) -> None:
    feed = read(feed_of(turns_of(rhythm), "Meetings"))

    zones = feed.part.named("VTIMEZONE")
    turns = [Calendar(Part("VCALENDAR", parts=[*zones, event])) for event in feed.events]
    found = [at for turn in turns for at in turn.meetings(datetime(2200, 1, 1, tzinfo=UTC))]
    assert rhythm.until is not None
    assert sorted(found) == [each.starts_at for each in rhythm.occurrences(rhythm.first_on, rhythm.until)]


def test_the_mark_of_a_feed_changes_with_its_content_alone() -> None:
    first, again, later = (
        etag_of(feed_of([make_event(summary=summary)], "Meetings")) for summary in ("A", "A", "B")
    )

    assert first == again != later
    assert first.startswith('"')
    assert first.endswith('"')
