"""What counting alone proves: bounds that no plan with as many groups can beat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from minim.engine.arrays import Numbers
from minim.engine.candidate import Candidate
from minim.engine.plan import Plan, Score, WishBound
from minim.engine.problem import Problem
from minim.engine.proof.cohort import UNKNOWN, Bits, Cohort
from minim.engine.proof.hours import early_or_late
from minim.engine.proof.moves import moves_at_least
from minim.engine.proof.pairs import Rooms, fewest_pairs
from minim.engine.proof.scarce import UNFAIR, WISHED, scarce
from minim.engine.proof.spreads import apart_at_least
from minim.engine.wishes import FAIRNESS_SCALE, MILLI, WISHES

__all__ = ["bounds", "certificate", "fewest_pairs", "known", "total_bound"]
ONE = {"pairs": "pair", "people": "person"}
NEARLY = 1e-6
"""Bounds that are no whole numbers of quanta are rounded up, less so much for rounding errors."""


def certificate(problem: Problem, plan: Plan, score: Score) -> tuple[WishBound, ...]:
    """Return one bound per wish, for the people this plan seats and its number of groups."""
    seated = {key for group in plan.groups for key in group.members}
    people = [who for who in problem.candidates if who.key in seated]
    floor = bounds(problem, people, [group.name for group in plan.groups])
    return tuple(
        _entry(entry.wish, floor[entry.wish], entry.value, len(plan.groups), problem.weights[entry.wish])
        for entry in score.wishes
    )


def bounds(problem: Problem, people: Sequence[Candidate], names: Sequence[str]) -> dict[str, float]:
    """Return the least possible value of every wish, in its own unit, over these groups.

    Where no plan exists at all the numbers mean nothing.
    """
    these = known(problem, np.array([problem.number[who.key] for who in people], dtype=np.int64))
    groups = len(names) - sum(name in problem.locked for name in names)
    quanta, unfair = these.at_least(groups)
    settled, settled_unfair = these.cohort.settled
    floor = {wish: (amount + settled[wish]) / WISHES[wish].quanta for wish, amount in quanta.items()}
    floor["moves"] = float(moves_at_least(problem, people, names, these.cohort))
    floor["fairness"] = (unfair + settled_unfair) / MILLI
    return floor


def total_bound(problem: Problem, floor: dict[str, float]) -> float:
    """Return the least possible score in points."""
    return sum(problem.weights[wish] * value for wish, value in floor.items())


class Known:
    """What is known of one set of people, whatever the number of groups: found once for all numbers tried."""

    def __init__(self, problem: Problem, rows: Numbers) -> None:
        self.cohort = Cohort(problem, rows)
        self.rooms = Rooms(self.cohort)
        self.scarce = scarce(self.cohort)
        self.awkward = early_or_late(self.cohort)

    def at_least(self, groups: int) -> tuple[dict[str, int], int]:
        """Return the least quanta of each wish over so many open groups, and the least unfairness in thousandths.

        Two ways of counting, the better one for each wish: everybody alike; or the scarce people looked at one by one
        and the pairs of all others counted.
        """
        alike = self._counted(np.ones(self.cohort.size, dtype=bool), groups)
        unfair = self._unfair(alike, groups)
        if self.scarce is None:
            return alike, unfair
        few = self.scarce.at_least(groups)
        if not np.isfinite(few[UNFAIR]):
            return alike, unfair
        others = np.ones(self.cohort.size, dtype=bool)
        others[self.scarce.people] = False
        rest = self._counted(others, groups)
        apart = {wish: int(few[at]) + rest[wish] for at, wish in enumerate(WISHED)}
        best = {wish: max(apart[wish], alike[wish]) for wish in WISHED}
        return best, max(self._unfair(best, groups), int(few[UNFAIR]) + self._unfair(rest, groups))

    def _counted(self, chosen: Bits, groups: int) -> dict[str, int]:
        """Return what the pairs of the chosen people cost at least, and how many of them find every hour awkward."""
        quanta = dict.fromkeys(WISHED, 0)
        for words in self.cohort.words:
            codes = np.where(chosen, words.codes, UNKNOWN)
            quanta[words.wish] += words.quanta * self.rooms.at_least(codes, groups)
        for wish, values in self.cohort.spreads.items():
            least = apart_at_least(self.cohort, values, chosen, groups)
            quanta[wish] = math.ceil(least * (1 - NEARLY) - NEARLY)
        quanta["unpopular-hours"] = int(self.awkward[chosen].sum())
        return quanta

    def _unfair(self, quanta: dict[str, int], groups: int) -> int:
        """Burdens that add up to B are least unfair when equal; rounding down takes less than one from each group.

        Unfairness grows with the square, so what the scarce and the others cost may be taken apart and added.
        """
        weights = self.cohort.problem.weights
        burden = sum(WISHES[wish].milli(weights[wish]) * amount for wish, amount in quanta.items())
        return max(0, burden * burden // (max(1, groups) * FAIRNESS_SCALE * MILLI) - groups)


_known_of: WeakKeyDictionary[Problem, Known] = WeakKeyDictionary()


def known(problem: Problem, rows: Numbers) -> Known:
    """Return what is known of these people (places in the problem), remembered for the last ones asked for."""
    found = _known_of.get(problem)
    if found is None or not np.array_equal(found.cohort.everybody, rows):
        found = _known_of[problem] = Known(problem, rows)
    return found


def _entry(wish: str, bound: float, value: float, groups: int, weight: float) -> WishBound:
    """A plan below its bound breaks a rule; a wish without weight has a gap, but nobody tried to close it."""
    gap = max(0.0, value - bound)
    best = value == bound
    percent = 100 * gap / value if weight and gap else 0.0
    sentence = _sentence(bound, value, WISHES[wish].unit, "1 group" if groups == 1 else f"{groups} groups")
    if gap and not weight:
        sentence += " It has no weight, so nobody looked for less."
    return WishBound(wish, WISHES[wish].unit, bound, value, best, gap, percent, sentence)


def _sentence(bound: float, value: float, unit: str, groups: str) -> str:
    least, this = _amount(bound, unit), _amount(value, unit)
    if value < bound:
        return f"This has {this}; a plan that keeps every rule with {groups} has at least {least}."
    if value == bound:
        return f"Proved best: no plan with {groups} can have fewer than {least}."
    if bound > 0:
        return f"No plan with {groups} can have fewer than {least}; this has {_amount(value)}."
    return f"This has {this}; nothing proves that a plan with {groups} must have any."


def _amount(value: float, unit: str = "") -> str:
    return f"{value:,.8g} {ONE.get(unit, unit) if value == 1 else unit}".rstrip()
