"""The eight steps keep their promises: each task says who, how long and when it is done, and leads to what is there."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

import pytest

from minim.playbook import CONDITIONS, SIGNS, PlanRole, PlanTask, guides, kick_off_script, rollout_steps
from minim.playbook.rollout import FILE
from minim.web.guides.reader import Reader

TASKS = tuple(task for step in rollout_steps() for task in step.tasks)
EVERYBODY = Reader(is_organizer=True, groups=(7,), led=(7,), programs=(7,))

every_task = pytest.mark.parametrize("task", TASKS, ids=[task.key for task in TASKS])


def test_there_are_eight_steps_in_their_order() -> None:
    steps = rollout_steps()

    assert [step.number for step in steps] == list(range(1, 9))
    assert [step.key for step in steps] == [
        "organizer",
        "plan",
        "facilitators",
        "training",
        "communicating",
        "assignments",
        "first-sessions",
        "adapting",
    ]
    assert all(step.why.endswith((".", "?")) and len(step.title) < 45 for step in steps)
    assert all(task.step == step.number for step in steps for task in step.tasks)


def test_every_key_is_one_task() -> None:
    assert [key for key, times in Counter(task.key for task in TASKS).items() if times > 1] == []
    assert {task.owner for task in TASKS} == set(PlanRole)


@every_task
def test_a_task_says_who_how_long_and_when_it_is_done(task: PlanTask) -> None:
    assert 5 < len(task.title) < 60
    assert not task.title.endswith(".")
    assert 15 < len(task.words.split()) < 130
    assert task.done_when.endswith(".")
    assert 5 <= task.minutes <= 180
    assert 1 <= task.days <= 10


@every_task
def test_it_waits_only_for_what_stands_before_it(task: PlanTask) -> None:
    before = [other.key for other in TASKS[: TASKS.index(task)]]

    assert set(task.needs) <= set(before)
    assert set(task.turns) in (set(), {"weekly", "biweekly"})
    assert set(task.when) | set(task.unless) | {also.when for also in task.additions} <= set(CONDITIONS)


def test_every_task_waits_for_something_but_the_first() -> None:
    assert [task.key for task in TASKS if not task.needs] == ["find-sponsor"]


@every_task
def test_its_guide_is_there_and_for_whoever_does_it(task: PlanTask) -> None:
    if not task.guide:
        return
    role = guides()[task.guide].role
    assert task.owner in (role, PlanRole.SPONSOR, PlanRole.PEOPLE_OPS, PlanRole.ORGANIZER)


@every_task
def test_its_page_is_there(task: PlanTask) -> None:
    assert not task.place or EVERYBODY.href(task.place)


def test_each_sign_ticks_one_task() -> None:
    seen = [task.seen for task in TASKS if task.seen]

    assert sorted(seen) == sorted(SIGNS)


def test_every_condition_changes_something() -> None:
    used = chain.from_iterable(
        (*task.when, *task.unless, *(also.when for also in task.additions)) for task in TASKS
    )

    assert set(used) == set(CONDITIONS)


def test_it_is_calm_and_well_set() -> None:
    written = "\n".join(line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    words = " ".join(re.findall(r'"""(.*?)"""', written, re.DOTALL) + re.findall(r'"([^"\n]*)"', written))

    assert len(words) > 10_000
    assert "!" not in words
    assert "'" not in words, "Apostrophes are round here"
    assert not re.search(r"\s-\s|\.\.\.", words)


def test_milestones_are_short_and_few() -> None:
    named = [task.milestone for task in TASKS if task.milestone]

    assert 8 <= len(named) <= 15
    assert len(set(named)) == len(named)
    assert all(len(name) <= 40 for name in named)


def test_the_kick_off_fills_its_half_hour_and_says_nothing_loudly() -> None:
    minutes = [tuple(map(int, pair)) for pair in re.findall(r"## Minute (\d+) to (\d+):", kick_off_script())]

    assert [begin for begin, _ in minutes] == [0, *(end for _, end in minutes[:-1])]
    assert minutes[-1][1] == 30
    assert not set("!\"'") & set(kick_off_script())
