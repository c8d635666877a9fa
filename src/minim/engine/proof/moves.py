"""How few people can leave the group they sit in today."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from minim.engine.candidate import Candidate
from minim.engine.problem import Problem
from minim.engine.proof.cohort import Cohort


def moves_at_least(
    problem: Problem, people: Sequence[Candidate], names: Sequence[str], cohort: Cohort
) -> int:
    """Return how many must leave, or must come.

    Whoever's group is gone leaves, so does whoever finds no room in theirs, whoever is pinned elsewhere, and one of
    every two who cannot sit together (two by two, nobody counted twice). A group that then falls short of the
    smallest size is filled by people without a group or by people who move, and each mover fills one seat.
    """
    left, kept = _leaving(problem, people, names, cohort)
    low = problem.size[0]
    short = sum(max(0, low - kept.get(name, 0)) for name in names if name not in problem.locked)
    new = sum(who.today is None for who in people)
    return max(left, short - new)


def _leaving(
    problem: Problem, people: Iterable[Candidate], names: Sequence[str], cohort: Cohort
) -> tuple[int, Counter[str]]:
    today: dict[str, list[Candidate]] = defaultdict(list)
    for who in people:
        if who.today is not None:
            today[who.today].append(who)
    place = {who.key: at for at, who in enumerate(cohort.candidates)} if today else {}
    kept: Counter[str] = Counter()
    open_names = set(names)
    for name, sitting in today.items():
        if name in problem.locked:
            kept[name] = sum(who.key in problem.locked[name].members for who in sitting)
        elif name in open_names:
            staying = [place[who.key] for who in sitting if who.key in place and who.pinned in (None, name)]
            kept[name] = min(problem.size[1], len(staying) - _strife(cohort, staying))
    return sum(len(sitting) - kept[name] for name, sitting in today.items()), kept


def _strife(cohort: Cohort, sitting: Sequence[int]) -> int:
    """Return how many pairs, nobody in two of them, cannot sit together."""
    if len(sitting) < 2:
        return 0
    at = np.array(sitting)
    meet = cohort.may_meet(at, at)
    free, pairs = set(range(len(sitting))), 0
    for one, other in combinations(range(len(sitting)), 2):
        if one in free and other in free and not meet[one, other]:
            free -= {one, other}
            pairs += 1
    return pairs
