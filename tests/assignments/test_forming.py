from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from minim.assignments import forming
from minim.assignments.models import ActRefused, Assignment, State
from minim.engine import Progress, Result, solve
from minim.groups.models import Group, Role
from minim.people.models import Person
from minim.programs.models import Cohort, Enrolment
from tests.assignments.company import Company, draft, form, make_company, members, two_groups

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
    assert plan.explanation["cohorts"][0]["certificate"]


def test_the_same_seed_gives_the_same_plan() -> None:
    company = make_company(24)

    plans = [draft(company, seed=7) for _ in range(2)]

    assert plans[0].compare(plans[1]).movers == ()


def test_choices_are_those_of_the_moment_of_asking() -> None:
    company = make_company(18, smallest_group=6, largest_group=6)
    asked = Assignment.objects.ask(company.program, by=company.olive, seconds=0.1)
    company.program.smallest_group = company.program.largest_group = 9
    company.program.save()

    plan = form(asked)

    assert [len(members(group)) for group in plan.draft_groups.all()] == [6, 6, 6]


def test_cohorts_are_formed_separately_and_nobody_without_one_vanishes() -> None:
    company = make_company(16)
    cohorts = [Cohort.objects.create(program=company.program, name=name) for name in ("North", "South")]
    for number, person in enumerate(company.managers[:15]):
        Enrolment.objects.filter(person=person).update(cohort=cohorts[number % 2])

    plan = draft(company)

    of_cohort = {
        cohort: {p.pk for p in company.managers[number:15:2]} for number, cohort in enumerate(cohorts)
    }
    for group in plan.draft_groups.all():
        assert group.cohort is not None
        assert {person.pk for person in members(group)} <= of_cohort[group.cohort]
    out = plan.draft_seats.get(draft_group=None)
    assert out.person == company.managers[15]
    assert (
        out.reason
        == "Manager 0015 belongs to none of the program's cohorts. Widen a cohort, or add one that fits."
    )
    assert [one.person for one in plan.review().unseated] == [out.person_id]


def test_today_s_groups_go_on_under_their_names() -> None:
    company = make_company(12, smallest_group=6, largest_group=6)
    for name, people in (("Oak", company.managers[:6]), ("Elm", company.managers[6:])):
        group = Group.objects.create(program=company.program, name=name, opened_on=date(2026, 1, 1))
        group.seat(
            [
                (person, Role.PARTICIPANT if number else Role.FACILITATOR)
                for number, person in enumerate(people)
            ],
            date(2026, 1, 1),
        )

    plan = draft(company)

    continued = dict(plan.draft_groups.values_list("name", "continues__name"))
    assert continued == {"Oak": "Oak", "Elm": "Elm"}
    oak = plan.draft_groups.get(name="Oak")
    assert set(members(oak)) == set(company.managers[:6])


def one_facilitator_for_everybody() -> Company:
    company = make_company(24, anyone_may_facilitate=False)
    Person.objects.filter(pk=company.managers[0].pk).update(willing=True, trained=True)
    return company


def test_an_impossible_request_names_the_clash_and_a_way_out_that_works() -> None:
    company = one_facilitator_for_everybody()

    asked = form(Assignment.objects.ask(company.program, by=company.olive, seconds=0.1))

    assert asked.state == State.IMPOSSIBLE
    (clash,) = asked.clash["cohorts"]
    assert "facilitator" in clash["rules"]
    assert clash["sentences"]
    asked.relax(None, 0)
    assert form(asked).state == State.DRAFT
    assert asked.review().breaches == ()


def test_a_way_out_that_is_not_offered_is_refused() -> None:
    company = one_facilitator_for_everybody()
    asked = form(Assignment.objects.ask(company.program, by=company.olive, seconds=0.1))

    with pytest.raises(ActRefused, match="no longer offered"):
        asked.relax(None, 99)


def test_a_request_that_cannot_be_understood_fails_with_its_sentence() -> None:
    company = make_company(12, wishes={"sunshine": 1})

    asked = form(Assignment.objects.ask(company.program, by=company.olive))

    assert asked.state == State.FAILED
    assert asked.trouble.startswith("There is no wish named sunshine.")


def test_a_program_without_people_says_so() -> None:
    company = make_company(6)
    company.program.enrolments.all().delete()

    asked = form(Assignment.objects.ask(company.program, by=company.olive))

    assert (asked.state, asked.trouble) == (State.FAILED, forming.NOBODY)


