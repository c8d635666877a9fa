"""One act on today's groups: few people move, every rule holds, and everybody else stays where they are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Count, Q
from django.utils import timezone

from minim.assignments.errands import Errand, Kind, _moved_lately
from minim.assignments.models import ActRefused, Assignment, State
from minim.groups.models import Group, Seat
from minim.people.models import Person
from minim.programs.models import Enrolment
from tests.assignments.company import Company, draft, form, make_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    """Twenty-four managers in four groups of six."""
    company = make_company(24, smallest_group=5, largest_group=8)
    draft(company).publish(by=company.olive)
    return company


def seats() -> dict[int, int]:
    return dict(Seat.objects.current().values_list("person_id", "group_id"))


def sizes() -> list[int]:
    return sorted(
        Group.objects.open()
        .annotate(n=Count("seats", filter=Q(seats__left_on=None)))
        .values_list("n", flat=True)
    )


def some_group() -> Group:
    group = Group.objects.open().first()
    assert group
    return group


def drafted(company: Company, kind: Kind, group: Group | None = None, people: int = 1) -> Assignment:
    errand = Errand(kind, group.pk if group else None, people)
    return form(Assignment.objects.send(company.program, errand, by=company.olive))


def done(company: Company, kind: Kind, group: Group | None = None, people: int = 1) -> Assignment:
    made = drafted(company, kind, group, people)
    assert made.state == State.DRAFT, (made.trouble, made.clash)
    made.publish(by=company.olive)
    return made


def moved(before: dict[int, int]) -> set[int]:
    now = seats()
    return {person for person in before if now.get(person) != before[person]}


def waits(company: Company, name: str = "Pat") -> Person:
    pat = Person.objects.create(
        name=name, email=f"{name}@example.com", employee_id=name, trained=True, department="Legal"
    )
    Person.objects.renumber()
    Enrolment.objects.create(program=company.program, person=pat, by_hand=True)
    return pat


def test_two_more_come_to_a_group_and_nobody_else_moves(company: Company) -> None:
    before, group = seats(), some_group()

    made = done(company, Kind.ADD, group, 2)

    assert len(moved(before)) == 2
    assert {seats()[person] for person in moved(before)} == {group.pk}
    assert made.name == f"2 more people for {group.name}"
    assert len(made.explanation["done"]) == 1


def test_whoever_waits_comes_first(company: Company) -> None:
    pat, before, group = waits(company), seats(), some_group()

    done(company, Kind.ADD, group)

    assert seats()[pat.pk] == group.pk
    assert moved(before) == set()


def test_whoever_waits_is_not_in_the_way_of_another_errand(company: Company) -> None:
    pat, before = waits(company), seats()

    done(company, Kind.FRESHEN, some_group(), 2)

    assert pat.pk not in seats()
    assert 2 <= len(moved(before)) <= 4


def test_everybody_who_waits_gets_a_seat(company: Company) -> None:
    waiting, before = {waits(company, name).pk for name in ("Ana", "Cy", "Dee")}, seats()

    done(company, Kind.PLACE)

    assert waiting <= set(seats())
    assert moved(before) == set()


def test_another_leads_and_the_others_stay(company: Company) -> None:
    group = some_group()
    leads = group.seats.current().get(role="facilitator").person

    done(company, Kind.LEAD, group)

    assert group.seats.current().get(role="facilitator").person != leads


def test_a_group_ends_and_its_members_find_a_seat(company: Company) -> None:
    before, group = seats(), some_group()

    done(company, Kind.DISSOLVE, group)

    group.refresh_from_db()
    assert group.closed_on
    assert set(seats()) == set(before)
    assert len(sizes()) == 3
    assert max(sizes()) <= 8


def test_two_small_groups_become_one() -> None:
    company = make_company(12, smallest_group=4, largest_group=8)
    company.program.smallest_group, company.program.largest_group = 3, 4
    company.program.save()
    draft(company).publish(by=company.olive)
    company.program.largest_group = 8
    company.program.save()
    before = sizes()

    done(company, Kind.MERGE, some_group())

    assert len(sizes()) == len(before) - 1


def test_whoever_came_to_sit_with_their_boss_moves(company: Company) -> None:
    group = some_group()
    boss, pat = [seat.person for seat in group.sitting()][:2]
    Person.objects.filter(pk=pat.pk).update(manager=boss)
    Person.objects.renumber()
    assert Group.objects.breaching().count() == 1
    before = seats()

    done(company, Kind.REPAIR, group)

    assert Group.objects.breaching().count() == 0
    assert 1 <= len(moved(before)) <= 2


def test_groups_that_are_smaller_than_they_should_be_are_not_in_the_way(company: Company) -> None:
    small, other = Group.objects.open()[:2]
    for seat in small.seats.current().filter(role="participant")[:3]:
        seat.left_on = date(2026, 1, 1)
        seat.save()
        Enrolment.objects.filter(person=seat.person).delete()

    done(company, Kind.FRESHEN, other, 1)

    assert min(sizes()) == 3


def test_whoever_was_moved_lately_is_left_in_peace(company: Company) -> None:
    first, second = Group.objects.open()[:2]
    before = seats()
    done(company, Kind.FRESHEN, first, 2)
    lately = moved(before)
    now = seats()

    done(company, Kind.FRESHEN, second, 2)

    assert not moved(now) & {person for person in lately if now[person] != second.pk}


def test_after_three_months_they_may_be_asked_again(company: Company) -> None:
    made, before = done(company, Kind.FRESHEN, some_group(), 2), seats()
    lately = _moved_lately(made)

    Seat.objects.past().update(left_on=timezone.localdate() - timedelta(days=92))

    assert lately
    assert lately <= {str(person) for person in before}
    assert _moved_lately(made) == set()


REFUSED: list[tuple[Kind, dict[str, Any], str]] = [
    (Kind.ADD, {"people": 6}, "it would be larger than your groups may be"),
    (Kind.REPAIR, {}, "it is so already"),
    (Kind.PLACE, {"group": None}, "it is so already"),
]


@pytest.mark.parametrize(("kind", "changed", "says"), REFUSED)
def test_what_cannot_be_is_told_with_the_reason(
    company: Company, kind: Kind, changed: dict[str, Any], says: str
) -> None:
    wanted = {"group": some_group(), "people": 1, **changed}

    made = drafted(company, kind, **wanted)

    assert made.state == State.FAILED
    assert says in made.trouble


def test_a_group_that_is_closed_by_now_says_so(company: Company) -> None:
    group = some_group()
    asked = Assignment.objects.send(company.program, Errand(Kind.FRESHEN, group.pk), by=company.olive)
    group.seats.current().update(left_on=date(2026, 1, 1))
    Group.objects.filter(pk=group.pk).update(closed_on=date(2026, 1, 1))

    assert form(asked).trouble == "That group is closed by now, or nobody sits in it."


def test_what_failed_can_be_tried_again_and_a_draft_is_not_overwritten(company: Company) -> None:
    failed, made = drafted(company, Kind.PLACE), drafted(company, Kind.FRESHEN, some_group())
    pat = waits(company)

    failed.ask_again()

    assert form(failed).state == State.DRAFT
    assert failed.draft_seats.get(person=pat).draft_group
    with pytest.raises(ActRefused, match="For a whole new plan, ask for one"):
        made.ask_again()


@pytest.mark.parametrize("kind", [Kind.ADD, Kind.FRESHEN, Kind.LEAD, Kind.DISSOLVE])
def test_no_errand_breaks_a_rule(company: Company, kind: Kind) -> None:
    made = drafted(company, kind, some_group())

    assert made.state == State.DRAFT
    assert not made.review().breaches
