"""Naming who receives reports, finding the way there, and the trust page for everybody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.contrib.staticfiles import finders
from django.urls import reverse

from minim.people.models import Person
from minim.reports.models import Key, recipients
from minim.web.trust.table import COLUMNS, ROWS
from tests.make import make_person
from tests.reports.rows import make_key, make_report

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db


def name(client: Client, person: Person, **said: str) -> str:
    """Press the button on a person's page; what is said about it."""
    answer = client.post(reverse("roster:people-ops", args=[person.pk]), said)
    assert answer.headers["Location"] == reverse("roster:person", args=[person.pk])
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def links(answer: Any) -> set[str]:
    return {str(link["href"]) for link in BeautifulSoup(answer.content, "html.parser").select("a[href]")}


def test_olive_names_somebody_and_takes_it_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.olive)

    assert "Bo receives reports now." in name(client, cast.bo)
    assert list(recipients()) == [cast.bo]
    make_key(Person.objects.get(pk=cast.bo.pk))
    assert "their keys are gone" in name(client, cast.bo, **{"no-longer": "1"})
    assert (recipients().count(), Key.objects.count()) == (0, 0)


def test_olive_cannot_name_somebody_who_sits_in_a_group_nor_herself(client: Client, cast: Cast) -> None:
    client.force_login(cast.olive)

    assert "Pat sits in a group." in name(client, cast.pat)
    assert "Olive organizes a program." in name(client, cast.olive)
    assert not recipients().exists()


def test_olive_learns_nothing_of_what_hangs_on_it(client: Client, cast: Cast) -> None:
    quinn = make_person("Quinn", is_people_ops=True)
    keys = make_key(quinn), make_key(make_person("Rae", is_people_ops=True))
    client.force_login(cast.olive)
    page = reverse("roster:person", args=[quinn.pk])
    before = BeautifulSoup(client.get(page).content, "html.parser").main

    make_report(keys[0])

    assert BeautifulSoup(client.get(page).content, "html.parser").main.get_text() == before.get_text()  # type: ignore[union-attr]


def test_leaving_the_company_takes_the_keys_along(client: Client, cast: Cast) -> None:
    quinn = make_person("Quinn", is_people_ops=True)
    make_key(quinn)
    client.force_login(cast.olive)

    client.post(reverse("roster:leave", args=[quinn.pk]))

    assert not Key.objects.exists()


def test_quinn_finds_the_inbox_and_everybody_the_way_to_it(client: Client, cast: Cast) -> None:
    client.force_login(make_person("Quinn", is_people_ops=True))
    quinns = links(client.get("/"))
    client.force_login(cast.pat)
    pats = links(client.get("/"))

    assert {"/serious/inbox/", "/serious/", "/trust/"} <= quinns
    assert {"/serious/", "/trust/"} <= pats
    assert "/serious/inbox/" not in pats
    assert "/serious/" in links(client.get(reverse("agreement:read", args=[cast.group.pk])))


def test_pat_signs_out_and_the_browser_forgets_but_quinn_keeps_the_key(client: Client, cast: Cast) -> None:
    said = []
    for person in (cast.pat, make_person("Quinn", is_people_ops=True)):
        client.force_login(person)
        said.append(client.post(reverse("account_logout")).headers["Clear-Site-Data"])

    assert said == ['"cache", "storage"', '"cache"']


# --- the trust page ------------------------------------------------------------------------------------------


def test_the_table_says_of_everybody_what_they_can_read(client: Client, cast: Cast) -> None:
    client.force_login(cast.pat)

    page = BeautifulSoup(client.get("/trust/").content, "html.parser")
    shown = [
        [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in page.select(".reading tbody tr")
    ]

    assert shown == [list(row.cells) for row in ROWS]
    assert [head.get_text(strip=True) for head in page.select(".reading thead th")] == list(COLUMNS)
    assert "Action items: kept, readable by the machine’s administrator." in page.get_text(" ", strip=True)


def test_every_file_it_names_is_served_and_every_command_names_tests_that_exist(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.pat)
    page = BeautifulSoup(client.get("/trust/").content, "html.parser")

    files = [str(link["href"]) for link in page.select(".files a")]
    commands = [code.get_text() for code in page.select(".commands code")]
    named = [word for command in commands for word in command.split() if word.startswith("tests/")]

    assert len(files) == 5
    assert all(finders.find(file.removeprefix("/static/")) for file in files)
    assert len(named) >= 6
    assert [word for word in named if not (ROOT / word).exists()] == []


def test_it_names_whom_to_ask_once_somebody_has_a_key(client: Client, cast: Cast) -> None:
    client.force_login(cast.pat)
    before = client.get("/trust/").content.decode()
    key = make_key(make_person("Quinn", is_people_ops=True))

    after = client.get("/trust/").content.decode()

    assert "Nobody of PeopleOps has made a key yet" in before
    assert "Ask Quinn to read theirs to you" in after
    assert f'data-key="{key.public}"' in after
