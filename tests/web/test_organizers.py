"""Organizing a program together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from minim.people.models import Person
from tests.make import make_person

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def olive(cast: Cast, client: Client) -> Client:
    client.force_login(cast.olive)
    return client


def at(name: str, cast: Cast, person: Person | None = None) -> str:
    return reverse(f"programs:{name}", args=[cast.program.pk, *([person.pk] if person else [])])


def organizers(cast: Cast) -> list[str]:
    return [person.name for person in cast.program.organizers.order_by("name")]


def test_bo_organizes_too_and_can_no_longer_be_seated(cast: Cast, olive: Client) -> None:
    found = olive.get(at("organizers", cast), {"q": "Bo"}).content.decode()
    olive.post(at("share", cast, cast.bo))

    assert "Let Bo organize too" in found
    assert organizers(cast) == ["Bo", "Olive"]
    assert Person.objects.get(pk=cast.bo.pk).is_organizer
    assert not cast.program.enrolments.filter(person=cast.bo).exists()


def test_who_sits_in_a_group_cannot_begin_to_organize_it(cast: Cast, olive: Client) -> None:
    answer = olive.post(at("share", cast, cast.pat), follow=True).content.decode()

    assert "Publish a plan without them first" in answer
    assert organizers(cast) == ["Olive"]
    assert not Person.objects.get(pk=cast.pat.pk).is_organizer


def test_who_cannot_sign_in_cannot_organize(cast: Cast, olive: Client) -> None:
    nameless = make_person("Kim", email=None)

    answer = olive.post(at("share", cast, nameless), follow=True).content.decode()

    assert "has no way to sign in" in answer
    assert organizers(cast) == ["Olive"]


def test_somebody_always_organizes(cast: Cast, olive: Client) -> None:
    answer = olive.post(at("take-back", cast, cast.olive), follow=True).content.decode()

    assert "Olive is the only Organizer." in answer
    assert organizers(cast) == ["Olive"]


def test_who_steps_down_finds_the_program_no_more(cast: Cast, olive: Client) -> None:
    cast.program.share_with(cast.bo)

    olive.post(at("take-back", cast, cast.olive))

    assert organizers(cast) == ["Bo"]
    assert not Person.objects.get(pk=cast.olive.pk).is_organizer
    assert olive.get(at("detail", cast)).status_code == 404


def test_whoever_bears_the_name_is_found_first(cast: Cast, olive: Client) -> None:
    make_person("Ada", location="Bologna")

    found = olive.get(at("organizers", cast), {"q": "bo"}).context["people"]

    assert [person.name for person in found] == ["Bo", "Ada"]
