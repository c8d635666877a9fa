"""Working hours that nobody told us: assumed as long as that helps, and said aloud when it does not."""

from __future__ import annotations

import pytest

from minim.assignments.models import Assignment, State
from minim.assignments.problem import problems_for
from minim.people.models import Person
from tests.assignments.company import Company, draft, form, make_company

pytestmark = pytest.mark.django_db


def far_apart(working_hours: str = "") -> Company:
    """Ten managers, of whom every other one lives where it is night when the others work."""
    company = make_company(10)
    for number, person in enumerate(company.managers):
        zone = ("America/Los_Angeles", "Asia/Kolkata")[number % 2]
        Person.objects.filter(pk=person.pk).update(time_zone=zone, working_hours=working_hours)
    return company


def test_assumed_hours_do_not_make_a_company_impossible() -> None:
    company = far_apart()
    company.program.smallest_group = company.program.largest_group = 10
    company.program.save()

    plan = draft(company)

    assert plan.state == State.DRAFT
    assert plan.review().breaches == ()
    (note,) = plan.explanation["notes"]
    assert note.startswith("We do not know the working hours of 10 people.")


def test_hours_that_people_gave_are_a_rule() -> None:
    company = far_apart("Mon-Fri 09:00-17:00")
    company.program.smallest_group = company.program.largest_group = 10
    company.program.save()

    asked = form(Assignment.objects.ask(company.program, by=company.olive, seconds=0.1))

    assert asked.state == State.IMPOSSIBLE
    assert "common-slot" in asked.clash["cohorts"][0]["rules"]


def test_assumed_hours_are_a_rule_while_they_help() -> None:
    company = far_apart()

    plan = draft(company)

    (part,) = problems_for(plan).parts
    assert all(who.hours is not None for who in part.problem.candidates)
    assert plan.explanation["notes"] == []
