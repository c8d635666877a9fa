"""The kernels count exactly what rules.py and score.py say, in whole numbers, for any people and any seats."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from minim.engine import Plan, PlanGroup, Problem, score
from minim.engine.alternatives import alternatives, exchange, without_or_with
from minim.engine.kernels import (
    BURDEN,
    GROUP,
    NOBODY,
    PAIRS,
    SHAPE,
    SIZE,
    SLOT,
    SPOT,
    Seats,
    difference,
    misshapen,
    moved,
    nobody,
    refresh,
    reseat,
    settle,
    totals,
    trial,
)
from minim.engine.search import people
from minim.engine.search.seating import Seated
from minim.engine.slots import MISSES
from minim.engine.wishes import MILLI
from tests.engine.crew import COMPILED
from tests.engine.worlds import breaches_of, counted, group_cost, led_best, seated_worlds

PENALTY = 1 << 40
SHAPES = ("facilitator", "facilitator-level", "level-band")
many = settings(max_examples=150 if COMPILED else 25, deadline=None)


def seats_of(problem: Problem, plan: Plan) -> Seats:
    return Seated(problem, plan).seats


def objective(problem: Problem, seats: Seats) -> int:
    breaches, cost = totals(problem.arrays, seats)
    return int(breaches) * PENALTY + int(cost)


def changed(problem: Problem, plan: Plan, home: str, out: str, target: str, inn: str) -> Plan:
    """Return the plan after `out` went from home to target, and `inn`, if any, the other way; each led at best."""

    def after(group: PlanGroup) -> PlanGroup:
        keys = [key for key in group.members if key not in (out, inn)]
        keys += [out] if group.name == target else []
        keys += [inn] if group.name == home and inn else []
        return led_best(problem, replace(group, members=tuple(keys)))

    return Plan(tuple(after(group) for group in plan.groups))


@many
@given(seated_worlds())
def test_a_full_count_equals_the_readable_one(world: tuple[Problem, Plan]) -> None:
    problem, plan = world
    seats = seats_of(problem, plan)
    unused = len(seats.group) - len(plan.groups)

    breaches, cost = totals(problem.arrays, seats)

    assert (breaches - unused, cost) == counted(problem, plan)
    assert abs(cost / MILLI - score(problem, plan).total) < 0.001 * len(plan.groups)


@many
@given(seated_worlds())
def test_each_group_counts_what_its_rules_say(world: tuple[Problem, Plan]) -> None:
    problem, plan = world
    seated = Seated(problem, plan)

    for group in plan.groups:
        rules = [breach.rule for breach in breaches_of(problem, group)]
        line = seated.seats.group[seated.place[group.name]]
        assert line[PAIRS] == rules.count("chain") + rules.count("apart")
        assert line[SHAPE] == sum(rule in SHAPES for rule in rules)
        assert line[SLOT] // MISSES == rules.count("common-slot")
        assert line[SLOT] % MISSES == score(problem, Plan((group,))).value("unpopular-hours")
        assert line[SIZE] == len(group.members)


@many
@given(seated_worlds())
def test_the_kernels_choose_a_facilitator_as_well_as_looking_at_everybody(
    world: tuple[Problem, Plan],
) -> None:
    problem, plan = world
    seated = Seated(problem, plan)

    for group in plan.groups:
        least, leader = misshapen(problem.arrays, seated.seats, seated.place[group.name], nobody(), nobody())
        chosen = problem.candidates[leader].key if leader != NOBODY else ""
        broken = breaches_of(problem, replace(group, facilitator=chosen))
        assert sum(breach.rule in SHAPES for breach in broken) == least
        assert len(broken) == len(breaches_of(problem, group))


@many
@given(seated_worlds(), st.data())
def test_a_trial_foretells_the_group(world: tuple[Problem, Plan], data: st.DataObject) -> None:
    """Somebody leaves, somebody from elsewhere joins, or both; the group that was tried is then counted afresh.

    No move of a search empties a group, so none does here.
    """
    problem, plan = world
    a, seats = problem.arrays, seats_of(problem, plan)
    group = data.draw(st.integers(0, len(seats.group) - 1), label="group")
    inside = np.flatnonzero(seats.seat[:, GROUP] == group).tolist()
    outside = np.flatnonzero(seats.seat[:, GROUP] != group).tolist()
    out = data.draw(st.sampled_from([NOBODY, *inside]), label="out")
    inn = data.draw(st.sampled_from([NOBODY, *outside]), label="inn")
    assume((out, inn) != (NOBODY, NOBODY) and (inn != NOBODY or len(inside) > 1))

    foretold = trial(a, seats, group, out, inn)

    if out != NOBODY:
        seats.seat[out, GROUP] = NOBODY
    if inn != NOBODY:
        seats.seat[inn, GROUP] = group
    refresh(a, seats)
    assert foretold == tuple(seats.group[group, [BURDEN, PAIRS, SHAPE, SLOT]])


@many
@given(seated_worlds(), st.data())
def test_an_exchange_costs_what_the_readable_count_says(
    world: tuple[Problem, Plan], data: st.DataObject
) -> None:
    problem, plan = world
    i, h, j = _drawn_exchange(problem, plan, data)
    seats = seats_of(problem, plan)
    names = Seated(problem, plan).names
    home, target = names[seats.seat[i, GROUP]], names[h]

    points, broken, legal = exchange(problem.arrays, seats, i, j, h, PENALTY)

    keys = problem.candidates[i].key, problem.candidates[j].key if j != NOBODY else ""
    after = changed(problem, plan, home, keys[0], target, keys[1])
    before, then = counted(problem, plan), counted(problem, after)
    assert (broken, points) == (then[0] - before[0], then[1] - before[1])
    assert legal == breaks_nothing_new(problem, plan, after)


def _drawn_exchange(problem: Problem, plan: Plan, data: st.DataObject) -> tuple[int, int, int]:
    """Draw who goes, to which group of the plan, and who comes back (or NOBODY)."""
    seats = seats_of(problem, plan)
    seated = [i for i in range(len(problem.candidates)) if seats.seat[i, GROUP] != NOBODY]
    assume(seated)
    i = data.draw(st.sampled_from(seated), label="who goes")
    there = [at for at in range(len(plan.groups)) if at != seats.seat[i, GROUP]]
    h = data.draw(st.sampled_from(there), label="where to")
    return i, h, _drawn_partner(seats, i, h, data)


def _drawn_partner(seats: Seats, i: int, h: int, data: st.DataObject) -> int:
    """Draw who comes back from group h, NOBODY only where i leaves others behind."""
    others = np.flatnonzero(seats.seat[:, GROUP] == h).tolist()
    if seats.group[seats.seat[i, GROUP], SIZE] > 1:
        others.append(NOBODY)
    assume(others)
    return data.draw(st.sampled_from(others), label="who comes back")


@many
@given(seated_worlds(), st.data())
def test_what_a_hand_sees_is_what_the_readable_count_says(
    world: tuple[Problem, Plan], data: st.DataObject
) -> None:
    """Each group's points and unpopular hours without or with somebody, moves aside."""
    problem, plan = world
    seated = Seated(problem, plan)
    i = data.draw(st.integers(0, len(problem.candidates) - 1), label="who")
    key = problem.candidates[i].key

    changes = without_or_with(problem.arrays, seated.seats, i)

    still = replace(problem, weights={**problem.weights, "moves": 0.0})
    for group in plan.groups:
        other = [one for one in group.members if one != key]
        after = replace(group, members=tuple(other if key in group.members else [*other, key]))
        points, hours = changes[seated.place[group.name]]
        assert points == group_cost(still, after) - group_cost(still, group)
        assert hours == _unpopular(problem, after) - _unpopular(problem, group)


