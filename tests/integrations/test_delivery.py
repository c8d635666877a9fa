from __future__ import annotations

import socket
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as installed
from django.core.mail import get_connection

from minim.integrations.email.delivery import Refused, TryLater, Unreachable, deliver
from minim.integrations.email.writing import html_of, text_of
from minim.lib import environment
from minim.notices.models import Letter, Notice
from minim.people.models import Person
from tests.integrations.sink import Sink, open_sink
from tests.make import make_person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from pytest_django import Settings

FACTS = {
    "program": "Mini-M", "cadence": "every two weeks", "minutes": 60, "group": "Alder", "facilitator": "Fay",
    "is_facilitator": False, "others": ["Ana", "Bo", "Cy"], "newcomers": ["Ana"], "code": "K7P-M2X",
}  # fmt: skip
KINDS = ("seated", "facilitating", "group-changed", "group-closed", "sign-in-code")


def written(kind: str) -> tuple[str, str]:
    return Letter(kind, Person(name="Pat"), FACTS).written()


@pytest.fixture
def sink(settings: Settings, tmp_path: Path) -> Iterator[Sink]:
    """A mail server that is used for real: pytest-django's mailbox is put aside."""
    with open_sink() as opened:
        for name, value in environment.mail(opened.address, tmp_path).items():
            setattr(settings, name, value)
        yield opened


def post(name: str = "Pat", *, email: str = "", sender: Person | None = None) -> Notice:
    person = make_person(name, email=email or f"{name.lower()}@example.com")
    Notice.objects.post_all([Letter("seated", person, FACTS)], once="test", sender=sender)
    found: Notice = Notice.objects.get(recipient=person)
    return found


def part(letter: EmailMessage, kind: str) -> str:
    found = letter.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.django_db
def test_a_letter_arrives_in_text_and_html_with_every_header_in_its_place(sink: Sink) -> None:
    olive = make_person("Olive")
    notice = post("Pät Müller", email="pat@example.com", sender=olive)

    deliver(notice)

    (letter,) = sink.letters
    assert letter["Subject"] == "Your group"
    assert letter["To"] == "Pät Müller <pat@example.com>"
    assert letter["Message-ID"] == notice.message_id
    assert letter["Date"] == format_datetime(notice.due_at)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Reply-To"] == "olive@example.com"
    assert letter.get_content_type() == "multipart/alternative"
    assert "Hello Pät Müller," in part(letter, "plain")
    assert "Hello Pät Müller," in part(letter, "html")


@pytest.mark.django_db
def test_the_same_notice_is_the_same_letter_however_often_it_leaves(sink: Sink) -> None:
    notice = post()

    deliver(notice)
    deliver(Notice.objects.get(pk=notice.pk))

    first, second = sink.letters
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])


@pytest.mark.django_db
def test_many_letters_leave_over_one_connection(sink: Sink) -> None:
    with get_connection() as connection:
        for name in ("Pat", "Sam"):
            deliver(post(name), connection)

    assert [str(letter["To"]) for letter in sink.letters] == [
        "Pat <pat@example.com>",
        "Sam <sam@example.com>",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 No such person here", Refused),
        ("451 4.2.1 Mailbox busy", TryLater),
        ("452 4.2.2 Mailbox full", TryLater),
    ],
)
def test_a_refusal_for_good_and_one_for_now_are_told_apart(
    sink: Sink, answer: str, expected: type[Exception]
) -> None:
    sink.answers["pat@example.com"] = answer

    with pytest.raises(expected, match=answer):
        deliver(post())

    assert sink.letters == []


@pytest.mark.django_db
def test_a_server_that_cannot_be_reached_is_tried_again(settings: Settings, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name, value in environment.mail(f"smtp://127.0.0.1:{port}", tmp_path).items():
        setattr(settings, name, value)

    with pytest.raises(Unreachable, match="cannot be reached"):
        deliver(post())


@pytest.mark.django_db
def test_who_has_left_since_is_not_written_to(sink: Sink) -> None:
    notice = post()
    Person.objects.filter(pk=notice.recipient_id).update(status="left")

    with pytest.raises(Refused, match="has left"):
        deliver(Notice.objects.get(pk=notice.pk))

    assert sink.letters == []


@pytest.mark.django_db
def test_nothing_leaves_the_demo_without_a_mail_server(settings: Settings, tmp_path: Path) -> None:
    for name, value in environment.mail("", tmp_path / "mail").items():
        setattr(settings, name, value)
    notice = post()

    settings.DEMO = True
    deliver(notice)
    assert not (tmp_path / "mail").exists()

    settings.DEMO = False
    deliver(notice)
    assert len(list((tmp_path / "mail").iterdir())) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_says_the_same_in_text_and_html(kind: str) -> None:
    subject, body = written(kind)

    page, text = BeautifulSoup(html_of(subject, body), "html.parser"), text_of(body)

    assert page.title is not None
    assert page.title.string == subject
    card = page.find("td", class_="card")
    assert card is not None
    addresses = [str(link["href"]) for link in page.find_all("a")]
    assert all(address in text for address in addresses)
    said, shown = "".join(text.split("-- ")[0].split()), "".join(card.get_text().split())
    for address in addresses:
        said = said.replace(":" + address, "")
    assert said.replace("-", "") == shown.replace(subject.replace(" ", ""), "", 1).replace("-", "")
    assert all(len(line) <= 72 or "://" in line for line in text.splitlines())


@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_needs_anything_from_anywhere(kind: str) -> None:
    page = BeautifulSoup(html_of(*written(kind)), "html.parser")

    assert not page.find_all(["script", "img", "link", "iframe", "form"])
    assert "url(" not in str(page)
    assert "prefers-color-scheme: dark" in str(page)
    card = page.find("td", class_="card")
    assert card is not None
    assert "background-color: #ffffff" in str(card["style"]).replace(":#", ": #")


@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_carries_a_confidential_word_in_its_subject(kind: str) -> None:
    subject, _ = written(kind)

    assert not [word for word in ("Alder", "Mini-M", "Fay", "Pat", "K7P") if word in subject]


def test_a_name_cannot_become_a_link_or_a_tag() -> None:
    name = "<script>alert(1)</script>[x](javascript:alert(1)) ![y](http://evil.example/pixel.png)"
    subject, body = Letter("group-closed", Person(name=name), FACTS).written()

    page, text = BeautifulSoup(html_of(subject, body), "html.parser"), text_of(body)

    assert not page.find_all(["script", "img"])
    assert [link.get_text() for link in page.find_all("a")] == [installed.BASE_URL]
    assert name in page.get_text()
    assert "<script>alert(1)</script>" in text
