from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, cast

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from minim.integrations.calendar.mail import attach
from minim.integrations.calendar.writing import calendar_of
from minim.lib import environment
from tests.integrations.calendar.examples import BIWEEKLY, OFFICE, PAT, make_event, moved, planned
from tests.integrations.calendar.reader import read
from tests.integrations.sink import open_sink

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from pytest_django import Settings

    from minim.timetable.event import Event
    from tests.integrations.sink import Sink


@pytest.fixture
def sink(settings: Settings, tmp_path: Path) -> Iterator[Sink]:
    with open_sink() as opened:
        for name, value in environment.mail(opened.address, tmp_path).items():
            setattr(settings, name, value)
        yield opened


def make_letter(event: Event, *, sender: str = f"minim <{OFFICE.email}>") -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject="Your meetings",
        body="Hello Pat",
        from_email=sender,
        to=[PAT.email],
        connection=get_connection(),
    )
    message.attach_alternative("<p>Hello Pat</p>", "text/html")
    attach(message, event)
    return message


def as_sent(message: EmailMultiAlternatives) -> EmailMessage:
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def shape(part: EmailMessage) -> object:
    inner = [shape(cast("EmailMessage", each)) for each in part.iter_parts()]
    return (part.get_content_type(), *inner) if inner else part.get_content_type()


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_calendar_is_the_last_alternative_and_a_file(sink: Sink, method: str) -> None:
    event = make_event(method=method, summary="Grüße, 👋", moved=(moved(BIWEEKLY, 2, hours=1),))

    make_letter(event).send()

    (letter,) = sink.letters
    assert shape(letter) == (
        "multipart/mixed",
        ("multipart/alternative", "text/plain", "text/html", "text/calendar"),
        "application/ics",
    )
    (calendar,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert (calendar.get_param("method"), str(calendar.get_param("charset")).upper()) == (method, "UTF-8")
    (file,) = letter.iter_attachments()
    assert file.get_filename() == "invite.ics"
    assert file.get_content() == calendar_of([event], method=method)
    assert calendar.get_payload(decode=True) == file.get_content()
    assert read(file.get_content()).part.one("METHOD").value == method


def test_what_is_published_is_a_file_only() -> None:
    letter = as_sent(make_letter(make_event(method="PUBLISH")))

    assert shape(letter) == (
        "multipart/mixed",
        ("multipart/alternative", "text/plain", "text/html"),
        "application/ics",
    )


def test_a_letter_from_another_address_than_the_organizers_says_so() -> None:
    letter = as_sent(make_letter(make_event(), sender="letters@example.com"))

    (file,) = letter.iter_attachments()
    organizer = read(file.get_content()).events[0].one("ORGANIZER")
    assert organizer.params == {"CN": "Mini-M", "SENT-BY": "mailto:letters@example.com"}
    assert organizer.value == f"mailto:{OFFICE.email}"


def test_no_header_of_the_letter_knows_more_than_before() -> None:
    """The title, the place and the other people stay inside the calendar."""
    event = replace(make_event(place="Alder room"), summary="x\r\nBcc: bo@example.com")

    letter = as_sent(make_letter(event.alone(planned(BIWEEKLY, 1), method="CANCEL", sequence=1)))

    headers = [str(value) for part in letter.walk() for value in part.values()]
    assert not [value for value in headers if "Alder" in value or "bo@" in value or "series-7" in value]
    assert sorted(letter.keys()) == [
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
