"""The first Organizer comes in by a link that works once and stands in no log."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from minim.people.models import Person, SetupKey
from tests.make import make_person

if TYPE_CHECKING:
    from django.test import Client
    from time_machine import TimeMachineFixture

pytestmark = pytest.mark.django_db

OLIVE = {"name": "Olive", "email": "olive@example.com"}


def link() -> str:
    return reverse("setup", args=[SetupKey.objects.issue()])


def test_the_link_makes_the_first_organizer_and_lets_her_in(client: Client) -> None:
    answer = client.post(link(), OLIVE)

    olive = Person.objects.get()
    assert (olive.name, olive.email, olive.is_organizer) == ("Olive", "olive@example.com", True)
    assert answer.headers["Location"] == reverse("home")
    assert client.get(reverse("account")).status_code == 200


def test_the_link_works_once(client: Client) -> None:
    address = link()
    client.post(address, OLIVE)

    second = type(client)().post(address, {"name": "Mallory", "email": "mallory@example.com"})

    assert second.status_code == 404
    assert Person.objects.count() == 1


def test_a_newer_link_and_two_days_make_a_link_useless(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-18T12:00:00Z")
    older, newer = link(), link()

    replaced = client.get(older).status_code
    fresh = client.get(newer).status_code
    time_machine.shift(2 * 86_400 + 1)

    assert (replaced, fresh, client.get(newer).status_code) == (404, 200, 404)


def test_a_guess_opens_nothing(client: Client) -> None:
    link()

    assert client.get(reverse("setup", args=["guess"])).status_code == 404
    assert client.post(reverse("setup", args=["guess"]), OLIVE).status_code == 404
    assert not Person.objects.exists()


def test_only_a_hash_of_the_token_is_stored() -> None:
    token = SetupKey.objects.issue()

    assert token not in str(SetupKey.objects.values_list().get())


def test_somebody_of_the_roster_becomes_the_organizer_instead_of_a_second_person(client: Client) -> None:
    known = make_person("Olive", title="VP Engineering")

    client.post(link(), {"name": "Olive B.", "email": "OLIVE@example.com"})

    known.refresh_from_db()
    assert (known.is_organizer, known.name, Person.objects.count()) == (True, "Olive", 1)


def test_somebody_who_left_does_not_become_the_organizer(client: Client) -> None:
    make_person("Olive", status="left")
    address = link()

    answer = client.post(address, OLIVE)

    assert answer.status_code == 422
    assert not Person.objects.filter(is_organizer=True).exists()
    assert client.get(address).status_code == 200


def test_a_form_with_gaps_does_not_spend_the_link(client: Client) -> None:
    address = link()

    assert client.post(address, {"name": "Olive", "email": "olive"}).status_code == 422
    assert client.get(address).status_code == 200


def test_the_token_reaches_no_other_site_and_no_log(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    token, log = SetupKey.objects.issue(), io.StringIO()
    (console,) = [handler for handler in logging.getLogger().handlers if handler.name == "console"]
    monkeypatch.setattr(console, "stream", log)
    page = client.get(reverse("setup", args=[token]))

    client.get(reverse("setup", args=[token + "x"]))
    try:
        raise ValueError(f"/setup/{token}/")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/setup/{token}/")

    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert log.getvalue().count("/setup/…") == 4
    assert token not in log.getvalue()
