from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from minim.assignments.models import ActRefused, Assignment
from minim.engine import WISHES
from minim.people.models import Person
from minim.programs.models import Cohort, Enrolment
from tests.assignments.company import draft, make_company, members, two_groups

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_a_fresh_draft_is_measured_in_every_wish_and_never_beats_its_bound() -> None:
    plan = draft(make_company(24))

    review = plan.review()

    assert review.may_be_published
    assert [wish.name for wish in review.wishes] == list(WISHES)
    assert all(wish.value >= wish.bound for wish in review.wishes)
    assert review.score == pytest.approx(sum(wish.points for wish in review.wishes))
    assert review.levels == "Levels are counted from the reporting lines: 0 means nobody reports to them."


def test_a_group_is_told_what_it_has_several_of() -> None:
    company = make_company(12, smallest_group=6, largest_group=6)
    plan = draft(company)
    Person.objects.update(department="Payments")
    first, _ = two_groups(plan)

    assert "6 people from Payments" in plan.review().groups[first.pk].notes


def test_a_breach_stands_with_its_group_and_with_the_plan() -> None:
    company = make_company(12)
    plan = draft(company)
    first, second = two_groups(plan)
    one, other = members(first)[:2]
    company.program.keep_apart(one, other)

    review = plan.review()

    (breach,) = review.breaches
    assert breach.rule == "apart"
    assert review.groups[first.pk].breaches == (breach,)
    assert review.groups[second.pk].breaches == ()
    assert not review.may_be_published


def test_a_group_of_a_cohort_that_is_gone_is_named() -> None:
    company = make_company(12)
    cohort = Cohort.objects.create(program=company.program, name="North")
    Enrolment.objects.update(cohort=cohort)
    plan = draft(company)
    cohort.delete()
    other = Cohort.objects.create(program=company.program, name="South")
    Enrolment.objects.update(cohort=other)

    assert {breach.rule for breach in plan.review().breaches} == {"groups", "one-seat"}


def test_two_drafts_side_by_side_name_who_moves_and_what_it_changes() -> None:
    company = make_company(24)
    here, there = draft(company), draft(company)
    first, second = there.draft_groups.all()[:2]
    mover = members(first)[-1]
    there.rename(second, "Elsewhere")
    there.move(mover, second)

    comparison = here.compare(there)

    (moved,) = comparison.movers
    assert (moved.name, moved.here, moved.there) == (mover.name, first.name, "Elsewhere")
    assert comparison.same[two_groups(here)[1].name] == "Elsewhere"
    assert [wish.name for wish in comparison.wishes] == list(WISHES)
    assert comparison.here.score == here.review().score


def test_drafts_of_different_programs_are_not_compared() -> None:
    with pytest.raises(ActRefused, match="same program"):
        draft(make_company(12)).compare(draft(make_company(12)))


def test_looking_again_costs_the_same_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = draft(make_company(48))
    plan = Assignment.objects.select_related("program").get(pk=plan.pk)

    with django_assert_num_queries(10):
        plan.review()


def test_two_thousand_people_are_looked_at_in_a_moment() -> None:
    plan = draft(make_company(2000), seconds=0.01)
    plan.review()
    began = time.process_time()
    plan.review()
    again = time.process_time() - began
    first, second = two_groups(plan)
    plan.move(members(first)[-1], second)

    began = time.process_time()
    plan.review()
    moved = time.process_time() - began

    print(f"again {again * 1000:.0f} ms, after a move {moved * 1000:.0f} ms")
    assert again < 1.0
    assert moved < 4
