from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minim.integrations.calendar.words import Unwritable
from minim.integrations.calendar.writing import calendar_of
from minim.timetable.event import Address, Attendee, Event
from minim.timetable.series import Rhythm
from tests.integrations.calendar.examples import BIWEEKLY, OFFICE, PAT, STAMP, make_event, moved, planned
from tests.integrations.calendar.reader import NotStrict, Part, read

HOSTILE = (
    "Fay\r\nATTENDEE:mailto:bo@example.com",
    'Fay";SENT-BY="mailto:bo@example.com',
    "a;b,c:d\\n",
    "X\nEND:VEVENT",
    "\u2028BEGIN:VALARM\u2029",
    "\x85X-Y:1\x0b\x0c\x1c",
    "👩‍👩‍👧‍👦 \u202eevil\u202c",
    "שלום, עולם",
    "^n^'^^",
    "\ud800",
    " ",
    "é" * 200,
)
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=120))


def facts(part: Part) -> dict[str, Any]:
    return {line.name: (line.params, line.value) for line in part.lines}


def test_a_request_says_all_that_a_calendar_needs_and_nothing_else() -> None:
    (event,) = read(calendar_of([make_event(place="Room 4, 2nd floor")], method="REQUEST")).events

    assert facts(event) == {
        "UID": ({}, "series-7@minim.example.com"),
        "SEQUENCE": ({}, "0"),
        "DTSTAMP": ({}, "20261122T090000Z"),
        "LAST-MODIFIED": ({}, "20261122T090000Z"),
        "SUMMARY": ({}, "Group meeting"),
        "DTSTART": ({"TZID": "Europe/Berlin"}, "20270105T140000"),
        "DTEND": ({"TZID": "Europe/Berlin"}, "20270105T150000"),
        "RRULE": ({}, "FREQ=WEEKLY;UNTIL=20271221T130000Z;INTERVAL=2;BYDAY=TU;WKST=MO"),
        "STATUS": ({}, "CONFIRMED"),
        "TRANSP": ({}, "OPAQUE"),
        "CLASS": ({}, "PRIVATE"),
        "LOCATION": ({}, r"Room 4\, 2nd floor"),
        "ORGANIZER": ({"CN": "Mini-M"}, "mailto:minim@example.com"),
        "ATTENDEE": (
            {
                "CN": "Pat", "CUTYPE": "INDIVIDUAL", "PARTSTAT": "NEEDS-ACTION", "ROLE": "REQ-PARTICIPANT",
                "RSVP": "TRUE",
            },
            "mailto:pat@example.com",
        ),
        "X-MICROSOFT-CDO-BUSYSTATUS": ({}, "BUSY"),
        "X-MICROSOFT-CDO-INTENDEDSTATUS": ({}, "BUSY"),
        "X-MICROSOFT-DISALLOW-COUNTER": ({}, "TRUE"),
    }  # fmt: skip


def test_what_surrounds_the_events_is_what_iTIP_asks_for() -> None:  # noqa: N802  its name
    calendar = read(calendar_of([make_event()], method="REQUEST"))

    assert {line.name: line.value for line in calendar.part.lines} == {
        "VERSION": "2.0", "PRODID": "-//minim//minim//EN", "CALSCALE": "GREGORIAN", "METHOD": "REQUEST",
    }  # fmt: skip
    assert [part.name for part in calendar.part.parts] == ["VTIMEZONE", "VEVENT"]


def test_exceptions_stand_beside_their_series_in_its_own_form_of_time() -> None:
    event = make_event(
        sequence=2,
        skipped=(planned(BIWEEKLY, 7), planned(BIWEEKLY, 1)),
        moved=(moved(BIWEEKLY, 9, hours=2, sequence=5), moved(BIWEEKLY, 8, hours=2, sequence=1)),
    )

    series, first, second = read(calendar_of([event], method="REQUEST")).events

    zone = {"TZID": "Europe/Berlin"}
    assert [(line.params, line.value) for line in series.all("EXDATE")] == [
        (zone, "20270119T140000"),
        (zone, "20270413T140000"),
    ]
    assert facts(first)["RECURRENCE-ID"] == (zone, "20270427T140000")
    assert facts(first)["DTSTART"] == (zone, "20270427T160000")
    assert [part.one("SEQUENCE").value for part in (series, first, second)] == ["2", "2", "5"]
    assert {part.one("UID").value for part in (series, first, second)} == {event.uid}
    assert not first.all("RRULE")


