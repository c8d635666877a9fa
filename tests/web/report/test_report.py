"""Olive shows senior leadership one page, and sees beforehand everything that stands on it."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pypdf
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.people.models import Person
from minim.pulse.models import Round, Theme
from minim.pulse.rounds import Asks
from tests.make import make_group
from tests.meetings.held import NOW, make_meetings, were_there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from minim.groups.models import Group
    from tests.cast import Cast


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def groups(cast: Cast) -> list[Group]:
    """Four groups of which three in four members come."""
    groups = [make_group(4, program=cast.program) for _ in range(4)]
    for group in groups:
        people = [seat.person for seat in group.sitting()]
        were_there(make_meetings(group, 7), *[people[:3]] * 6)
    Theme.objects.create(program=cast.program, words="We need fewer tools.", told_on=date(2026, 11, 16))
    Theme.objects.create(program=cast.program, words="Long ago.", told_on=date(2026, 2, 2))
    return groups


def page(client: Client, cast: Cast, query: str = "") -> str:
    answer = client.get(reverse("report:page", args=[cast.program.pk]) + query)
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.content, "html.parser")
    return " ".join(" ".join(part.get_text(" ") for part in soup.select("main")).split())


def paper(client: Client, cast: Cast) -> str:
    answer = client.get(reverse("report:paper", args=[cast.program.pk, 2026, 4]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    read = pypdf.PdfReader(io.BytesIO(answer.content))
    assert len(read.pages) == 1
    return " ".join(read.pages[0].extract_text().split())


def test_the_page_and_the_paper_say_the_same_and_name_nobody(
    client: Client, cast: Cast, groups: list[Group]
) -> None:
    client.force_login(cast.olive)

    for found in (page(client, cast), paper(client, cast)):
        assert "About 75 % of the members come to a meeting." in found
        assert "24" in found
        assert "We need fewer tools." in found
        assert "Long ago" not in found
        assert "October to December 2026" in found
        for person in Person.objects.all():
            assert person.name not in found.replace(cast.program.name, "")
        for group in groups:
            assert group.name not in found


def test_only_the_programs_organizers_read_it(client: Client, cast: Cast, groups: list[Group]) -> None:
    for person in (cast.fay, cast.pat, cast.bo, cast.root):
        client.force_login(person)
        for address in ("report:page", "report:paper"):
            more = [2026, 4] if address == "report:paper" else []
            assert client.get(reverse(address, args=[cast.program.pk, *more])).status_code == 404


def test_earlier_quarters_can_be_read_as_they_were(client: Client, cast: Cast, groups: list[Group]) -> None:
    client.force_login(cast.olive)

    found = page(client, cast, "?quarter=2026-3")

    assert "July to September 2026" in found
    assert "Too few groups have met often enough to say." in found
    assert client.get(reverse("report:paper", args=[cast.program.pk, 2019, 1])).status_code == 404


def test_with_too_few_groups_nothing_is_told_of_them(client: Client, cast: Cast) -> None:
    client.force_login(cast.olive)

    found = page(client, cast)

    assert "Too few groups have met often enough to say." in found
    assert "in need" not in found
    assert "No poll was closed in this quarter." in found


def test_a_look_back_is_no_poll(client: Client, cast: Cast, groups: list[Group]) -> None:
    """What was asked there is read on a page of its own; here it would be taken for what people say of their groups."""
    told = {"open": [4.0, 4.0]}
    facts = {"program": cast.program, "floor": 4, "topics": [], "totals": told, "closed_at": NOW}
    for number, asks, words in (
        (1, Asks.POLL, "I can speak openly."),
        (2, Asks.RETROSPECTIVE, "A whole hour"),
    ):
        Round.objects.create(
            number=number,
            asks=asks,
            questions=[["open", words]],
            opens_at=NOW - timedelta(days=7),
            closes_at=NOW,
            **facts,
        )
    client.force_login(cast.olive)

    found = page(client, cast)

    assert "I can speak openly. Most say yes" in found
    assert "A whole hour" not in found
