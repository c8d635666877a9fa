"""Looking back: one at a time, and what is decided becomes a task."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from minim.groups.models import Group
from minim.pulse.models import Round
from minim.pulse.rounds import Asks
from minim.rollout.answers import Answers
from minim.rollout.models import Plan, Retrospective
from minim.web.home.steps import next_steps
from minim.worker.polling import due_after, open_retrospectives
from tests.cast import Cast
from tests.make import make_group, make_program
from tests.pulse.polls import ended, make_poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast) -> Plan:
    answers = Answers(managers=40, start_on=date(2027, 1, 11))
    program = make_program(organizers=[cast.olive])
    for _ in range(3):
        make_group(5, program=program)
    return Plan.objects.begin(answers, by=cast.olive, program=program)


def asked(plan: Plan) -> list[Round]:
    return list(Round.objects.filter(program=plan.program, asks=Asks.RETROSPECTIVE))


def test_asking_twice_is_asking_once(plan: Plan, cast: Cast) -> None:
    first = Retrospective.objects.ask(plan, by=cast.olive)

    assert Retrospective.objects.ask(plan, by=cast.olive) == first


def test_the_worker_asks_everybody_once(plan: Plan, cast: Cast) -> None:
    wanted = Retrospective.objects.ask(plan, by=cast.olive)

    open_retrospectives()
    open_retrospectives()

    wanted.refresh_from_db()
    [round_] = asked(plan)
    assert wanted.round_number == round_.number
    assert round_.parts.count() == 3


def test_it_waits_for_a_poll_that_is_open(plan: Plan, cast: Cast) -> None:
    poll = make_poll(*Group.objects.filter(program=plan.program))
    Retrospective.objects.ask(plan, by=cast.olive)

    open_retrospectives()
    before = asked(plan)
    ended(poll)
    open_retrospectives()

    assert (before, len(asked(plan))) == ([], 1)


def test_no_poll_opens_meanwhile(plan: Plan, cast: Cast) -> None:
    Retrospective.objects.ask(plan, by=cast.olive)
    open_retrospectives()
    assert plan.program

    assert due_after(plan.program, {1: [timezone.now()]}) is None


def test_a_plan_without_a_program_has_nobody_to_ask(cast: Cast) -> None:
    plan = Plan.objects.begin(Answers(managers=40, start_on=date(2027, 1, 11)), by=cast.olive)
    Retrospective.objects.ask(plan, by=cast.olive)

    open_retrospectives()

    assert not Round.objects.exists()


def test_a_decision_is_a_task_that_follows_the_plan(plan: Plan, cast: Cast) -> None:
    wanted = Retrospective.objects.ask(plan, by=cast.olive)

    task = wanted.decide("Meet for 75 minutes", owner="organizer", due_on=date(2027, 6, 1))

    assert list(wanted.decisions.all()) == [task]
    assert task in plan.tasks.undone()
    assert (task.step, task.is_own) == (8, True)


def test_when_it_was_held_is_said_once(plan: Plan, cast: Cast) -> None:
    wanted = Retrospective.objects.ask(plan, by=cast.olive)
    wanted.finish()
    Retrospective.objects.update(held_on=date(2027, 6, 1))

    wanted.finish()

    assert wanted.held_on == date(2027, 6, 1)
    assert Retrospective.objects.ask(plan, by=cast.olive) != wanted


@pytest.mark.parametrize(("days", "is_due"), [(300, False), (365, True), (900, True)])
def test_after_a_year_it_is_time_to_look_back_again(plan: Plan, cast: Cast, days: int, is_due: bool) -> None:
    looked = Retrospective.objects.ask(plan, by=cast.olive)
    Retrospective.objects.filter(pk=looked.pk).update(held_on=timezone.localdate() - timedelta(days=days))

    assert list(Retrospective.objects.due_again(Plan.objects.all())) == ([plan] if is_due else [])
    titles = [step.title for step in next_steps(cast.olive)]
    assert plan.program
    assert (f"A year ago {plan.program.name} looked back" in titles) == is_due

    Retrospective.objects.ask(plan, by=cast.olive)
    assert not Retrospective.objects.due_again(Plan.objects.all())