def _unpopular(problem: Problem, group: PlanGroup) -> float:
    return score(problem, Plan((group,))).value("unpopular-hours")


@many
@given(seated_worlds(), st.data())
def test_any_walk_of_moves_keeps_count(world: tuple[Problem, Plan], data: st.DataObject) -> None:
    """However people go and trade, every running number equals a fresh count, and the changes add up."""
    problem, plan = world
    a, seats = problem.arrays, seats_of(problem, plan)
    before, total = objective(problem, seats), 0

    for _ in range(data.draw(st.integers(1, 8), label="steps")):
        i = data.draw(st.integers(0, len(problem.candidates) - 1), label="who goes")
        g, h = int(seats.seat[i, GROUP]), data.draw(st.integers(0, len(seats.group) - 1), label="where to")
        if h == g or g == NOBODY:
            continue
        total += walk(problem, seats, i, _drawn_partner(seats, i, h, data), h)

    assert objective(problem, seats) - before == total
    running = deepcopy(seats)
    refresh(a, seats)
    for group, size in enumerate(seats.group[:, SIZE]):
        assert set(running.members[group, :size]) == set(seats.members[group, :size])
    for who in np.flatnonzero(seats.seat[:, GROUP] != NOBODY):
        assert running.members[running.seat[who, GROUP], running.seat[who, SPOT]] == who
        assert np.array_equal(running.toll[who], seats.toll[who])
    assert np.array_equal(running.group, seats.group)
    assert np.array_equal(running.load, seats.load)