def test_the_latest_of_several_moves_counts_and_a_skipped_meeting_does_not_come_back() -> None:
    event = make_event(
        skipped=(planned(BIWEEKLY, 5),),
        moved=(
            moved(BIWEEKLY, 4, hours=9, sequence=3),
            moved(BIWEEKLY, 4, hours=5, sequence=2),
            moved(BIWEEKLY, 5, hours=1),
        ),
    )

    meetings = read(calendar_of([event], method="REQUEST")).meetings(datetime(2028, 1, 1, tzinfo=UTC))

    assert meetings[planned(BIWEEKLY, 4)][0] == planned(BIWEEKLY, 4) + timedelta(hours=9)
    assert planned(BIWEEKLY, 5) not in meetings


def test_one_meeting_alone_is_named_by_when_it_was_planned() -> None:
    at = planned(BIWEEKLY, 6)
    message = make_event().alone(at, moved(BIWEEKLY, 6, hours=26), method="REQUEST", sequence=4)

    (event,) = read(calendar_of([message], method="REQUEST")).events

    zone = {"TZID": "Europe/Berlin"}
    assert facts(event)["RECURRENCE-ID"] == (zone, "20270330T140000")
    assert facts(event)["DTSTART"] == (zone, "20270331T160000")
    assert facts(event)["SEQUENCE"] == ({}, "4")
    assert not event.all("RRULE")


@pytest.mark.parametrize("alone", [False, True])
def test_a_cancellation_names_what_is_off_and_asks_for_no_answer(alone: bool) -> None:
    event = make_event(moved=(moved(BIWEEKLY, 2, hours=2),))
    event = event.alone(planned(BIWEEKLY, 6), method="CANCEL", sequence=3) if alone else event

    (written,) = read(calendar_of([event], method="CANCEL")).events

    assert written.one("STATUS").value == "CANCELLED"
    assert written.one("X-MICROSOFT-CDO-BUSYSTATUS").value == "FREE"
    assert bool(written.all("RECURRENCE-ID")) is alone
    assert bool(written.all("RRULE")) is not alone
    assert "RSVP" not in written.one("ATTENDEE").params


def test_an_answer_already_given_is_kept() -> None:
    event = make_event(attendees=(replace(PAT, answer="ACCEPTED"),))

    (written,) = read(calendar_of([event], method="REQUEST")).events

    assert written.one("ATTENDEE").params["PARTSTAT"] == "ACCEPTED"


def test_nobody_is_named_who_is_not_in_the_event_and_in_what_is_published_no_attendee_at_all() -> None:
    shown = make_event(attendees=(PAT, Attendee("Fay", "fay@example.com")))

    alone, both, published = (
        calendar_of([event], method=method).decode().replace("\r\n ", "")
        for event, method in ((make_event(), "REQUEST"), (shown, "REQUEST"), (shown, "PUBLISH"))
    )

    assert "fay@example.com" in both
    assert "fay@example.com" not in alone
    assert "pat@example.com" not in published
    assert "ATTENDEE" not in published


def test_who_sends_for_the_organizer_is_told() -> None:
    same, other = (
        read(calendar_of([make_event()], method="REQUEST", sent_by=sender)).events[0].one("ORGANIZER")
        for sender in ("MINIM@example.com", "letters@example.com")
    )

    assert "SENT-BY" not in same.params
    assert other.params["SENT-BY"] == "mailto:letters@example.com"


def test_a_link_stands_where_every_client_shows_it() -> None:
    address = "https://minim.example.com/groups/7/?a=1;b,c"
    said, unsaid = (
        read(calendar_of([make_event(url=address, description=words)], method="REQUEST")).events[0]
        for words in (f"Join at {address}", "See you.")
    )

    assert said.one("URL").value == unsaid.one("URL").value == address
    assert said.said("DESCRIPTION") == f"Join at {address}"
    assert unsaid.said("DESCRIPTION") == f"See you.\n\n{address}"


