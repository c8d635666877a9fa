"""Tight companies with a hidden plan: it, or another one, is found."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.planted import FAMILIES, planted
from minim.engine import judge, solve
from minim.engine.proof.obstacles import obstacles
from minim.engine.search.seating import left_out
from tests.engine.crew import COMPILED

compiled = pytest.mark.skipif(not COMPILED, reason="a tight company needs numba")


@compiled
@pytest.mark.parametrize("people", [12, 30, 80])
@pytest.mark.parametrize("name", FAMILIES)
def test_a_plan_is_found_where_one_is_hidden(name: str, people: int) -> None:
    problem, hidden = planted(FAMILIES[name], people, seed=people)

    plan = solve(problem, seconds=0.01).plan

    assert judge(problem, hidden) == ()
    assert plan is not None
    assert judge(problem, plan) == ()
    assert plan.left_out == ()


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_is_proved_impossible_where_a_plan_is_hidden(name: str) -> None:
    for seed in range(5):
        problem, hidden = planted(FAMILIES[name], 40, seed)

        assert left_out(problem) == ()
        assert list(obstacles(problem, np.arange(len(problem.candidates)))) == [], hidden
