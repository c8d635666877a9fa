"""A roster on its way in: kept for a day, applied once, forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from minim.people.applying import RosterRefused
from minim.people.imports import KEPT_FOR
from minim.people.models import Person, RosterImport
from minim.roster import SheetError
from tests.make import make_person

if TYPE_CHECKING:
    from django.test.utils import CaptureQueriesContext  # noqa: F401

pytestmark = pytest.mark.django_db

ROSTER = b"Number,Who,Mail\nP1,Pat Pine,pat@example.com\n"


@pytest.fixture
def olive() -> Person:
    return make_person("Olive", employee_id=None, is_organizer=True)


def bring(olive: Person, data: bytes = ROSTER) -> RosterImport:
    roster = RosterImport.objects.bring(olive, data, "roster.csv")
    roster.choose({"employee_id": "Number", "name": "Who", "email": "Mail"})
    return roster


def test_an_unusable_file_is_not_kept(olive: Person) -> None:
    with pytest.raises(SheetError):
        RosterImport.objects.bring(olive, b"%PDF-1.7", "roster.pdf")

    assert not RosterImport.objects.exists()


def test_applying_twice_does_nothing_the_second_time(olive: Person) -> None:
    first = bring(olive)
    same = RosterImport.objects.get(pk=first.pk)

    applied = first.apply()
    Person.objects.filter(employee_id="P1").update(title="Changed since")
    again = same.apply()

    assert (applied and applied.new, again) == (1, None)
    assert Person.objects.get(employee_id="P1").title == "Changed since"


def test_what_was_in_the_file_is_gone_after_applying_and_the_outcome_stays(olive: Person) -> None:
    roster = bring(olive)

    roster.apply()

    roster.refresh_from_db()
    assert (bytes(roster.content), roster.outcome["new"]) == (b"", 1)


def test_a_refused_roster_stays_waiting(olive: Person) -> None:
    roster = bring(olive, b"Number,Who,Mail\nP1,Pat,pat@example.com\nP1,Pit,pit@example.com\n")

    with pytest.raises(RosterRefused):
        roster.apply()

    assert list(RosterImport.objects.waiting()) == [roster]
    assert bytes(RosterImport.objects.get().content) != b""


def test_nobody_applies_after_a_day_and_the_content_goes(olive: Person) -> None:
    roster = bring(olive)
    RosterImport.objects.update(created_at=timezone.now() - KEPT_FOR - timedelta(minutes=1))

    assert roster.apply() is None
    RosterImport.objects.forget_old()

    assert not RosterImport.objects.exists()
    assert not Person.objects.filter(employee_id="P1").exists()


def test_fresh_and_applied_rosters_are_not_forgotten(olive: Person) -> None:
    applied, fresh = bring(olive), bring(olive)
    applied.apply()
    RosterImport.objects.filter(pk=applied.pk).update(created_at=timezone.now() - 2 * KEPT_FOR)

    RosterImport.objects.forget_old()

    assert set(RosterImport.objects.all()) == {applied, fresh}


def test_how_columns_were_read_is_remembered_once_applied(olive: Person) -> None:
    odd = b"Number,Who,Mail,Boss,Group\nP1,Pat,pat@example.com,,North\n"
    roster = RosterImport.objects.bring(olive, odd)
    chosen = {"employee_id": "Number", "name": "Who", "email": "Mail", "department": "Group"}
    roster.choose(chosen)
    before = RosterImport.objects.bring(olive, odd).mapping
    roster.apply()

    after = RosterImport.objects.bring(olive, odd).mapping
    other = RosterImport.objects.bring(olive, b"id,name\nP1,Pat\n").mapping

    assert {field: column for field, column in after.items() if column} == chosen
    assert before != after
    assert other == {"employee_id": "id", "name": "name"}


def test_a_roster_is_its_owners_alone(olive: Person) -> None:
    roster = bring(olive)

    assert list(RosterImport.objects.of(olive)) == [roster]
    assert list(RosterImport.objects.of(make_person("Second", is_organizer=True))) == []


def test_nothing_of_the_file_stays_in_the_database_after_applying(olive: Person) -> None:
    canary = b"canary-7f3a"
    roster = bring(
        olive, ROSTER.replace(b"\n", b",Secret\n", 1).replace(b"example.com\n", b"example.com," + canary)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM people_rosterimport")
        assert canary in bytes(cursor.fetchone()[0])

    roster.apply()

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert canary.decode() not in repr(
                [[bytes(c) if isinstance(c, memoryview) else c for c in row] for row in cursor]
            )