def walk(problem: Problem, seats: Seats, i: int, j: int, h: int) -> int:
    """Carry out one exchange as the search does, and return what it changes."""
    a, g = problem.arrays, int(seats.seat[i, GROUP])
    here, there = trial(a, seats, g, i, j), trial(a, seats, h, j, i)
    change = difference(a, seats, PENALTY, g, here) + difference(a, seats, PENALTY, h, there)
    change += moved(a, i, h) - moved(a, i, g)
    if j != NOBODY:
        change += moved(a, j, g) - moved(a, j, h)
    settle(a, seats, g, i, j, here)
    settle(a, seats, h, j, i, there)
    left, right = seats.seat[i, SPOT], seats.seat[max(j, 0), SPOT]
    reseat(seats, g, i, j, left)
    reseat(seats, h, j, i, right)
    return int(change)


@many
@given(seated_worlds(), st.sets(st.integers(0, 11)))
def test_every_alternative_is_true_and_keeps_the_rules(world: tuple[Problem, Plan], stay: set[int]) -> None:
    problem, plan = world
    seated = Seated(problem, plan)
    rows = np.arange(len(problem.candidates), dtype=np.int64)
    fixed = np.isin(rows, list(stay))

    found = alternatives(problem.arrays, seated.seats, rows, fixed, people.PENALTY)

    for i, options in enumerate(found):
        offered = [tuple(int(number) for number in option) for option in options if option[1] != NOBODY]
        assert len({group for _, group, _ in offered}) == len(offered)
        assert not (offered and fixed[i])
        mended = []
        for points, h, j in offered:
            home = seated.names[seated.seats.seat[i, GROUP]]
            keys = problem.candidates[i].key, problem.candidates[j].key if j != NOBODY else ""
            after = changed(problem, plan, home, keys[0], seated.names[h], keys[1])
            assert j == NOBODY or not fixed[j]
            assert breaks_nothing_new(problem, plan, after)
            breaches, cost = (
                then - now for then, now in zip(counted(problem, after), counted(problem, plan), strict=True)
            )
            assert points == cost
            mended.append((breaches, points))
        assert mended == sorted(mended)


def breaks_nothing_new(problem: Problem, plan: Plan, after: Plan) -> bool:
    """Tell whether no group breaks more rules after a change than before."""
    pairs = zip(plan.groups, after.groups, strict=True)
    return all(len(breaches_of(problem, now)) >= len(breaches_of(problem, then)) for now, then in pairs)
