from __future__ import annotations

import pytest

from minim.assignments.models import Assignment, State
from tests.assignments.company import draft, form, make_company, members

pytestmark = pytest.mark.django_db


def test_everybody_of_the_program_gets_exactly_one_seat() -> None:
    company = make_company(24)

    plan = draft(company)

    groups = list(plan.draft_groups.all())
    assert sorted(person.pk for group in groups for person in members(group)) == sorted(
        person.pk for person in company.managers
    )
    assert all(5 <= len(members(group)) <= 8 for group in groups)
    assert [group.draft_seats.filter(role="facilitator").count() for group in groups] == [1] * len(groups)
    assert [group.name for group in groups] == ["Alder", "Birch", "Cedar", "Dahlia"][: len(groups)]
    assert plan.review().breaches == ()
