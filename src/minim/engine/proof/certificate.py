"""What counting alone proves: bounds that no plan with as many groups can beat."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from minim.engine.candidate import Candidate
from minim.engine.plan import Plan, Score, WishBound
from minim.engine.problem import Problem
from minim.engine.wishes import ALIKE, FADE, FAIRNESS_SCALE, MILLI, WISHES


def certificate(problem: Problem, plan: Plan, score: Score) -> tuple[WishBound, ...]:
    """Return one bound per wish, for the people this plan seats and its number of groups."""
    seated = {key for group in plan.groups for key in group.members}
    people = [who for who in problem.candidates if who.key in seated]
    floor = bounds(problem, people, [group.name for group in plan.groups])
    return tuple(
        _entry(entry.wish, floor[entry.wish], entry.value, len(plan.groups)) for entry in score.wishes
    )


def bounds(problem: Problem, people: Sequence[Candidate], names: Sequence[str]) -> dict[str, float]:
    """Return the least possible value of every wish, in its own unit, over these groups."""
    groups = len(names)
    floor = dict.fromkeys(WISHES, 0.0)
    for wish, field in ALIKE.items():
        floor[wish] = pairs_at_least(problem, people, [getattr(who, field) or None for who in people], groups)
    newcomers = ["new" if who.newcomer else None for who in people]
    floor["newcomers"] = pairs_at_least(problem, people, newcomers, groups)
    floor["earlier-groupmates"] = sum(
        fade / FADE[0] * pairs_at_least(problem, people, _earlier(people, back), groups)
        for back, fade in enumerate(FADE)
    )
    floor["moves"] = _moves_at_least(problem, people, names)
    floor["fairness"] = _unfairness_at_least(problem, floor, groups)
    return floor


def total_bound(problem: Problem, floor: dict[str, float]) -> float:
    """Return the least possible score in points."""
    return sum(problem.weights[wish] * value for wish, value in floor.items())


def pairs_at_least(
    problem: Problem, people: Sequence[Candidate], words: Sequence[str | None], groups: int
) -> int:
    """Return how many pairs with an equal word there must be.

    People of neighboring levels share groups, so the levels are cut into stretches: those of one stretch can only sit
    in groups that people of their reach can fill. Every way to cut gives a true bound; the best one counts.
    """
    levels = sorted({who.level for who in people})
    at = {level: place for place, level in enumerate(levels)}
    holders: dict[str, list[int]] = defaultdict(lambda: [0] * len(levels))
    for who, word in zip(people, words, strict=True):
        if word is not None:
            holders[word][at[who.level]] += 1
    rooms = _rooms(problem, people, levels, groups)
    return sum(_best_cut(counts, rooms) for counts in holders.values() if sum(counts) > 1)


def fewest_pairs(people: int, groups: int) -> int:
    """Return the fewest pairs when so many people of one word are shared out over groups."""
    each, more = divmod(people, groups)
    return more * each * (each + 1) // 2 + (groups - more) * each * (each - 1) // 2


def _rooms(
    problem: Problem, people: Sequence[Candidate], levels: Sequence[int], groups: int
) -> list[list[int]]:
    """Return how many groups can hold anyone of levels[first..last] (at least 1)."""
    count = Counter(who.level for who in people)
    reach = max(1, problem.level_band)
    low = problem.size[0]
    if problem.locked:
        return [[groups] * len(levels) for _ in levels]
    return [
        [
            max(
                1,
                min(groups, sum(count[one] for one in levels if first - reach <= one <= last + reach) // low),
            )
            for last in levels
        ]
        for first in levels
    ]


def _best_cut(counts: Sequence[int], rooms: Sequence[Sequence[int]]) -> int:
    best = [0]
    for last in range(len(counts)):
        inside, options = 0, []
        for first in range(last, -1, -1):
            inside += counts[first]
            options.append(best[first] + fewest_pairs(inside, rooms[first][last]))
        best.append(max(options))
    return best[-1]


def _earlier(people: Sequence[Candidate], back: int) -> list[str | None]:
    return [who.earlier[back] if back < len(who.earlier) else None for who in people]


def _moves_at_least(problem: Problem, people: Iterable[Candidate], names: Sequence[str]) -> int:
    """Whoever's group is gone moves, and so does whoever finds no room in theirs."""
    today = Counter(who.today for who in people if who.today is not None)
    high = problem.size[1]
    most = {name: len(problem.locked[name].members) if name in problem.locked else high for name in names}
    return sum(max(0, count - most.get(name, 0)) for name, count in today.items())


def _unfairness_at_least(problem: Problem, floor: dict[str, float], groups: int) -> float:
    """Burdens that add up to at least B are least unfair when equal; each group may round down by one thousandth."""
    burden = sum(
        problem.weights[wish] * value for wish, value in floor.items() if wish not in ("moves", "fairness")
    )
    least = burden * burden / groups / FAIRNESS_SCALE - 2 * groups / MILLI if groups else 0.0
    return max(0.0, least)


def _entry(wish: str, bound: float, value: float, groups: int) -> WishBound:
    unit = WISHES[wish].unit
    gap = max(0.0, value - bound)
    best = value <= bound
    if best:
        sentence = f"Proved best: no plan with {groups} groups can have fewer than {bound:g} {unit}."
    elif bound > 0:
        sentence = f"No plan with {groups} groups can have fewer than {bound:g} {unit}; this has {value:g}."
    else:
        sentence = f"This has {value:g} {unit}; counting alone does not say how few there can be."
    percent = 100 * gap / value if value > 0 else 0.0
    return WishBound(wish, unit, bound, value, best, gap, percent, sentence)
