"""What a letter carries besides its words: ways out of what is optional, its day, links to where one meets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from minim.integrations.email.delivery import Refused, Slow, Unreachable, deliver
from minim.integrations.email.writing import html_of, text_of
from minim.notices.kinds import KINDS, kind_of
from minim.notices.models import Letter, Notice
from minim.notices.unsubscribing import read_token
from minim.people.models import Person
from minim.timetable import Address, Attendee, Event
from tests.make import make_person

if TYPE_CHECKING:
    from email.message import EmailMessage

    from pytest_django import Settings

    from tests.integrations.sink import Sink

HOME = "https://minim.example"


def post(kind: str, **facts: Any) -> Notice:
    notice = Notice.objects.post(kind, make_person("Pat"), **{**kind_of(kind).examples, **facts})
    assert notice is not None
    return notice


def part(letter: EmailMessage, kind: str) -> str:
    found = letter.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_letter_leaves_and_only_optional_ones_can_be_stopped(
    sink: Sink, settings: Settings, kind: str
) -> None:
    settings.BASE_URL = HOME

    deliver(post(kind))

    (letter,) = sink.letters
    page = BeautifulSoup(part(letter, "html"), "html.parser")
    stops = [str(link["href"]) for link in page.find_all("a") if "/unsubscribe/" in str(link["href"])]
    if not kind_of(kind).optional:
        assert (letter["List-Unsubscribe"], letter["List-Unsubscribe-Post"], stops) == (None, None, [])
        return
    address = str(letter["List-Unsubscribe"]).strip(" <>")
    assert address.startswith(f"{HOME}/unsubscribe/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stops == [address]
    assert address in part(letter, "plain")
    assert read_token(address.split("/")[-2]) == (Person.objects.get(), kind_of(kind))


@pytest.mark.django_db
def test_one_click_is_promised_over_https_only(sink: Sink, settings: Settings) -> None:
    settings.BASE_URL = "http://minim.example"

    deliver(post("reminder"))

    assert "<http://minim.example/unsubscribe/" in sink.letters[0]["List-Unsubscribe"]
    assert sink.letters[0]["List-Unsubscribe-Post"] is None


@pytest.mark.django_db
def test_a_letter_is_dated_by_the_hour_it_was_meant_for(sink: Sink) -> None:
    due_at = datetime(2026, 3, 3, 12, tzinfo=UTC)

    deliver(post("reminder", due_at=due_at))

    assert parsedate_to_datetime(sink.letters[0]["Date"]) == due_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("421 4.7.0 Too many letters", Slow),
        ("432 4.3.2 Concurrent connections", Slow),
        ("451 4.3.2 Please try again later", Slow),
    ],
)
def test_a_server_that_asks_to_slow_down_is_understood(
    sink: Sink, answer: str, expected: type[Unreachable]
) -> None:
    notice = post("reminder")
    sink.answers["pat@example.com"] = answer

    with pytest.raises(expected, match=f"asks us to wait: {answer}"):
        deliver(notice)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_letter_says_the_same_in_text_and_html(kind: str) -> None:
    subject, body = Letter(kind, Person(name="Pat"), kind_of(kind).examples).written()

    page, text = BeautifulSoup(html_of(subject, body), "html.parser"), text_of(body)

    card = page.find("td", class_="card")
    assert card is not None
    said, shown = "".join(text.split("-- ")[0].split()), "".join(card.get_text().split())
    for link in page.find_all("a"):
        assert str(link["href"]) in text
        said = said.replace(f":{link['href']}", "").replace(f"({link['href']})", "")
    assert said.replace("-", "") == shown.replace("".join(subject.split()), "", 1).replace("-", "")


def test_a_place_that_is_a_page_can_be_clicked_and_is_said_once() -> None:
    where = "https://meet.example/a_b?x=1&y=*2*"
    _, body = Letter("reminder", Person(name="Pat"), {"where": where}).written()

    page, text = BeautifulSoup(html_of("S", body), "html.parser"), text_of(body)

    assert page.find("a", string=where) is not None
    assert text.count(where) == 1


@pytest.mark.django_db
def test_an_event_travels_with_the_words(sink: Sink) -> None:
    event = Event(
        uid="series-7@minim.example", summary="Group meeting", zone="Europe/Berlin", on=date(2026, 3, 3), minute=900,
        minutes=60, organizer=Address("Fay", "fay@example.com"), stamped_at=timezone.now(),
        attendees=(Attendee("Pat", "pat@example.com"),),
    )  # fmt: skip

    deliver(post("meeting-set", calendar=event.to_json()))

    (letter,) = sink.letters
    kinds = [piece.get_content_type() for piece in letter.walk()]
    assert kinds.count("text/calendar") == 1
    assert kinds.index("text/html") < kinds.index("text/calendar")
    (calendar,) = [piece for piece in letter.walk() if piece.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert "series-7@minim.example" in str(calendar.get_content())


@pytest.mark.django_db
def test_a_calendar_part_that_cannot_be_written_is_told_and_not_sent(sink: Sink) -> None:
    notice = post("meeting-set", calendar={"uid": "x"}, useless_after=timezone.now() + timedelta(hours=1))

    with pytest.raises(Refused, match="calendar"):
        deliver(notice)

    assert sink.letters == []
