"""The preview says what applying would do, before anything is done."""

from __future__ import annotations

import pytest

from minim.people.models import Person
from tests.make import make_person
from tests.people.sheets import apply, sheet

pytestmark = pytest.mark.django_db

FIRST = ("B1,Bo Berg,bo@example.com,X9", "P1,Pat Pine,pat@example.com,B1", "S1,Sam Sand,sam@example.com,")


def test_new_changed_moved_missing_and_outside_are_told_apart() -> None:
    apply(*FIRST)
    before = list(Person.objects.order_by("pk").values())

    found = Person.objects.compare(
        sheet("P1,Pat Pine-Ash,pat@example.com,S1", FIRST[2], "N1,Nia New,nia@example.com,Y8")
    )

    assert [row.employee_id for row in found.changes.new] == ["N1"]
    assert [
        (person.employee_id, [(field.field, field.before, field.after) for field in person.fields])
        for person in found.changes.changed
    ] == [("P1", [("name", "Pat Pine", "Pat Pine-Ash")])]
    assert [(person.employee_id, person.before, person.after) for person in found.changes.moved] == [
        ("P1", "B1", "S1")
    ]
    assert [person.employee_id for person in found.changes.missing] == ["B1"]
    assert [manager.key for manager in found.outside] == ["Y8"]
    assert (found.names["B1"], found.names["Y8"], found.names["P1"]) == (
        "Bo Berg", "Manager Y8", "Pat Pine-Ash",
    )  # fmt: skip
    assert found.reports_to == {
        "B1": "X9", "X9": None, "P1": "S1", "S1": None, "N1": "Y8",
    }  # fmt: skip
    assert list(Person.objects.order_by("pk").values()) == before


def test_a_new_employee_number_is_shown_as_a_change() -> None:
    apply(*FIRST)

    found = Person.objects.compare(sheet(FIRST[0], "P7,Pat Pine,pat@example.com,B1", FIRST[2]))

    assert [
        (person.employee_id, [(field.field, field.before, field.after) for field in person.fields])
        for person in found.changes.changed
    ] == [("P7", [("employee_id", "P1", "P7")])]
    assert found.changes.missing == ()


def test_an_organizer_is_missing_but_not_leaving() -> None:
    apply(*FIRST)
    Person.objects.filter(employee_id="S1").update(is_organizer=True)

    found = Person.objects.compare(sheet(FIRST[0]))

    assert [person.employee_id for person in found.changes.missing] == ["P1", "S1"]
    assert [person.employee_id for person in found.leaving] == ["P1"]


def test_the_fingerprint_changes_with_what_would_be_done_and_only_then() -> None:
    apply(*FIRST)
    roster = sheet("B1,Bo Renamed,bo@example.com,X9", *FIRST[1:])
    first = Person.objects.compare(roster).fingerprint

    make_person("Somebody else", employee_id=None)
    same = Person.objects.compare(roster).fingerprint
    Person.objects.filter(employee_id="S1").update(title="Chief")
    still = Person.objects.compare(roster).fingerprint
    Person.objects.filter(employee_id="B1").update(name="Bo Berger")

    assert first == same == still != Person.objects.compare(roster).fingerprint
