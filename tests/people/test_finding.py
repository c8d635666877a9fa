"""People are found by any of their words, in any spelling."""

from __future__ import annotations

from datetime import date

import pytest

from minim.people.models import Person
from tests.make import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def angela() -> Person:
    make_person("Pat Pine", title="Designer", department="Studio")
    return make_person(
        "Ángela Ødegård",
        title="Head of Payments",
        department="Finance",
        location="Zürich",
        email="ao@example.com",
    )


@pytest.mark.parametrize(
    "sought",
    ["angela", "ÁNGELA", "odegard", "Ødegård", "payments head", "finan", "zurich", "AO@example", "  gela  "],
)
def test_a_person_is_found_whatever_the_case_the_accents_and_the_order(angela: Person, sought: str) -> None:
    assert list(Person.objects.matching(sought)) == [angela]


@pytest.mark.parametrize("sought", ["angela designer", "%", "_", "angelaa"])
def test_every_word_must_fit_and_signs_mean_only_themselves(angela: Person, sought: str) -> None:
    assert list(Person.objects.matching(sought)) == []


def test_a_new_name_is_found_at_once(angela: Person) -> None:
    angela.name = "Angie Berg"
    angela.save(update_fields=["name"])

    assert list(Person.objects.matching("angie")) == [angela]
    assert not Person.objects.matching("odegard").exists()


def test_rows_written_in_bulk_are_found_after_numbering() -> None:
    Person.objects.bulk_create([Person(name="Zoë Bulk")])

    Person.objects.renumber()

    assert [person.name for person in Person.objects.matching("zoe")] == ["Zoë Bulk"]


def test_each_word_for_a_status_names_its_people() -> None:
    active, away = make_person("Active"), make_person("Away", status="away")
    out, left = make_person("Out", status="opted-out"), make_person("Left", status="left")
    outside = make_person("Outside", is_outside=True, email=None)

    everybody = Person.objects.all()

    assert set(everybody.inside()) == {active, away, out}
    assert set(everybody.taking_part()) == {active, away}
    assert set(everybody.away()) == {away}
    assert set(everybody.opted_out()) == {out}
    assert set(everybody.gone()) == {left}
    assert set(everybody.outside()) == {outside}


def test_who_was_away_until_today_is_back() -> None:
    back = make_person("Back", status="away", away_until=date(2026, 11, 20))
    make_person("Still", status="away", away_until=date(2026, 11, 23))
    make_person("Open", status="away")

    assert Person.objects.bring_back(date(2026, 11, 22)) == 1

    back.refresh_from_db()
    assert (back.status, back.away_until) == ("active", None)
    assert Person.objects.away().count() == 2
