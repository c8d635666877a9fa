"""Olive brings rosters; each is written as a whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from minim.people.applying import Applied, RosterOutdated, RosterRefused
from minim.people.models import Person
from tests.make import make_person
from tests.people.sheets import apply, lines, sheet

pytestmark = pytest.mark.django_db

FIRST = ("B1,Bo Berg,bo@example.com,X9", "P1,Pat Pine,pat@example.com,B1", "S1,Sam Sand,sam@example.com,")


def everything() -> list[Any]:
    return list(Person.objects.order_by("pk").values())


def test_a_first_roster_brings_everybody_and_keeps_the_manager_who_is_not_in_it() -> None:
    applied = apply(*FIRST)

    assert applied == Applied(new=3, changed=0, moved=0, missing=0, left=0, outside=1)
    assert lines() == {"B1": "X9", "P1": "B1", "S1": None, "X9": None}
    outside = Person.objects.get(employee_id="X9")
    pat = Person.objects.get(employee_id="P1")
    assert (outside.name, outside.is_outside, outside.is_active) == ("Manager X9", True, False)
    assert [person.employee_id for person in pat.chain()] == ["B1", "X9"]


def test_the_same_roster_again_changes_nothing() -> None:
    apply(*FIRST)
    before = everything()

    assert apply(*FIRST) == Applied(new=0, changed=0, moved=0, missing=0, left=0, outside=0)
    assert everything() == before


def test_an_outside_manager_who_appears_in_the_roster_becomes_an_insider_and_keeps_their_people() -> None:
    apply(*FIRST)
    outside = Person.objects.get(employee_id="X9")

    apply(*FIRST, "X9,Xenia Xu,xenia@example.com,")

    outside.refresh_from_db()
    assert (outside.name, outside.is_outside, outside.report_count) == ("Xenia Xu", False, 1)
    assert Person.objects.count() == 4


def test_an_outside_manager_to_whom_nobody_reports_any_more_is_forgotten() -> None:
    apply(*FIRST)

    apply("B1,Bo Berg,bo@example.com,", *FIRST[1:])

    assert lines() == {"B1": None, "P1": "B1", "S1": None}


def test_swapped_addresses_are_no_clash() -> None:
    apply(*FIRST)

    apply("B1,Bo Berg,pat@example.com,X9", "P1,Pat Pine,bo@example.com,B1", "S1,Sam Sand,sam@example.com,")

    emails = dict(Person.objects.exclude(email=None).values_list("employee_id", "email"))
    assert emails == {"B1": "pat@example.com", "P1": "bo@example.com", "S1": "sam@example.com"}


def test_who_has_a_new_number_is_known_by_their_address() -> None:
    apply(*FIRST)
    pat = Person.objects.get(employee_id="P1")

    apply("B1,Bo Berg,bo@example.com,X9", "NEW7,Pat Pine,Pat@Example.com,B1", FIRST[2])

    pat.refresh_from_db()
    assert (pat.employee_id, Person.objects.filter(name="Pat Pine").count()) == ("NEW7", 1)


def test_the_address_of_somebody_who_has_left_goes_to_the_newcomer_without_their_history() -> None:
    apply(*FIRST)
    Person.objects.get(employee_id="P1").leave()

    apply(FIRST[0], FIRST[2], "P2,Pat Plum,pat@example.com,B1")

    old, new = Person.objects.get(employee_id="P1"), Person.objects.get(employee_id="P2")
    assert (old.status, old.email, old.name) == ("left", None, "Pat Pine")
    assert (new.status, new.email, new.name) == ("active", "pat@example.com", "Pat Plum")


def test_somebody_added_by_hand_is_found_by_address_and_never_missing() -> None:
    olive = make_person("Olive", employee_id=None, is_organizer=True)
    root = make_person("Root", employee_id=None, is_administrator=True)

    applied = apply("O1,Olive Oak,olive@example.com,", "P1,Pat Pine,pat@example.com,O1", missing_left=True)

    olive.refresh_from_db()
    root.refresh_from_db()
    assert (olive.employee_id, olive.name, olive.is_organizer) == ("O1", "Olive Oak", True)
    assert (root.status, applied.missing) == ("active", 0)


def test_a_manager_may_be_named_by_the_address_of_somebody_who_is_not_in_the_file() -> None:
    olive = make_person("Olive", employee_id=None)

    apply("P1,Pat Pine,pat@example.com,olive@example.com")

    assert Person.objects.get(employee_id="P1").manager == olive
    assert not Person.objects.outside().exists()


def test_a_circle_that_closes_through_a_missing_person_is_refused_and_nothing_is_written() -> None:
    apply("A1,Ana Ash,ana@example.com,", "B1,Bo Berg,bo@example.com,A1")
    before = everything()

    with pytest.raises(RosterRefused, match="Bo Berg is not in this file and keeps their manager"):
        apply("A1,Ana Ash,ana@example.com,B1", "N1,Nia New,nia@example.com,A1")

    assert everything() == before


def test_a_roster_with_an_error_is_refused_and_nothing_is_written() -> None:
    apply(*FIRST)
    before = everything()

    with pytest.raises(RosterRefused, match="circle"):
        apply("B1,Bo Renamed,bo@example.com,P1", "P1,Pat Pine,pat@example.com,B1")

    assert everything() == before


def test_a_failure_in_the_middle_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    apply(*FIRST)
    before = everything()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("minim.people.applying.link_managers", fail)
    with pytest.raises(OSError, match="disk full"):
        apply("B1,Bo Renamed,bo@example.com,", "N1,Nia New,nia@example.com,B1")

    assert everything() == before


def test_missing_people_stay_unless_they_are_said_to_have_left() -> None:
    apply(*FIRST)

    kept = apply(*FIRST[:2])
    assert (kept.missing, kept.left, Person.objects.get(employee_id="S1").status) == (1, 0, "active")

    gone = apply(*FIRST[:2], missing_left=True)
    sam = Person.objects.get(employee_id="S1")
    assert (gone.missing, gone.left, sam.status, sam.closed_doors) == (1, 1, "left", 1)


def test_an_organizer_who_is_missing_is_never_said_to_have_left() -> None:
    apply(*FIRST)
    Person.objects.filter(employee_id="S1").update(is_organizer=True)

    applied = apply(*FIRST[:2], missing_left=True)

    assert (applied.missing, applied.left, Person.objects.get(employee_id="S1").status) == (1, 0, "active")


def test_a_roster_cannot_send_the_last_organizer_away() -> None:
    apply(*FIRST)
    Person.objects.filter(employee_id="S1").update(is_organizer=True)

    with pytest.raises(RosterRefused, match="every Organizer has left"):
        apply("S1,Sam Sand,sam@example.com,,terminated", header="employee_id,name,email,manager_id,status")

    assert Person.objects.get(employee_id="S1").status == "active"


def test_who_had_left_and_is_in_the_roster_again_comes_back() -> None:
    apply(*FIRST)
    Person.objects.get(employee_id="P1").leave()

    applied = apply(*FIRST)

    assert (applied.changed, Person.objects.get(employee_id="P1").status) == (1, "active")


WITH_STATUS = "employee_id,name,email,status,away_until"


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (("active", None), "terminated,", ("left", None)),
        (("active", None), "on leave,2027-01-31", ("away", date(2027, 1, 31))),
        (("active", None), ",", ("active", None)),
        (("away", None), "active,", ("active", None)),
        (("away", date(2027, 1, 31)), "active,", ("away", date(2027, 1, 31))),
        (("away", date(2027, 1, 31)), "on leave,", ("away", date(2027, 1, 31))),
        (("away", date(2027, 1, 31)), ",", ("away", date(2027, 1, 31))),
        (("opted-out", None), "active,", ("opted-out", None)),
        (("opted-out", None), "terminated,", ("left", None)),
        (("left", None), "active,", ("active", None)),
        (("left", None), "terminated,", ("left", None)),
    ],
)
def test_what_a_file_says_about_a_status_and_what_it_may_not_undo(
    before: tuple[str, date | None], said: str, after: tuple[str, date | None]
) -> None:
    make_person("Pat", employee_id="P1", status=before[0], away_until=before[1])

    apply(f"P1,Pat,pat@example.com,{said}", header=WITH_STATUS)

    pat = Person.objects.get(employee_id="P1")
    assert (pat.status, pat.away_until) == after


def test_strangers_who_have_left_are_not_brought_in_unless_somebody_reports_to_them() -> None:
    header = "employee_id,name,manager_id,status"

    apply("G1,Gone,,terminated", "G2,Gone Boss,,terminated", "P1,Pat,G2,active", header=header)

    assert dict(Person.objects.values_list("employee_id", "status")) == {"G2": "left", "P1": "active"}


def test_columns_the_file_does_not_have_leave_what_is_known_untouched() -> None:
    make_person("Pat", employee_id="P1", title="Lead", location="Oslo", willing=True, experience=4.0)

    apply("P1,Pat Pine,Head", header="employee_id,name,title")

    pat = Person.objects.get(employee_id="P1")
    assert (pat.name, pat.title, pat.location, pat.willing, pat.experience, pat.email) == (
        "Pat Pine", "Head", "Oslo", True, 4.0, "pat@example.com",
    )  # fmt: skip


def test_an_empty_address_takes_nobodys_way_in_away() -> None:
    apply(*FIRST)

    apply("P1,Pat Pine,,B1", "S1,Sam Sand,sam.sand@example.com,", FIRST[0])

    emails = dict(Person.objects.inside().values_list("employee_id", "email"))
    assert (emails["P1"], emails["S1"]) == ("pat@example.com", "sam.sand@example.com")


def test_a_roster_by_address_alone_leaves_employee_numbers_alone() -> None:
    apply(*FIRST)

    apply("Patricia Pine,pat@example.com", header="name,email")

    assert Person.objects.get(employee_id="P1").name == "Patricia Pine"


def test_what_was_agreed_to_is_what_is_written() -> None:
    apply(*FIRST)
    roster = sheet("B1,Bo Renamed,bo@example.com,X9", *FIRST[1:])
    agreed = Person.objects.compare(roster).fingerprint
    Person.objects.get(employee_id="P1").leave()

    with pytest.raises(RosterOutdated):
        Person.objects.apply(roster, expecting=agreed)

    assert Person.objects.get(employee_id="B1").name == "Bo Berg"


def test_two_thousand_people_need_no_query_each(django_assert_max_num_queries: Any) -> None:
    rows = [f"E{n},Person {n},p{n}@example.com,{f'E{n // 8}' if n else ''}" for n in range(2_000)]

    with django_assert_max_num_queries(100):
        apply(*rows)

    assert Person.objects.get(employee_id="E0").below_count == 1_999
