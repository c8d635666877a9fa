"""The plan: nothing before what it needs, on working days only, and every distance stays when the start moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.playbook import PlanRole, rollout_steps
from minim.rollout.answers import Answers, Cadence, Meets, OrganizerFound, Sponsor, Tried, Trust
from minim.rollout.planning import DatedPlan, DatedTask, NoWorkingDay, plan_for
from minim.timetable import HolidayError, works_on
from tests.rollout.companies import DAYS, answers

MONDAY = date(2027, 1, 11)
USUAL = Answers(managers=80, start_on=MONDAY)


def plan(**said: Any) -> DatedPlan:
    return plan_for(replace(USUAL, **said))


def task(made: DatedPlan, key: str) -> DatedTask:
    return next(task for task in made.tasks if task.key == key)


def keys(made: DatedPlan) -> set[str]:
    return {task.key for task in made.tasks}


def working_days(answers: Answers, until: date) -> list[date]:
    ahead = (until - answers.start_on).days
    days = (answers.start_on + timedelta(days=day) for day in range(ahead + 1))
    return [day for day in days if works_on(answers.country, day)]


def distances(made: DatedPlan) -> dict[str, tuple[int, int]]:
    """First and last day of each task, in working days after the first of the plan."""
    days = {day: number for number, day in enumerate(working_days(made.answers, made.due_on))}
    return {task.key: (days[task.starts_on], days[task.due_on]) for task in made.tasks}


@given(answers())
def test_nothing_begins_before_what_it_needs_is_done(said: Answers) -> None:
    made = plan_for(said)

    due = {task.key: task.due_on for task in made.tasks}
    for one in made.tasks:
        assert one.starts_on <= one.due_on
        assert all(due[need] < one.starts_on for need in one.needs)


@given(answers())
def test_everything_is_on_a_working_day_of_that_country(said: Answers) -> None:
    made = plan_for(said)

    days = {day for one in made.tasks for day in (one.starts_on, one.due_on)}
    assert all(works_on(said.country, day) for day in days)
    assert min(days) == working_days(said, min(days))[0]


@given(answers(), DAYS)
def test_moving_the_start_keeps_every_distance_in_working_days(said: Answers, other: date) -> None:
    before, after = plan_for(said), plan_for(replace(said, start_on=other))

    assert distances(before) == distances(after)


@given(answers())
def test_every_company_gets_eight_steps_and_something_to_do_in_each(said: Answers) -> None:
    made = plan_for(said)

    assert [step.number for step in made.steps] == list(range(1, 9))
    assert 35 <= len(made.tasks) <= 50
    assert {one.owner for one in made.tasks} == set(PlanRole)
    assert all(step.starts_on <= later.due_on for step, later in _pairs(made))
    assert [one.on for one in made.milestones] == sorted(one.on for one in made.milestones)
    assert sum(len(made.tasks_of(role)) for role in PlanRole) == len(made.tasks)


def _pairs(made: DatedPlan) -> Iterator[tuple[Any, Any]]:
    return zip(made.steps, made.steps[1:], strict=False)


@given(answers(), st.sampled_from([7, 30, 365]))
def test_weekends_alone_count_where_no_country_is_named(said: Answers, ahead: int) -> None:
    """Whole weeks later the same weekdays come back, so the whole plan is just so many days later."""
    before = plan_for(replace(said, country=""))
    weeks = timedelta(weeks=ahead)
    after = plan_for(replace(said, country="", start_on=said.start_on + weeks))

    assert [one.due_on + weeks for one in before.tasks] == [one.due_on for one in after.tasks]


def test_a_plan_by_hand() -> None:
    made = plan()

    first = task(made, "first-meetings")
    assert made.starts_on == MONDAY
    assert (first.starts_on, first.due_on) == (date(2027, 3, 16), date(2027, 3, 22))
    assert task(made, "agree-the-bargain").due_on == date(2027, 1, 13)
    assert [one.title for one in made.milestones[:3]] == [
        "Leadership says yes",
        "We know whom we ask",
        "Every group has a Facilitator",
    ]


@pytest.mark.parametrize(("cadence", "days"), [(Cadence.WEEKLY, 5), (Cadence.BIWEEKLY, 10)])
def test_the_cadence_says_when_the_next_meetings_fall(cadence: Cadence, days: int) -> None:
    found = distances(plan(cadence=cadence))

    begins = [found[f"{which}-meetings"][0] for which in ("first", "second", "third")]
    assert begins == [begins[0], begins[0] + days, begins[0] + 2 * days]
    assert found["ask-what-to-keep"][0] == begins[0] + 50


def test_a_start_on_a_weekend_or_holiday_begins_on_the_next_working_day() -> None:
    assert plan(start_on=date(2027, 1, 9)).starts_on == MONDAY
    assert plan(start_on=date(2027, 1, 1), country="US").starts_on == date(2027, 1, 4)
    assert plan(start_on=date(2027, 1, 6), country="DE-BY").starts_on == date(2027, 1, 7)
    assert plan(start_on=date(2027, 1, 6), country="DE").starts_on == date(2027, 1, 6)


def test_the_weekend_is_that_of_the_country() -> None:
    """In Egypt people rest on Friday and Saturday."""
    assert plan(start_on=date(2027, 1, 15), country="EG").starts_on == date(2027, 1, 17)


def test_a_holiday_puts_off_what_comes_after_it() -> None:
    """Martin Luther King Day is on 18 January 2027."""
    assert task(plan(country="US"), "name-organizer").due_on == date(2027, 1, 19)
    assert task(plan(), "name-organizer").due_on == date(2027, 1, 18)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"sponsor": Sponsor.NOBODY}, "find-sponsor"),
        ({"tried": Tried.FAILED}, "look-back"),
        ({"managers": 500}, "begin-with-a-part"),
        ({"managers": 15}, "widen-the-circle"),
        ({"levels": 3}, "keep-levels-apart"),
        ({"zones": 3}, "look-at-the-clock"),
        ({"meets": Meets.IN_PERSON}, "find-rooms"),
        ({"meets": Meets.REMOTE}, "ready-the-screens"),
        ({"trust": Trust.LOW}, "prepare-a-true-story"),
    ],
)
def test_a_task_is_there_for_those_it_concerns_and_for_no_others(said: dict[str, Any], key: str) -> None:
    other = plan(levels=1, meets=Meets.REMOTE if key == "find-rooms" else Meets.IN_PERSON)

    assert key in keys(plan(**said))
    assert key not in keys(other)


def test_what_is_left_out_leaves_no_hole() -> None:
    """Whoever has a sponsor begins with the bargain; whoever has none finds one first."""
    assert task(plan(), "agree-the-bargain").needs == ()
    assert task(plan(sponsor=Sponsor.NOBODY), "agree-the-bargain").needs == ("find-sponsor",)
    assert task(plan(), "choose-takers").needs == ("bring-roster", "shape-program")


def test_words_are_added_where_they_concern_somebody() -> None:
    first = task(plan(meets=Meets.REMOTE, trust=Trust.LOW, levels=1), "first-meetings").words.split("\n\n")

    assert [words.split()[0] for words in first] == ["Go", "Where", "Cameras"]
    looked_for = task(plan(organizer=OrganizerFound.NOBODY), "name-organizer").words
    assert "to whom would you go with something you are ashamed of" in looked_for


def test_more_groups_take_an_organizer_more_time_up_to_what_one_can_bear() -> None:
    small, large, huge = (task(plan(managers=size), "ask-facilitators") for size in (30, 150, 5_000))

    assert (small.minutes, large.minutes, huge.minutes) == (75, 330, 360)
    assert [len(_between(one)) for one in (small, large, huge)] == [5, 5, 5]
    assert plan(managers=150).answers.groups == 22


def _between(one: DatedTask) -> list[date]:
    days = (one.starts_on + timedelta(days=day) for day in range((one.due_on - one.starts_on).days + 1))
    return [day for day in days if works_on("", day)]


def test_more_minutes_than_days_hold_take_more_days() -> None:
    found = plan(managers=5_000)

    assert task(found, "call-facilitators").minutes == 240
    assert len(_between(task(found, "call-facilitators"))) == 3


def test_a_country_nobody_knows_is_named() -> None:
    with pytest.raises(HolidayError, match="Narnia"):
        plan(country="Narnia")


def test_where_nobody_ever_works_there_is_no_plan() -> None:
    with pytest.raises(NoWorkingDay, match="after 11 January 2027"):
        plan_for(USUAL, works=lambda country, day: False)


def test_at_the_end_of_the_calendar_there_is_no_plan() -> None:
    with pytest.raises(NoWorkingDay):
        plan(start_on=date(9999, 12, 1))


def test_tasks_come_in_the_order_of_their_days() -> None:
    for step in plan().steps:
        assert [one.starts_on for one in step.tasks] == sorted(one.starts_on for one in step.tasks)
    assert sum(len(step.tasks) for step in rollout_steps()) > len(plan().tasks)
