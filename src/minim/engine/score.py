"""How far a plan is from every wish: the readable truth that the kernels must agree with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from minim.engine.arrays import energy_quanta, experience_quanta
from minim.engine.candidate import Candidate
from minim.engine.plan import Plan, Score, WishScore
from minim.engine.problem import Problem
from minim.engine.slots import early_or_late
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
    """Count every wish that looks at one group alone, in whole quanta: `pair_quanta` of all pairs, and the hour."""
    quanta = Counter(
        {wish: _equal_pairs(getattr(who, field) or None for who in people) for wish, field in ALIKE.items()}
    )
    rounds = min(len(FADE), max((len(who.earlier) for who in people), default=0))
    for back in range(rounds):
        groups = (who.earlier[back] for who in people if back < len(who.earlier))
        quanta["earlier-groupmates"] += FADE[back] * _equal_pairs(groups)
    quanta["newcomers"] = _equal_pairs("new" for who in people if who.newcomer)
    quanta["experience"] = _apart(experience_quanta(who) for who in people if who.experience is not None)
    quanta["energy"] = _apart(energy_quanta(who) for who in people if who.energy is not None)
    quanta["unpopular-hours"] = early_or_late([who.hours for who in people], problem.quarters)
    return quanta


def _equal_pairs(words: Iterable[str | None]) -> int:
    """Count pairs of equal words: a word that n people have makes n(n-1)/2."""
    known = [word for word in words if word is not None]
    if len(set(known)) == len(known):
        return 0
    return sum(count * (count - 1) // 2 for count in Counter(known).values())


def _apart(values: Iterable[int]) -> int:
    """Sum the differences of all pairs: the k-th of n sorted values counts k times up and n-1-k times down."""
    line = sorted(values)
    return sum((2 * place + 1 - len(line)) * value for place, value in enumerate(line))


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
