"""What `solve` promises: the same plan again, an end at any moment, and nothing worse than the start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from minim.engine import Candidate, Plan, PlanGroup, Problem, Progress, Result, judge, score, solve
from tests.engine.crew import COMPILED, NINE_TO_FIVE, crew, examples, problem
from tests.engine.worlds import HOURS, candidates, told, weights

ROOT = Path(__file__).parents[2]
SHORT = 0.01 if COMPILED else 0.001
some = examples(60)


def busy_company(count: int = 30 if COMPILED else 16) -> Problem:
    """Return a company with a bit of everything: chains, hours, history, pins, a locked group, people kept apart."""
    people = [
        replace(
            who,
            level=1 + at % 2,
            manager=f"p{at - 7:02}" if at % 5 == 0 and at > 9 else f"m{at % 6}",
            department=f"d{at % 4}",
            hours=NINE_TO_FIVE << at % 3 * 8,
            energy=at % 7 / 7,
            today=("Otter", "Wren", None)[at % 3],
            earlier=(f"g{at % 4}", f"h{at % 5}"),
            newcomer=at % 6 == 0,
            pinned="Otter" if at == 11 else None,
        )
        for at, who in enumerate(crew(count))
    ]
    locked = {"Heron": PlanGroup("Heron", "p01", ("p01", "p03", "p05", "p07"))}
    apart = [("p02", "p04"), ("p04", "p06"), ("p06", "p08"), ("p02", "p08")]
    return problem(people, size=(4, 7), locked=locked, apart=apart)


def as_json(result: Result) -> str:
    """Tell everything of a result but how long it took."""
    return json.dumps(result.to_json() | {"seconds": None})


@st.composite
def legal_plans(draw: st.DrawFn) -> tuple[Problem, Plan]:
    """Draw a plan that keeps every rule, and the problem around it."""
    groups = draw(st.integers(1, 4))
    sizes = [draw(st.integers(2, 5)) for _ in range(groups)]
    people = draw(candidates(sum(sizes)))
    keys = iter(draw(st.permutations([who.key for who in people])))
    names = [f"Group {at}" for at in range(1, groups + 1)]
    seats = {name: [next(keys) for _ in range(size)] for name, size in zip(names, sizes, strict=True)}
    home = {key: name for name, members in seats.items() for key in members}
    pins = draw(st.sets(st.sampled_from(sorted(home)), max_size=2))
    settled: dict[str, Candidate] = {}
    for who in people:
        fitting = _settled(draw, who, home[who.key], who.key in pins, seats)
        chain = _chain(fitting.manager, settled)
        settled[who.key] = replace(fitting, manager=None) if chain & {*seats[home[who.key]]} else fitting
    plan = Plan(tuple(PlanGroup(name, members[0], tuple(members)) for name, members in seats.items()))
    lock = draw(st.sampled_from([None, *names]))
    made = Problem.of(
        settled.values(),
        reports_to={who.key: who.manager for who in settled.values()},
        size=(2, 5),
        level_band=draw(st.integers(0, 2)),
        apart=[(one, other) for one, other in draw(_pairs(sorted(home))) if home[one] != home[other]],
        locked={} if lock is None else {lock: plan.groups[names.index(lock)]},
        wishes=draw(
            st.fixed_dictionaries({"moves": weights, "fairness": weights, "same-department": weights})
        ),
    )
    note(told(made, plan))
    assert judge(made, plan) == ()
    return made, plan


def _chain(manager: str | None, people: dict[str, Candidate]) -> set[str]:
    """Return everybody above, from a manager upwards; people are settled from the top down."""
    above = set()
    while manager is not None:
        above.add(manager)
        manager = people[manager].manager if manager in people else None
    return above


def _settled(
    draw: st.DrawFn, who: Candidate, home: str, pinned: bool, seats: dict[str, list[str]]
) -> Candidate:
    """Make one of the people fit to their group: near in level and in hours, and willing where they lead."""
    at = list(seats).index(home)
    return replace(
        who,
        level=1 + at % 2,
        hours=draw(
            st.sampled_from(
                [None, (HOURS["any time"], HOURS["Monday noon"], HOURS["over Sunday midnight"])[at % 3]]
            )
        ),
        may_facilitate=who.may_facilitate or seats[home][0] == who.key,
        pinned=home if pinned else None,
    )


def _pairs(keys: list[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=4)


companies = legal_plans().map(lambda given_plan: given_plan[0])
"""Problems with a plan, so that no time goes into naming clashes."""


def formed_once() -> Result:
    return solve(busy_company(), seconds=SHORT, seed=5)


def test_the_same_seed_gives_the_same_result_in_any_process() -> None:
    """Also where Python orders its sets otherwise."""
    script = "from tests.engine import test_promises as t; print(t.as_json(t.formed_once()))"
    here = as_json(formed_once())

    for hashing in ("1", "2"):
        surroundings = os.environ | {
            "PYTHONHASHSEED": hashing,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        done = subprocess.run(
            [sys.executable, "-c", script], env=surroundings, capture_output=True, text=True
        )
        assert done.stderr == ""
        assert done.stdout.strip() == here


def test_other_seeds_may_give_other_plans() -> None:
    plans = {solve(busy_company(), seconds=0.0001, seed=seed).plan for seed in range(12)}

    assert len(plans) > 1


@some
@given(companies, st.integers(0, 2**70))
def test_any_problem_gives_the_same_plan_twice(made: Problem, seed: int) -> None:
    one, two = (solve(made, seconds=SHORT, seed=seed) for _ in range(2))

    assert one.plan == two.plan
    assert one.score == two.score


@some
@given(companies, st.integers(0, 40), st.integers(0, 9))
def test_stopping_at_any_moment_leaves_a_legal_plan_or_none(made: Problem, moment: int, seed: int) -> None:
    asked: list[bool] = []

    def should_stop() -> bool:
        asked.append(len(asked) >= moment)
        return asked[-1]

    result = solve(made, seconds=0.2, seed=seed, should_stop=should_stop)

    assert (result.stopped_by == "cancelled") == any(asked)
    if result.plan is None:
        assert result.score == 0
        assert any(asked) or result.clash is not None
    else:
        assert judge(made, result.plan) == ()
        assert result.score == score(made, result.plan).total


@some
@given(companies)
def test_progress_never_gets_worse(made: Problem) -> None:
    reported: list[Progress] = []

    result = solve(made, seconds=0.05, progress=reported.append)

    seconds = [progress.seconds for progress in reported if progress.stage != "warming up"]
    assert seconds == sorted(seconds)
    improving = [progress for progress in reported if progress.stage in ("improving", "explaining")]
    for before, after in pairwise(improving):
        assert (after.breaches, after.best) <= (before.breaches, before.best + 0.01)
    if result.plan is not None:
        assert abs(reported[-1].best - result.score) < 0.01


@some
@given(legal_plans(), st.integers(0, 9), st.sampled_from([0.0, 1e-9, 0.001, SHORT]))
def test_nothing_is_ever_worse_than_the_start(
    given_plan: tuple[Problem, Plan], seed: int, seconds: float
) -> None:
    made, start = given_plan

    result = solve(made, seconds=seconds, seed=seed, start=start)

    assert result.plan is not None
    assert judge(made, result.plan) == ()
    assert result.score <= score(made, start).total


@some
@given(legal_plans())
def test_stopping_at_once_gives_back_the_start_or_better(given_plan: tuple[Problem, Plan]) -> None:
    made, start = given_plan

    result = solve(made, start=start, should_stop=lambda: True)

    assert result.plan is not None
    assert result.score <= score(made, start).total


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_handful_gets_one_group_or_a_reason(count: int) -> None:
    result = solve(problem(crew(count)), seconds=SHORT)

    if count < 2:
        assert result.plan is None
        assert result.clash is not None
        assert result.clash.sentences
    else:
        assert result.plan is not None
        assert [sorted(group.members) for group in result.plan.groups] == [
            [f"p{at:02}" for at in range(count)]
        ]


@pytest.mark.parametrize("seconds", [-1.0, 0.0, 1e-12, 1e9, float("inf")])
def test_any_amount_of_time_is_enough_for_a_small_company(seconds: float) -> None:
    made = problem(crew(4), size=(2, 2))

    result = solve(made, seconds=seconds)

    assert result.plan is not None
    assert judge(made, result.plan) == ()


def test_everybody_can_be_one_group() -> None:
    people = [replace(who, department="same", hours=NINE_TO_FIVE) for who in crew(8)]
    made = problem(people, size=(2, 8), groups=1)

    result = solve(made, seconds=SHORT)

    assert result.plan is not None
    assert [len(group.members) for group in result.plan.groups] == [8]
    assert score(made, result.plan).value("same-department") == 28
    assert result.stopped_by == "proved"


def story(**changes: Any) -> Problem:
    return problem(crew(8), **changes)


def test_one_group_that_is_locked_is_the_whole_plan() -> None:
    everybody = PlanGroup("Otter", "p00", tuple(f"p{at:02}" for at in range(8)))

    result = solve(story(size=(2, 8), locked={"Otter": everybody}), seconds=SHORT)

    assert result.plan == Plan((everybody,))
