"""Judges and scores only the groups an act touches, by the same readable rules as whole plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import islice

from minim.engine.forming import choose_facilitator
from minim.engine.plan import Breach, PlanGroup
from minim.engine.problem import Problem
from minim.engine.rules import judge_group
from minim.engine.score import burden, group_quanta, in_points, unfairness

BETWEEN_TWO = ("chain", "apart", "oversees", "known")
"""Rules about certain people: one broken pair does not excuse another one in the same group."""
NEVER = ("chain", "oversees", "known")
"""Rules that no act offers to break, not even marked."""


def gained(problem: Problem, before: PlanGroup | None, after: PlanGroup) -> tuple[Breach, ...]:
    """Return what is broken in a group now and was not before, or is broken worse."""
    judged = judge_group(problem, after)
    if not judged:
        return ()
    known = judge_group(problem, before) if before else ()
    old, new = (Counter(_mark(breach) for breach in breaches) for breaches in (known, judged))
    if before and _misfit(problem, after) > _misfit(problem, before):
        del old["size"]
    worse = new - old
    fresh = [breach for breach in judged if breach not in known]
    return tuple(
        breach
        for mark, count in worse.items()
        for breach in islice((one for one in fresh if _mark(one) == mark), count)
    )


def _mark(breach: Breach) -> Hashable:
    return (breach.rule, frozenset(breach.people)) if breach.rule in BETWEEN_TWO else breach.rule


def _misfit(problem: Problem, group: PlanGroup) -> int:
    low, high = problem.size
    count = len(set(group.members))
    return max(low - count, count - high, 0)


def led(problem: Problem, before: PlanGroup | None, name: str, members: Sequence[str]) -> PlanGroup:
    """Return the group with these members; who led it leads on where the rules allow, else who suits best.

    Where nobody leads within the rules, whoever breaks fewest of them, which may be who leads today.
    """
    today = before.facilitator if before else ""
    as_is = PlanGroup(name, today if today in members else "", tuple(members))
    if not gained(problem, before, as_is):
        return as_is
    people = [problem.candidate(key) for key in dict.fromkeys(members) if key in problem.number]
    able = [choose_facilitator(problem, people, {today})]
    able += [who.key for who in people if who.may_facilitate]
    ways = [as_is, *(PlanGroup(name, key, tuple(members)) for key in able if key)]
    return min(ways, key=lambda way: len(gained(problem, before, way)))


def points(problem: Problem, groups: Iterable[PlanGroup]) -> float:
    """Return what these groups add to the score of their plan."""
    quanta: Counter[str] = Counter()
    unfair = 0
    for group in groups:
        people = [problem.candidate(key) for key in dict.fromkeys(group.members) if key in problem.number]
        own = group_quanta(problem, people)
        quanta.update(own)
        quanta["moves"] += sum(who.today is not None and who.today != group.name for who in people)
        unfair += unfairness(burden(problem, own))
    return in_points(problem, quanta, unfair).total
