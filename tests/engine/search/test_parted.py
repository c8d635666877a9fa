from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given

from minim.engine import Problem, judge, solve
from minim.engine.proof.certificate import known
from minim.engine.search.parted import parted
from minim.engine.search.seating import left_out, seated
from tests.engine.crew import crew, examples, problem, problems


def two_heads_and_their_peers() -> Problem:
    """Two heads of one boss, who could share a group or each sit with some of the eight below their level."""
    people = crew(80)
    for at in range(10):
        people[at] = replace(people[at], level=2)
    for at in range(2):
        people[at] = replace(people[at], level=3, manager="boss")
    return problem(people, size=(4, 6))


def test_the_scarcest_are_kept_apart_where_that_is_cheapest() -> None:
    made = two_heads_and_their_peers()

    apart = parted(made, np.arange(80), 16).apart

    assert apart == {frozenset(("p00", "p01"))}


def test_nobody_is_kept_apart_where_nobody_is_scarce() -> None:
    made = problem(crew(80), size=(4, 6))

    assert parted(made, np.arange(80), 16) is made


def test_heads_of_one_boss_get_groups_of_their_own() -> None:
    made = two_heads_and_their_peers()

    result = solve(made, seconds=0.02)

    assert result.plan is not None
    assert result.plan.group_of("p00") != result.plan.group_of("p01")
    assert judge(made, result.plan) == ()


@examples(40)
@given(problems(moves=0))
def test_the_cheapest_parties_cost_what_is_proved(any_problem: Problem) -> None:
    people = seated(any_problem, left_out(any_problem))
    few = known(any_problem, people).scarce if len(people) else None
    if few is None:
        return
    groups = len(people) // any_problem.size[0]

    parties = few.parties(groups)

    if parties:
        assert sorted(at for party in parties for at in party) == sorted(few.cohort.rows[few.people])
        masks = [
            sum(1 << few.cohort.rows[few.people].tolist().index(at) for at in party) for party in parties
        ]
        points = sum(few.costs[few.cells.tolist().index(mask), -1] for mask in masks)
        assert np.isclose(points, few.at_least(groups)[-1])
    else:
        assert np.isinf(few.at_least(groups)[-1])
