"""Invitations by mail, put into a real CalDAV server by a real client and expanded by that server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import recurring_ical_events
from icalendar import Calendar as Parsed

from minim.integrations.calendar.feed import feed_of
from minim.integrations.calendar.writing import calendar_of
from minim.timetable.event import Attendee
from minim.timetable.series import Rhythm
from tests.integrations.calendar.client import CalendarClient, NotAnInvitation
from tests.integrations.calendar.examples import BIWEEKLY, PAT, make_event, moved, planned
from tests.integrations.calendar.radicale import calendar_server
from tests.integrations.calendar.test_mail import as_sent, make_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minim.timetable.event import Event
    from tests.integrations.calendar.radicale import CalendarServer

START, END = datetime(2026, 12, 1, tzinfo=UTC), datetime(2028, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def server() -> Iterator[CalendarServer]:
    with calendar_server() as running:
        yield running


@pytest.fixture
def pat(server: CalendarServer, request: pytest.FixtureRequest) -> CalendarClient:
    return CalendarClient(server.calendar_of("pat", request.node.name), PAT.email)


def starts(client: CalendarClient) -> list[datetime]:
    return [start for start, _ in client.shown(START, END)]


def sent(client: CalendarClient, event: Event) -> None:
    client.receive(as_sent(make_letter(event)))


def planned_in(rhythm: Rhythm) -> list[datetime]:
    return [each.starts_at for each in rhythm.occurrences(rhythm.first_on, rhythm.until or END.date())]


def test_an_accepted_series_is_shown_on_the_planned_hours_across_both_clock_changes(
    pat: CalendarClient,
) -> None:
    event = make_event()

    sent(pat, event)
    reply = pat.answer(event.uid)

    assert pat.shown(START, END) == [(start, start + HOUR) for start in planned_in(BIWEEKLY)]
    assert reply["To"] == "minim@example.com"


def test_a_later_request_replaces_the_series_and_an_older_one_does_not(pat: CalendarClient) -> None:
    later = Rhythm("Europe/Berlin", date(2027, 1, 7), 9 * 60 + 30, 45, 1, date(2027, 6, 30))

    sent(pat, make_event())
    sent(pat, make_event(later, sequence=1))
    sent(pat, make_event())

    assert starts(pat) == planned_in(later)


def test_one_meeting_moves_then_moves_again_then_is_off(pat: CalendarClient) -> None:
    event, at = make_event(), planned(BIWEEKLY, 6)
    usual = planned_in(BIWEEKLY)

    sent(pat, event)
    sent(pat, event.alone(at, moved(BIWEEKLY, 6, hours=26), method="REQUEST", sequence=1))
    assert starts(pat) == sorted({*usual, at + 26 * HOUR} - {at})

    sent(pat, event.alone(at, moved(BIWEEKLY, 6, hours=2), method="REQUEST", sequence=2))
    assert starts(pat) == sorted({*usual, at + 2 * HOUR} - {at})

    sent(pat, event.alone(at, method="CANCEL", sequence=3))
    assert starts(pat) == sorted({*usual} - {at})


def test_a_full_request_tells_all_exceptions_at_once(pat: CalendarClient) -> None:
    event = make_event(
        sequence=3,
        skipped=(planned(BIWEEKLY, 1), planned(BIWEEKLY, 8)),
        moved=(moved(BIWEEKLY, 2, hours=-3), moved(BIWEEKLY, 9, hours=24)),
    )

    sent(pat, make_event())
    sent(pat, event)

    gone = {planned(BIWEEKLY, number) for number in (1, 2, 8, 9)}
    come = {planned(BIWEEKLY, 2) - 3 * HOUR, planned(BIWEEKLY, 9) + 24 * HOUR}
    assert starts(pat) == sorted({*planned_in(BIWEEKLY)} - gone | come)


def test_a_cancelled_series_disappears_with_everything_that_was_moved(pat: CalendarClient) -> None:
    event = make_event(moved=(moved(BIWEEKLY, 2, hours=2),))

    sent(pat, event)
    sent(pat, replace(event, method="CANCEL", sequence=1))

    assert pat.stored(event.uid) is None
    assert starts(pat) == []


def test_a_letter_that_does_not_name_the_reader_is_no_invitation(pat: CalendarClient) -> None:
    with pytest.raises(NotAnInvitation, match="not invited"):
        sent(pat, make_event(attendees=(Attendee("Sam", "sam@example.com"),)))


@pytest.mark.parametrize("zone", ["America/Nuuk", "Asia/Gaza", "Asia/Kolkata", "Australia/Lord_Howe"])
def test_a_server_that_knows_a_zone_only_from_us_shows_the_right_hours(
    pat: CalendarClient, zone: str
) -> None:
    """Radicale looks zones up by name, so the name becomes one it cannot have heard of."""
    rhythm = Rhythm(zone, date(2027, 1, 5), 10 * 60, 60, 1, date(2027, 12, 31))
    written = calendar_of([make_event(rhythm)], method="REQUEST").decode()

    pat.take(Parsed.from_ical(written.replace(zone, f"Nowhere/{zone}")))

    assert starts(pat) == planned_in(rhythm)


def test_what_the_server_gives_back_is_what_was_meant(pat: CalendarClient) -> None:
    """Read from the server and expanded by a third reader."""
    event = make_event(skipped=(planned(BIWEEKLY, 1),), moved=(moved(BIWEEKLY, 2, hours=5),))

    sent(pat, event)

    stored = pat.stored(event.uid)
    assert stored is not None
    found = recurring_ical_events.of(stored).between(START, END)
    assert sorted(each.start.astimezone(UTC) for each in found) == starts(pat)
    assert len(starts(pat)) == len(planned_in(BIWEEKLY)) - 1


def test_a_feed_can_be_kept_on_the_server_as_well(server: CalendarServer) -> None:
    feed = feed_of([make_event(moved=(moved(BIWEEKLY, 2, hours=5),))], "Meetings").replace(
        b"METHOD:PUBLISH\r\n", b""
    )
    fay = CalendarClient(server.calendar_of("fay"), "fay@example.com")

    fay.calendar.save_event(feed.decode())

    assert len(starts(fay)) == len(planned_in(BIWEEKLY))
