"""Counting words equals looking at every pair."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given

from minim.engine import Plan, Problem
from minim.engine.score import group_quanta, pair_quanta
from minim.engine.slots import best_start, start_costs
from tests.engine.worlds import seated_worlds


@given(seated_worlds())
def test_a_group_costs_what_its_pairs_cost(world: tuple[Problem, Plan]) -> None:
    problem, plan = world
    for group in plan.groups:
        people = [problem.candidate(key) for key in group.members]
        pairs: Counter[str] = Counter()
        for one, other in combinations(people, 2):
            for wish, amount in pair_quanta(one, other):
                pairs[wish] += amount
        if people:
            weeks = [start_costs(who.hours, problem.quarters) for who in people]
            pairs["unpopular-hours"] = best_start(weeks)[2]

        assert group_quanta(problem, people) == pairs