def test_in_utc_no_zone_needs_a_description() -> None:
    rhythm = Rhythm("UTC", date(2027, 1, 5), 14 * 60, 60, 2)

    calendar = read(calendar_of([make_event(rhythm, skipped=(planned(rhythm, 1),))], method="REQUEST"))

    assert calendar.zones == {}
    assert calendar.events[0].one("DTSTART").value == "20270105T140000Z"
    assert calendar.events[0].one("EXDATE").value == "20270119T140000Z"


@given(summary=WORDS, place=WORDS, description=WORDS, name=WORDS, group=WORDS)
@example(*HOSTILE[:5])
@example(*HOSTILE[5:10])
@settings(max_examples=300, deadline=None)
def test_no_word_can_add_a_line_or_a_parameter(
    summary: str, place: str, description: str, name: str, group: str
) -> None:
    event = make_event(
        summary=summary, place=f"at {place}", description=f"{description}!",
        organizer=Address(group, OFFICE.email), attendees=(Attendee(name, PAT.email),),
    )  # fmt: skip

    data = calendar_of([event], method="REQUEST")

    (written,) = read(data).events
    (plain,) = read(calendar_of([make_event(place="x", description="y")], method="REQUEST")).events
    assert written.names == plain.names
    assert not written.parts
    assert written.said("SUMMARY") == one_line(summary)
    assert written.said("LOCATION") == one_line(f"at {place}")
    asked = {field: said for field, said in plain.one("ATTENDEE").params.items() if field != "CN"}
    assert written.one("ATTENDEE").params == asked | called(name)
    assert written.one("ORGANIZER").params == called(group)
    other = vobject.readOne(data.decode()).vevent
    assert other.summary.value == one_line(summary)
    assert [child.value for child in other.attendee_list] == [f"mailto:{PAT.email}"]


def called(name: str) -> dict[str, str]:
    """The parameter for a name; none when nothing of it can be written."""
    written = one_line(name).replace('"', "'").replace("^", "'")
    return {"CN": written} if written else {}


def one_line(text: str) -> str:
    """Without control characters and marks that turn the reading direction; blanks joined."""
    kept = "".join(
        "" if character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
        else " " if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} else character
        for character in text
    )  # fmt: skip
    return " ".join(kept.split())


@given(email=st.one_of(st.emails(), st.text(max_size=40).map(lambda text: f"pat{text}@example.com")))
@example("pat@example.com;RSVP=TRUE:mailto:bo@example.com")
@example("pat@example.com\u2028ATTENDEE:x@y")
@settings(max_examples=200, deadline=None)
def test_an_address_is_written_as_it_is_or_refused(email: str) -> None:
    try:
        event = make_event(attendees=(Attendee("Pat", email),))
        data = calendar_of([event], method="REQUEST")
    except ValueError:
        return

    assert [line.value for line in read(data).events[0].all("ATTENDEE")] == [f"mailto:{email}"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://x\r\nATTENDEE:y", "https://a b", "ftp://x", "https://"]
)
def test_only_web_addresses_are_links(url: str) -> None:
    with pytest.raises(Unwritable, match="no web address"):
        calendar_of([make_event(url=url)], method="REQUEST")


def test_the_reader_notices_what_is_not_allowed() -> None:
    """A reader that takes everything would prove nothing."""
    good = calendar_of([make_event(summary="Group, meeting", description="ö" * 90)], method="REQUEST")
    read(good)

    for bad in (
        good.replace(b"\r\n", b"\n"),
        good.replace(b"Group\\, meeting", b"Group, meeting"),
        good.replace(b"\r\n ", b""),
        good.replace(b"SUMMARY:", b"SUMMARY\x07:"),
        good.replace(b"END:VEVENT", b"END:VTODO"),
        good[:-20],
        good + good,
    ):
        with pytest.raises((NotStrict, ValueError)):
            read(bad).events[0].said("SUMMARY")


def test_the_same_event_is_written_the_same_way() -> None:
    event = make_event(moved=(moved(BIWEEKLY, 2, hours=2),))
    again = Event.from_json(event.to_json())

    assert calendar_of([event], method="REQUEST") == calendar_of([again], method="REQUEST")
    assert event.stamped_at == STAMP
