"""The kernels are the fast twins of rules.py and score.py: on any problem they count the same."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minim.engine import Plan, PlanGroup, Problem, judge, score
from minim.engine.arrays import LEVEL
from minim.engine.kernels import (
    BURDEN,
    GROUP,
    HIGH,
    LOW,
    NOBODY,
    SIZE,
    Seats,
    difference,
    misshapen,
    moved,
    nobody,
    pair,
    refresh,
    totals,
    trial,
)
from minim.engine.search.anneal import BLOCK, Part, anneal, part_of
from minim.engine.search.seating import Seated
from minim.engine.wishes import MILLI
from tests.engine.crew import examples, problems

PENALTY = 1_000_000
quick = examples(60)


def any_plan(problem: Problem, where: list[int], groups: int) -> Plan:
    """Seat person i in group where[i]; the kernels choose who leads."""
    names = problem.names(groups)
    made = []
    for at, name in enumerate(names):
        keys = tuple(who.key for who, group in zip(problem.candidates, where, strict=True) if group == at)
        made.append(PlanGroup(name, "", keys))
    seated = Seated(problem, Plan(tuple(made)))
    led = []
    for group in made:
        leader = misshapen(problem.arrays, seated.seats, seated.place[group.name], nobody(), nobody())[1]
        led.append(
            PlanGroup(group.name, problem.candidates[leader].key if leader != NOBODY else "", group.members)
        )
    return Plan(tuple(led))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Problem, Plan]:
    problem = draw(problems())
    groups = draw(st.integers(1, 4))
    count = len(problem.candidates)
    where = draw(st.lists(st.integers(0, groups - 1), min_size=count, max_size=count))
    plan = any_plan(problem, where, groups)
    return problem, Plan(tuple(group for group in plan.groups if group.members))


@quick
@given(plans())
def test_kernels_find_as_many_breaches_as_the_judge(given_plan: tuple[Problem, Plan]) -> None:
    problem, plan = given_plan

    seats = Seated(problem, plan).seats
    kept_by_moves = ("size", "one-seat", "groups", "pinned", "locked")
    judged = [breach for breach in judge(problem, plan) if breach.rule not in kept_by_moves]
    empty = int((seats.group[:, SIZE] == 0).sum())

    assert totals(problem.arrays, seats)[0] - empty == len(judged)


@quick
@given(plans())
def test_kernels_cost_what_the_score_says(given_plan: tuple[Problem, Plan]) -> None:
    problem, plan = given_plan

    cost = totals(problem.arrays, Seated(problem, plan).seats)[1]

    assert abs(cost / MILLI - score(problem, plan).total) < 0.001 * (1 + len(plan.groups))


@quick
@given(plans(), st.data())
def test_a_trial_tells_the_difference_of_two_full_counts(
    given_plan: tuple[Problem, Plan], data: st.DataObject
) -> None:
    problem, plan = given_plan
    a, seats = problem.arrays, Seated(problem, plan).seats
    i = data.draw(st.integers(0, len(problem.candidates) - 1))
    j = data.draw(st.integers(0, len(problem.candidates) - 1))
    g, h = int(seats.seat[i, GROUP]), int(seats.seat[j, GROUP])
    if g == h:
        return

    told = difference(a, seats, PENALTY, g, trial(a, seats, g, i, j))
    told += difference(a, seats, PENALTY, h, trial(a, seats, h, j, i))
    told += moved(a, i, h) + moved(a, j, g) - moved(a, i, g) - moved(a, j, h)
    before = objective(problem, seats)
    seats.seat[i, GROUP], seats.seat[j, GROUP] = h, g
    refresh(a, seats)

    assert told == objective(problem, seats) - before


@quick
@given(plans(), st.integers(1, 2**60))
def test_annealing_keeps_count(given_plan: tuple[Problem, Plan], seed: int) -> None:
    """After many accepted moves, every running count equals a fresh one, and the changes add up."""
    problem, plan = given_plan
    a, seats = problem.arrays, Seated(problem, plan).seats
    seats.group[:, LOW], seats.group[:, HIGH] = 1, seats.members.shape[1]
    people = np.arange(len(problem.candidates), dtype=np.int64)
    before = objective(problem, seats)

    groups = np.arange(len(seats.group), dtype=np.int64)
    noise = np.random.default_rng(seed).gumbel(size=2 * (len(people) + len(groups) + BLOCK))
    part = part_of(a, seats, people, groups, people, groups, noise.astype(np.float32))

    change = anneal(a, seats, part, people, np.array([seed], np.uint64), 200, 9e5, 9e4, PENALTY)

    running = seats.toll.copy(), seats.group.copy(), seats.load.copy()
    assert_tables_are_true(problem, seats, part)
    assert objective(problem, seats) - before == change
    refresh(a, seats)
    assert np.array_equal(running[0], seats.toll)
    assert np.array_equal(running[1], seats.group)
    assert np.array_equal(running[2], seats.load)


def assert_tables_are_true(problem: Problem, seats: Seats, part: Part) -> None:
    """What a step is drawn by follows from who sits where, after any number of steps."""
    a, group = problem.arrays, seats.seat[:, GROUP]
    cost = np.zeros((len(group), len(group)))
    for i, j in combinations(range(len(group)), 2):
        points, bad = pair(a, i, j)
        bad += abs(int(a.people[i, LEVEL]) - int(a.people[j, LEVEL])) > max(1, a.band)
        cost[i, j] = cost[j, i] = points + PENALTY * bad

    gain = np.array([cost[group == at].sum(axis=0) for at in range(len(seats.group))])

    assert np.array_equal(part.where, group)
    assert np.array_equal(part.pair, cost)
    assert np.allclose(part.gain, gain)
    assert np.allclose(part.own, gain[group, np.arange(len(group))])
    assert np.array_equal(part.burden, seats.group[:, BURDEN].astype(np.float32))


def objective(problem: Problem, seats: Seats) -> int:
    breaches, cost = totals(problem.arrays, seats)
    return int(breaches * PENALTY + cost)
