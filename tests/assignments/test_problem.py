from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from minim.assignments.models import Assignment
from minim.assignments.outlook import outlook
from minim.assignments.problem import _request_of, problems_for
from minim.groups.models import Group, Role
from minim.people.models import Person
from minim.programs.invitations import Invitation, Part, Said
from tests.assignments.company import Company, draft, make_company, members, two_groups

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from minim.engine import Candidate, Problem
    from minim.programs.models import Program

pytestmark = pytest.mark.django_db


def ask(company: Company) -> Assignment:
    return Assignment.objects.ask(company.program, by=company.olive)


def only_problem(company: Company) -> Problem:
    (part,) = problems_for(ask(company)).parts
    return part.problem


def candidate(company: Company, person: Person) -> Candidate:
    return only_problem(company).candidate(str(person.pk))


def open_group(program: Program, name: str, people: list[Person], on: date) -> Group:
    group = Group.objects.create(program=program, name=name, opened_on=on)
    roles = [Role.FACILITATOR, *[Role.PARTICIPANT] * (len(people) - 1)]
    group.seat(list(zip(people, roles, strict=True)), on)
    return group


def test_a_person_becomes_a_candidate_with_everything_that_is_known() -> None:
    company = make_company(8)
    pat = company.managers[0]
    Person.objects.filter(pk=pat.pk).update(
        team="Ledger", location="Berlin", energy=0.7, attendance=0.5, time_zone="Europe/Berlin",
        working_hours="Mon-Fri 10:00-16:00",
    )  # fmt: skip

    found = candidate(company, pat)

    assert (found.key, found.name, found.level) == (str(pat.pk), "Manager 0000", 0)
    assert (found.manager, found.department, found.function) == (
        str(pat.manager_id),
        "Payments",
        "Engineering",
    )
    assert (found.team, found.location, found.experience) == ("Ledger", "Berlin", 0.0)
    assert (found.energy, found.attendance) == (0.7, 0.5)
    assert found.hours is not None
    assert found.hours.bit_count() == 5 * 6 * 4
    assert (found.may_facilitate, found.oversees, found.newcomer) == (True, False, False)


def test_the_size_follows_what_each_roster_line_expects_and_the_cohort_for_the_others() -> None:
    company = make_company(8, expected_attendance=0.9)
    assert only_problem(company).size[0] == 5
    Person.objects.filter(pk__in=[manager.pk for manager in company.managers[:4]]).update(attendance=0.5)

    problem, foreseen = only_problem(company), outlook(company.program).cohorts[0]

    assert sorted(who.attendance for who in problem.candidates) == [0.5] * 4 + [0.9] * 4
    assert problem.size == (foreseen.sharing.low, foreseen.sharing.high) == (7, 10)
    assert foreseen.percent == 70


def test_without_a_time_zone_any_time_will_do() -> None:
    company = make_company(8)
    Person.objects.update(working_hours="Mon-Fri 10:00-16:00")

    assert candidate(company, company.managers[0]).hours is None


def test_only_willing_and_trained_people_may_facilitate_when_the_program_asks_for_it() -> None:
    company = make_company(8, anyone_may_facilitate=False)
    Person.objects.filter(pk=company.managers[0].pk).update(willing=True, trained=True)
    Person.objects.filter(pk=company.managers[1].pk).update(willing=True, trained=False)

    able = [who.key for who in only_problem(company).candidates if who.may_facilitate]

    assert able == [str(company.managers[0].pk)]


def test_whoever_said_no_to_leading_leads_nowhere_even_where_anybody_may() -> None:
    company = make_company(8, anyone_may_facilitate=True)
    asked = Invitation.objects.ask(company.program, company.managers[:2], Part.LEAD)
    asked[company.managers[0].pk].answer(Said.NEVER)
    asked[company.managers[1].pk].answer(Said.YES)
    Person.objects.filter(pk=company.managers[0].pk).update(willing=True, trained=True)

    candidates = only_problem(company).candidates

    assert [who.key for who in candidates if not who.may_facilitate] == [str(company.managers[0].pk)]
    assert company.managers[0].pk not in {
        one.person_id for one in company.program.enrolments.ready_to_facilitate()
    }


def test_whoever_oversees_the_program_is_known_to_do_so() -> None:
    company = make_company(8)
    Person.objects.filter(pk=company.managers[0].pk).update(is_people_ops=True)
    company.program.organizers.add(company.managers[1])

    overseeing = {who.key for who in only_problem(company).candidates if who.oversees}

    assert overseeing == {str(company.managers[0].pk), str(company.managers[1].pk)}


def test_outside_managers_count_in_the_chain() -> None:
    company = make_company(8)
    top = Person.objects.create(name="Top", is_outside=True)
    Person.objects.filter(pk=company.directors[0].pk).update(manager=top)

    problem = only_problem(company)

    assert problem.is_above(str(top.pk), str(company.managers[0].pk))
    assert not problem.is_above(str(top.pk), str(company.managers[1].pk))


def test_keep_apart_pairs_of_the_program_are_kept() -> None:
    company = make_company(8)
    company.program.keep_apart(company.managers[0], company.managers[1])
    company.program.keep_apart(company.managers[0], company.olive)

    assert only_problem(company).apart == {
        frozenset({str(company.managers[0].pk), str(company.managers[1].pk)})
    }


def test_earlier_rounds_are_remembered_newest_first_and_staying_is_held_against_nobody() -> None:
    company = make_company(10)
    one, two, three, four, five, six = company.managers[:6]
    first = open_group(company.program, "Oak", [one, two, three], date(2026, 1, 5))
    first.close(date(2026, 3, 2))
    second = open_group(company.program, "Elm", [one, two, four, five, six], date(2026, 3, 2))
    second.seat([(one, Role.FACILITATOR), (two, Role.PARTICIPANT)], date(2026, 6, 1))

    problem = only_problem(company)

    found = {person: problem.candidate(str(person.pk)) for person in company.managers}
    assert {found[person].today for person in (one, two)} == {"Elm"}
    assert found[one].earlier == found[two].earlier == (None, str(first.pk))
    assert found[three].earlier == (None, str(first.pk))
    assert found[four].earlier == found[six].earlier == (str(second.pk), None)
    assert [person for person in company.managers if found[person].newcomer] == company.managers[6:]


def test_pins_and_locks_of_the_draft_are_part_of_the_problem() -> None:
    company = make_company(24)
    plan = draft(company)
    first, second = two_groups(plan)
    pinned = members(second)[0]
    plan.pin(pinned)
    plan.lock(first)

    (part,) = problems_for(plan).parts

    assert part.problem.candidate(str(pinned.pk)).pinned == second.name
    assert set(part.problem.locked) == {first.name}
    assert len(part.problem.locked[first.name].members) == first.draft_seats.count()


@pytest.mark.parametrize("size", [12, 60])
def test_the_number_of_queries_does_not_grow_with_the_company(
    size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = ask(make_company(size))
    asked = Assignment.objects.select_related("program").get(pk=asked.pk)

    with django_assert_num_queries(10):
        problems_for(asked)


def test_two_thousand_people_are_read_in_a_blink() -> None:
    asked = ask(make_company(2000))
    _request_of.cache_clear()
    began = time.process_time()

    (part,) = problems_for(asked).parts

    assert len(part.problem.candidates) == 2000
    assert time.process_time() - began < 1.5, "0.3 s is usual"
