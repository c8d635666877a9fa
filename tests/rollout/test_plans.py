"""A plan that is kept: it follows new answers, and leaves alone what is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from minim.rollout.answers import Answers, Sponsor, answers_from
from minim.rollout.models import Plan, Task
from minim.rollout.planning import plan_for, shifted
from minim.rollout.plans import _plain
from minim.timetable import HolidayError, works_on
from tests.cast import Cast
from tests.make import make_person, make_program
from tests.rollout.companies import DAYS, answers

pytestmark = pytest.mark.django_db

START = date(2027, 1, 11)
ANSWERS = Answers(managers=80, start_on=START, country="DE", zones=2)


def begin(cast: Cast, said: Answers = ANSWERS) -> Plan:
    return Plan.objects.begin(said, by=cast.olive, program=cast.program)


def task_of(plan: Plan, key: str) -> Task:
    return plan.tasks.get(key=key)


def days_of(plan: Plan) -> dict[str, tuple[date, date]]:
    return {task.key: (task.starts_on, task.due_on) for task in plan.tasks.all()}


def test_a_plan_holds_every_task_of_the_one_that_fits(cast: Cast) -> None:
    plan = begin(cast)

    assert plan.dated() == plan_for(ANSWERS)


@given(said=answers())
def test_answers_are_read_as_they_were_kept(said: Answers) -> None:
    assert answers_from(_plain(said)) == said


def test_answers_of_an_earlier_interview_are_read_too() -> None:
    plain = {"managers": 40, "start_on": "2027-01-11", "favourite_colour": "green"}

    assert answers_from(plain) == Answers(managers=40, start_on=START)


def test_who_oversees_a_plan(cast: Cast) -> None:
    oscar = make_person("Oscar", is_organizer=True)
    others = make_program(organizers=[oscar])
    olives, oscars = begin(cast), Plan.objects.begin(ANSWERS, by=oscar, program=others)
    nobodys = Plan.objects.begin(ANSWERS, by=oscar)

    assert set(Plan.objects.overseen_by(cast.olive)) == {olives, nobodys}
    assert set(Plan.objects.overseen_by(oscar)) == {oscars, nobodys}
    for person in (cast.fay, cast.pat, cast.bo, cast.sam, cast.root):
        assert not Plan.objects.overseen_by(person).exists()
        assert not Task.objects.overseen_by(person).exists()


def test_whoever_organizes_no_longer_sees_no_plan(cast: Cast) -> None:
    begin(cast)
    cast.program.organizers.add(make_person("Oscar", is_organizer=True))
    cast.program.take_back_from(cast.olive)
    cast.olive.refresh_from_db()

    assert not Plan.objects.overseen_by(cast.olive).exists()


def test_moving_the_start_moves_what_is_not_done(cast: Cast) -> None:
    plan = begin(cast)
    done = task_of(plan, "name-organizer")
    done.tick()
    later = replace(ANSWERS, start_on=START + timedelta(weeks=3))

    plan.follow(later)

    moved = {task.key: (task.starts_on, task.due_on) for task in plan_for(later).tasks}
    assert days_of(plan) == moved | {"name-organizer": (done.starts_on, done.due_on)}
    assert task_of(plan, "name-organizer").is_done


def test_a_day_chosen_by_hand_keeps_its_distance(cast: Cast) -> None:
    plan = begin(cast, replace(ANSWERS, country=""))
    task_of(plan, "choose-takers").move_to(date(2027, 1, 20))
    own = plan.add("Ask the works council", step=2, owner="organizer", due_on=date(2027, 1, 15))

    plan.follow(replace(plan.answered, start_on=date(2027, 1, 18)))

    own.refresh_from_db()
    assert task_of(plan, "choose-takers").due_on == date(2027, 1, 27)
    assert own.due_on == date(2027, 1, 22)


def test_new_answers_bring_tasks_and_take_others_away(cast: Cast) -> None:
    plan = begin(cast, replace(ANSWERS, sponsor=Sponsor.NOBODY))
    before = set(days_of(plan))

    plan.follow(ANSWERS)

    assert "find-sponsor" in before
    assert set(days_of(plan)) == {task.key for task in plan_for(ANSWERS).tasks}


def test_what_was_done_stays_even_where_it_is_not_asked_for_any_more(cast: Cast) -> None:
    plan = begin(cast, replace(ANSWERS, sponsor=Sponsor.NOBODY))
    task_of(plan, "find-sponsor").tick()

    plan.follow(ANSWERS)

    assert task_of(plan, "find-sponsor").is_done


def test_a_task_taken_off_stays_off_and_comes_back_on_the_right_day(cast: Cast) -> None:
    plan = begin(cast)
    task_of(plan, "choose-takers").remove()
    later = replace(ANSWERS, start_on=START + timedelta(weeks=1))

    plan.follow(later)
    gone = "choose-takers" not in {task.key for task in plan.dated().tasks}
    task_of(plan, "choose-takers").bring_back()

    assert gone
    assert plan.dated() == plan_for(later)


def test_answers_nobody_can_plan_by_change_nothing(cast: Cast) -> None:
    plan = begin(cast)
    before = days_of(plan)

    with pytest.raises(HolidayError):
        plan.follow(replace(ANSWERS, country="ZZ"))

    plan.refresh_from_db()
    assert (days_of(plan), plan.answered) == (before, ANSWERS)


def test_what_minim_saw_is_kept_with_its_day(cast: Cast) -> None:
    plan = begin(cast)

    plan.note_seen({"roster-applied": date(2026, 11, 2), "organizer-named": None})

    rostered = task_of(plan, "bring-roster")
    assert (rostered.is_done, rostered.is_seen, rostered.done_on) == (True, True, date(2026, 11, 2))
    assert task_of(plan, "name-organizer").is_done
    assert not task_of(plan, "choose-takers").is_done


def test_ticking_twice_keeps_the_first_day(cast: Cast) -> None:
    task = task_of(begin(cast), "bring-roster")
    task.tick()
    Task.objects.filter(pk=task.pk).update(done_on=date(2026, 11, 2))

    task.tick()

    assert task.done_on == date(2026, 11, 2)


def test_a_ticked_task_can_be_open_again(cast: Cast) -> None:
    task = task_of(begin(cast), "bring-roster")
    task.tick()

    task.untick()

    task.refresh_from_db()
    assert (task.is_done, task.done_on) == (False, None)


def test_moving_a_task_keeps_how_long_it_takes(cast: Cast) -> None:
    task = task_of(begin(cast), "bring-roster")
    takes = task.due_on - task.starts_on

    task.move_to(date(2027, 2, 12))

    task.refresh_from_db()
    assert (task.due_on, task.due_on - task.starts_on) == (date(2027, 2, 12), takes)


def test_a_plan_finds_its_program_once(cast: Cast) -> None:
    plan, other = Plan.objects.begin(ANSWERS, by=cast.olive), Plan.objects.begin(ANSWERS, by=cast.olive)

    assert plan.belong_to(cast.program)
    assert not other.belong_to(cast.program)
    assert not plan.belong_to(make_program(organizers=[cast.olive]))
    assert plan.program == cast.program


def test_a_program_has_one_plan_at_most(cast: Cast) -> None:
    begin(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        begin(cast)


def test_whose_task_it_was_is_forgotten_with_the_person(cast: Cast) -> None:
    task = task_of(begin(cast), "bring-roster")
    task.give_to(make_person("Tess"))

    task.person.delete()  # type: ignore[union-attr]

    task.refresh_from_db()
    assert task.person is None


@given(
    start=DAYS,
    moved=st.integers(-200, 200),
    distance=st.integers(0, 90),
    country=st.sampled_from(("", "DE", "US")),
)
def test_a_day_moves_with_the_start_by_working_days(
    start: date, moved: int, distance: int, country: str
) -> None:
    before = Answers(managers=40, start_on=start, country=country)
    after = replace(before, start_on=start + timedelta(days=moved))
    day = start + timedelta(days=distance)

    there = shifted(day, before, after)

    if moved:
        assert works_on(country, there)
    if works_on(country, day):
        assert shifted(there, after, before) == day
