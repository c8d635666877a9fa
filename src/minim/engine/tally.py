"""Counts the wishes of many pairs at once: the quick twin of `score.pair_quanta` for stories about whole companies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import KIND, UNKNOWN, Numbers, energy_quanta, experience_quanta
from minim.engine.plan import Plan
from minim.engine.problem import Problem
from minim.engine.slots import MISSES
from minim.engine.wishes import ALIKE, FADE, WISHES

MET = "met"
"""Pairs that have met in any earlier round, whole: the wish itself lets them fade."""


class Tally:
    """Looks up what any two candidates, named by their places, cost each other."""

    def __init__(self, problem: Problem) -> None:
        people = problem.candidates
        self.words = {
            wish: _codes(getattr(who, field) or None for who in people) for wish, field in ALIKE.items()
        }
        self.words["newcomers"] = _codes("new" if who.newcomer else None for who in people)
        depth = min(len(FADE), max((len(who.earlier) for who in people), default=0))
        self.rounds = [
            _codes(who.earlier[back] if back < len(who.earlier) else None for who in people)
            for back in range(depth)
        ]
        self.scales = {
            "experience": np.array([experience_quanta(who) for who in people], dtype=np.int64),
            "energy": np.array([energy_quanta(who) for who in people], dtype=np.int64),
        }

    def pairs(self, one: Numbers, other: Numbers) -> dict[str, Numbers]:
        """Return the quanta of every wish about pairs, and MET, for each pair."""
        found = {wish: _equal(codes, one, other).astype(np.int64) for wish, codes in self.words.items()}
        fading = np.zeros(one.shape, dtype=np.int64)
        for fade, codes in zip(FADE, self.rounds, strict=False):
            fading += fade * _equal(codes, one, other)
        found |= {"earlier-groupmates": fading, MET: (fading > 0).astype(np.int64)}
        for wish, scale in self.scales.items():
            apart = np.abs(scale[one] - scale[other])
            found[wish] = np.where(self.known(wish, one, other), apart, 0)
        return found

    def known(self, wish: str, one: Numbers, other: Numbers) -> NDArray[np.bool_]:
        """Tell for which pairs experience or energy of both is known."""
        scale = self.scales[wish]
        both: NDArray[np.bool_] = (scale[one] != UNKNOWN) & (scale[other] != UNKNOWN)
        return both


def members_of(problem: Problem, plan: Plan) -> list[list[int]]:
    """Return the places of each group's members, without strangers and doubles."""
    number = problem.number
    return [[number[key] for key in dict.fromkeys(group.members) if key in number] for group in plan.groups]


def pairs_within(groups: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers, Numbers]:
    """Return every pair that shares a group: the one, the other, and the group's place."""
    ones, others, places = [], [], []
    by_size: dict[int, list[int]] = {}
    for at, members in enumerate(groups):
        by_size.setdefault(len(members), []).append(at)
    for size, where in by_size.items():
        table = np.array([groups[at] for at in where], dtype=np.int64).reshape(len(where), size)
        left, right = np.triu_indices(size, 1)
        ones.append(table[:, left].ravel())
        others.append(table[:, right].ravel())
        places.append(np.repeat(np.array(where, dtype=np.int64), len(left)))
    empty = np.zeros(0, dtype=np.int64)
    return np.concatenate([empty, *ones]), np.concatenate([empty, *others]), np.concatenate([empty, *places])


def count_groups(problem: Problem, members: Sequence[Sequence[int]]) -> dict[str, Numbers]:
    """Return for each group what it holds of every wish that looks at one group alone, in quanta, and MET."""
    one, other, at = pairs_within(members)
    found = {
        wish: np.bincount(at, weights=amount, minlength=len(members)).astype(np.int64)
        for wish, amount in Tally(problem).pairs(one, other).items()
    }
    return found | {"unpopular-hours": early_or_late(problem, members)}


def burdens(problem: Problem, counts: Mapping[str, Numbers]) -> Numbers:
    """Return what each group carries, in thousandths of a point: the twin of `score.burden`."""
    costs = [
        amount * WISHES[wish].milli(problem.weights[wish]) for wish, amount in counts.items() if wish != MET
    ]
    total: Numbers = np.sum(costs, axis=0)
    return total


def early_or_late(problem: Problem, groups: Sequence[Sequence[int]]) -> Numbers:
    """Return for how many people of each group its best hour is early or late."""
    a = problem.arrays
    found = np.zeros(len(groups), dtype=np.int64)
    if a.starts.shape[1] == 0:
        return found
    for at, members in enumerate(groups):
        if members:
            load = a.starts[a.people[members, KIND]].sum(axis=0, dtype=np.int64)
            found[at] = load.min() % MISSES
    return found


def _equal(codes: Numbers, one: Numbers, other: Numbers) -> NDArray[np.bool_]:
    mine = codes[one]
    same: NDArray[np.bool_] = (mine == codes[other]) & (mine != UNKNOWN)
    return same


def _codes(words: Iterable[str | None]) -> Numbers:
    number: dict[str, int] = {}
    return np.array(
        [UNKNOWN if word is None else number.setdefault(word, len(number)) for word in words], dtype=np.int64
    )
