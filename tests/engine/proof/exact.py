"""Exact answers for small problems, by looking at every legal group and every way to share people out over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minim.engine import Candidate, PlanGroup, Problem
from minim.engine.forming import choose_facilitator
from minim.engine.rules import judge_group, pair_breaches
from minim.engine.score import burden, group_quanta, unfairness
from minim.engine.wishes import MILLI, WISHES


@dataclass(frozen=True)
class Legal:
    """One legal group: who is in it, as bits, and what it costs for each wish, in the wish's unit, and in points."""

    mask: int
    values: NDArray[np.float64]


def least_values(
    problem: Problem, people: list[Candidate], names: tuple[str, ...]
) -> dict[str, float] | None:
    """Return the least value of each wish alone, and of the "total", over all plans with these groups, or None."""
    everybody = (1 << len(people)) - 1
    best = {0: np.zeros(len(WISHES) + 1)}
    for name in sorted(names, key=lambda name: name not in problem.locked):
        groups = [one for one in legal_groups(problem, people, name) if fits(problem, people, one.mask, name)]
        reached: dict[int, NDArray[np.float64]] = {}
        for taken, values in best.items():
            for group in groups:
                if not taken & group.mask:
                    found = values + group.values
                    mask = taken | group.mask
                    reached[mask] = np.minimum(reached[mask], found) if mask in reached else found
        best = reached
    if everybody not in best:
        return None
    return dict(zip([*WISHES, "total"], best[everybody].tolist(), strict=True))


def least_of_alike_groups(problem: Problem, people: list[Candidate], groups: int) -> dict[str, float] | None:
    """Return the same where nobody is locked, pinned or seated today: quicker, because names do not matter."""
    legal: dict[int, list[Legal]] = {}
    for one in legal_groups(problem, people, ""):
        legal.setdefault(one.mask & -one.mask, []).append(one)
    best = {(1 << len(people)) - 1: np.zeros(len(WISHES) + 1)}
    for _ in range(groups):
        reached: dict[int, NDArray[np.float64]] = {}
        for waiting, values in best.items():
            for group in legal.get(waiting & -waiting, []):
                if not group.mask & ~waiting:
                    found = values + group.values
                    rest = waiting ^ group.mask
                    reached[rest] = np.minimum(reached[rest], found) if rest in reached else found
        best = reached
    return dict(zip([*WISHES, "total"], best[0].tolist(), strict=True)) if 0 in best else None


def legal_groups(problem: Problem, people: list[Candidate], name: str) -> Iterator[Legal]:
    """Yield every group that keeps the rules, grown person by person so that clashing pairs are met only once."""
    if name in problem.locked:
        members = [who for who in people if who.key in problem.locked[name].members]
        yield Legal(sum(1 << people.index(who) for who in members), values_of(problem, members, name))
        return
    clash = [
        sum(
            1 << two
            for two, other in enumerate(people)
            if any(pair_breaches(problem, "", one.key, other.key))
        )
        for one in people
    ]
    masks = [0]
    for at, forbidden in enumerate(clash):
        masks += [
            mask | 1 << at for mask in masks if not mask & forbidden and mask.bit_count() < problem.size[1]
        ]
    for mask in masks:
        members = [who for at, who in enumerate(people) if mask >> at & 1]
        if len(members) >= problem.size[0]:
            leader = choose_facilitator(problem, members, set())
            group = PlanGroup(name, leader, tuple(who.key for who in members))
            if leader and not judge_group(problem, group):
                yield Legal(mask, values_of(problem, members, name))


def values_of(problem: Problem, members: list[Candidate], name: str) -> NDArray[np.float64]:
    """Return the wishes' values in their units, and the points of all together."""
    quanta = group_quanta(problem, members)
    unfair = unfairness(burden(problem, quanta))
    quanta["moves"] = sum(who.today is not None and who.today != name for who in members)
    values = [quanta[wish] / entry.quanta for wish, entry in WISHES.items()]
    values[list(WISHES).index("fairness")] = unfair / MILLI
    points = sum(value * problem.weights[wish] for wish, value in zip(WISHES, values, strict=True))
    return np.array([*values, points])


def fits(problem: Problem, people: list[Candidate], mask: int, name: str) -> bool:
    """Tell whether pins and locks allow these people in the group of this name."""
    inside = [who for at, who in enumerate(people) if mask >> at & 1]
    outside = [who for at, who in enumerate(people) if not mask >> at & 1]
    held = {key for other, group in problem.locked.items() if other != name for key in group.members}
    return all(who.pinned in (None, name) and who.key not in held for who in inside) and not any(
        who.pinned == name for who in outside
    )
