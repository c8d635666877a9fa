"""Nobody is given a group to lead without training, unless an Organizer lets them and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from minim.assignments.models import Assignment, PublishRefused
from minim.assignments.outlook import outlook
from minim.assignments.untrained import untrained_leaders, untrained_sentence
from minim.groups.models import Role
from minim.people.models import Person
from minim.playbook import GuideRole
from minim.playbook.training import modules_for
from minim.programs.overrides import Override
from minim.rollout.models import Training
from tests.assignments.company import Company, draft, make_company
from tests.assignments.test_problem import only_problem

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.django_db

WHY = "She has led such groups for years."


def untrained(company: Company) -> Assignment:
    """A draft in which everybody who leads has still to do the training."""
    plan = draft(company)
    Person.objects.filter(pk__in=leaders(plan)).update(trained=False)
    return plan


def leaders(plan: Assignment) -> list[int]:
    return list(plan.draft_seats.filter(role=Role.FACILITATOR).values_list("person", flat=True))


def people(pks: Iterable[int]) -> list[Person]:
    return list(Person.objects.filter(pk__in=pks).order_by("name"))


def test_a_plan_that_gives_a_group_to_somebody_untrained_is_refused_and_names_them() -> None:
    plan = untrained(make_company(12))

    with pytest.raises(PublishRefused) as refused:
        plan.publish()

    (sentence,) = refused.value.sentences
    assert all(person.name in sentence for person in people(leaders(plan)))
    assert "let them lead all the same" in sentence
    assert not plan.program.groups.exists()


def test_an_override_opens_the_way_and_stays_on_record() -> None:
    company = make_company(12)
    plan = untrained(company)
    Override.objects.let_lead(company.program, people(leaders(plan)), by=company.olive, why=WHY)

    plan.publish(by=company.olive)

    assert plan.program.groups.count() == len(leaders(plan))
    assert set(company.program.overrides.values_list("person", "by", "why")) == {
        (pk, company.olive.pk, WHY) for pk in leaders(plan)
    }


def test_an_override_is_for_one_person_and_one_program() -> None:
    company, other = make_company(12), make_company(6)
    plan = untrained(company)
    first, *rest = people(leaders(plan))
    Override.objects.let_lead(company.program, [first], by=company.olive, why=WHY)
    Override.objects.let_lead(other.program, rest, by=other.olive, why=WHY)

    assert set(untrained_leaders(plan)) == set(rest)


def test_what_was_taken_back_holds_no_longer_and_is_still_there() -> None:
    company = make_company(12)
    plan = untrained(company)
    Override.objects.let_lead(company.program, people(leaders(plan)), by=company.olive, why=WHY)

    for override in company.program.overrides.all():
        override.take_back()

    assert set(untrained_leaders(plan)) == set(people(leaders(plan)))
    assert company.program.overrides.exclude(taken_back_at=None).count() == len(leaders(plan))


def test_letting_somebody_lead_twice_is_one_override() -> None:
    company = make_company(6)
    for _ in range(2):
        Override.objects.let_lead(company.program, company.managers[:1], by=company.olive, why=WHY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(program=company.program, person=company.managers[0], why=WHY)
    assert company.program.overrides.count() == 1


def test_whoever_does_the_training_may_lead() -> None:
    plan = untrained(make_company(12))

    for person in people(leaders(plan)):
        for module in modules_for(GuideRole.FACILITATOR):
            Training.objects.finish(person, module)
    plan.publish()

    assert plan.program.groups.count() == len(leaders(plan))


def test_whoever_leads_today_goes_on_even_when_nobody_knows_of_a_training() -> None:
    company = make_company(12)
    first = draft(company)
    first.publish()
    Person.objects.update(trained=False)

    second = draft(company)
    before = set(leaders(first))

    assert set(untrained_leaders(second)) == set(people(set(leaders(second)) - before))


def test_somebody_let_lead_is_chosen_where_only_the_willing_and_trained_may() -> None:
    company = make_company(8, anyone_may_facilitate=False)
    Person.objects.update(trained=False)
    Person.objects.filter(pk__in=[person.pk for person in company.managers[:2]]).update(willing=True)
    Override.objects.let_lead(company.program, company.managers[:1], by=company.olive, why=WHY)

    able = [who.key for who in only_problem(company).candidates if who.may_facilitate]

    assert able == [str(company.managers[0].pk)]
    assert outlook(company.program).may_facilitate == 1


def test_a_roster_that_says_nothing_of_training_forms_and_publishes_with_one_reason() -> None:
    company = make_company(18)
    Person.objects.update(trained=False, willing=False)
    plan = draft(company)

    Override.objects.let_lead(company.program, untrained_leaders(plan), by=company.olive, why=WHY)
    plan.publish()

    assert plan.program.groups.count() == len(leaders(plan))


def test_many_are_counted_rather_than_named() -> None:
    sentence = untrained_sentence([Person(name=f"Person {number}") for number in range(9)])

    assert sentence.startswith(
        "Person 0, Person 1, Person 2, Person 3, Person 4 and 4 others would each lead a group"
    )
