"""How far a plan is from every wish: the readable truth that the kernels must agree with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from minim.engine.arrays import energy_quanta, experience_quanta
from minim.engine.candidate import Candidate
from minim.engine.plan import Plan, Score, WishScore
from minim.engine.problem import Problem
from minim.engine.slots import best_start, start_costs
from minim.engine.wishes import ALIKE, FADE, FAIRNESS_SCALE, MILLI, WISHES


def score(problem: Problem, plan: Plan) -> Score:
    """Score a plan, lower is better. People who are not of the problem do not count."""
    quanta: Counter[str] = Counter()
    unfair = 0
    for group in plan.groups:
        people = [problem.candidate(key) for key in dict.fromkeys(group.members) if key in problem.number]
        own = group_quanta(problem, people)
        quanta.update(own)
        quanta["moves"] += sum(who.today is not None and who.today != group.name for who in people)
        unfair += unfairness(burden(problem, own))
    return in_points(problem, quanta, unfair)


def group_quanta(problem: Problem, people: Sequence[Candidate]) -> Counter[str]:
    """Count every wish that looks at one group alone, in whole quanta."""
    quanta: Counter[str] = Counter()
    for one, other in combinations(people, 2):
        for wish, amount in pair_quanta(one, other):
            quanta[wish] += amount
    if people:
        quanta["unpopular-hours"] = best_start([start_costs(who.hours, problem.quarters) for who in people])[
            2
        ]
    return quanta


def pair_quanta(one: Candidate, other: Candidate) -> list[tuple[str, int]]:
    """Count what two people cost each other by sitting together. Unknown words match nobody."""
    costs = [
        (wish, 1)
        for wish, field in ALIKE.items()
        if getattr(one, field) and getattr(one, field) == getattr(other, field)
    ]
    met = sum(
        fade
        for fade, mine, theirs in zip(FADE, one.earlier, other.earlier, strict=False)
        if mine is not None and mine == theirs
    )
    costs.append(("earlier-groupmates", met))
    if one.newcomer and other.newcomer:
        costs.append(("newcomers", 1))
    if one.experience is not None and other.experience is not None:
        costs.append(("experience", abs(experience_quanta(one) - experience_quanta(other))))
    if one.energy is not None and other.energy is not None:
        costs.append(("energy", abs(energy_quanta(one) - energy_quanta(other))))
    return costs


def burden(problem: Problem, quanta: Counter[str]) -> int:
    """Return what one group carries, in thousandths of a point: every wish but moves and fairness."""
    return sum(
        amount * WISHES[wish].milli(problem.weights[wish])
        for wish, amount in quanta.items()
        if wish not in ("moves", "fairness")
    )


def unfairness(own_burden: int) -> int:
    """Return what a burden adds beyond itself, in thousandths: it grows with the square, so heavy groups weigh most."""
    return own_burden * own_burden // (FAIRNESS_SCALE * MILLI)


def in_points(problem: Problem, quanta: Counter[str], unfair: int) -> Score:
    """Turn counted quanta and unfairness into a score."""
    entries = []
    for name, wish in WISHES.items():
        weight = problem.weights[name]
        if name == "fairness":
            entries.append(
                WishScore(name, wish.unit, unfair / MILLI, unfair * wish.milli(weight) / MILLI / MILLI)
            )
        else:
            amount = quanta[name]
            entries.append(
                WishScore(name, wish.unit, amount / wish.quanta, amount * wish.milli(weight) / MILLI)
            )
    return Score(sum(entry.points for entry in entries), tuple(entries))