def test_a_surprise_is_logged_and_said_kindly(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    company = make_company(12)

    def stumble(*_: Any, **__: Any) -> Result:
        raise ZeroDivisionError("engine")

    monkeypatch.setattr(forming, "solve", stumble)

    asked = form(Assignment.objects.ask(company.program, by=company.olive))

    assert (asked.state, asked.trouble) == (State.FAILED, forming.BROKEN)
    assert "ZeroDivisionError" in caplog.text
    asked.ask_again()
    monkeypatch.undo()
    assert form(asked).state == State.DRAFT


def test_olive_stops_it_and_keeps_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    company = make_company(24)
    asked = Assignment.objects.ask(company.program, by=company.olive, seconds=0.1)
    real, heard = solve, []

    def patient(problem: Any, **wanted: Any) -> Result:
        wanted["progress"](Progress(1.0, 5.0, 0.0, 0, "improving"))
        asked.stop()
        forming._Watch.looked_at = 0.0
        monkeypatch.setattr(forming, "EVERY", 0.0)
        heard.append(wanted["should_stop"]())
        return real(problem, **{**wanted, "should_stop": None})

    monkeypatch.setattr(forming, "solve", patient)

    assert form(asked).state == State.DRAFT
    assert heard == [True]


def test_stopped_before_any_plan_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    company = make_company(24)
    nothing = Result(None, (), (), (), 0.0, 0, 0.0, "cancelled")
    monkeypatch.setattr(forming, "solve", lambda *_, **__: nothing)

    asked = form(Assignment.objects.ask(company.program, by=company.olive))

    assert (asked.state, asked.trouble) == (State.FAILED, forming.STOPPED)


def test_a_worker_that_is_told_to_end_gives_the_row_back_as_it_was() -> None:
    company = make_company(24)
    asked = Assignment.objects.ask(company.program, by=company.olive)
    claimed = Assignment.objects.waiting().claim("first", 60)
    assert claimed is not None

    claimed.form(lambda: False)

    asked.refresh_from_db()
    assert (asked.state, asked.leased_until, asked.attempts) == (State.WAITING, None, 0)
    assert form(asked).state == State.DRAFT


def test_a_worker_that_lost_the_row_writes_nothing() -> None:
    company = make_company(24)
    asked = Assignment.objects.ask(company.program, by=company.olive, seconds=0.1)
    slow = Assignment.objects.waiting().claim("slow", 60)
    assert slow is not None
    Assignment.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    quick = Assignment.objects.waiting().claim("quick", 60)
    assert quick is not None

    slow.form(lambda: True)

    asked.refresh_from_db()
    assert (asked.lease_holder, asked.state, asked.draft_seats.count()) == ("quick", State.WAITING, 0)


def test_what_kills_every_worker_is_given_up() -> None:
    company = make_company(12)
    asked = Assignment.objects.ask(company.program, by=company.olive)
    Assignment.objects.update(attempts=forming.TRIES)

    assert form(asked).state == State.FAILED
    assert asked.trouble == forming.KILLED


def test_forming_again_keeps_pins_locks_names_and_who_was_left_out() -> None:
    company = make_company(30, largest_group=7)
    plan = draft(company)
    first, second = two_groups(plan)
    pinned, left = members(second)[1], members(plan.draft_groups.all()[2])[-1]
    plan.rename(first, "The Early Birds")
    plan.lock(first)
    kept = members(first)
    plan.pin(pinned)
    plan.move(left, None)

    plan.ask_again()
    form(plan)

    assert plan.state == State.DRAFT, plan.trouble
    assert plan.review().breaches == ()
    again = plan.draft_groups.get(name="The Early Birds")
    assert again.locked
    assert members(again) == kept
    seat = plan.draft_seats.get(person=pinned)
    assert (str(seat.draft_group), seat.pinned) == (second.name, True)
    out = plan.draft_seats.get(person=left)
    assert (out.draft_group, out.pinned) == (None, True)
    assert not plan.steps.exists()


def test_an_impossible_second_try_leads_back_to_the_draft() -> None:
    company = make_company(24)
    plan = draft(company)
    before = plan.draft_seats.count()
    company.program.anyone_may_facilitate = False
    company.program.save()
    plan.ask_again()
    form(plan)
    assert plan.state == State.IMPOSSIBLE

    plan.return_to_draft()

    assert (plan.state, plan.draft_seats.count()) == (State.DRAFT, before)


def test_a_published_plan_is_not_formed_again() -> None:
    plan = draft(make_company(12))
    plan.publish()

    with pytest.raises(ActRefused, match="published"):
        plan.ask_again()
