"""The hard rules, one function each: the readable truth that every plan is judged by.

A published plan breaks none of them. Each group rule takes the problem and one group and yields what is broken in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from types import MappingProxyType

from minim.engine.candidate import Candidate
from minim.engine.plan import Breach, PlanGroup
from minim.engine.problem import Problem
from minim.engine.slots import MISSES, best_start, in_words, start_costs, starts_within

RULES: Mapping[str, str] = MappingProxyType(
    {
        "chain": "Nobody sits with anyone of their own management chain, at any depth.",
        "oversees": "Organizer and PeopleOps sit in no group of the program they oversee.",
        "apart": "People who are to be kept apart are.",
        "one-seat": "Everybody has exactly one seat; only whom no group can take is left out, by name.",
        "known": "Every seat belongs to somebody of this cohort.",
        "facilitator": "Each group has exactly one Facilitator of its own, willing and trained.",
        "facilitator-level": "A Facilitator stands at most one level above every member.",
        "size": "Each group has a size within the bounds.",
        "level-band": "People in a group are about the same level.",
        "common-slot": "Each group has a weekly time within everyone's working hours.",
        "pinned": "Whoever is pinned to a group sits there.",
        "locked": "A locked group stays as it is.",
        "groups": "There are as many groups as asked for, each with a name of its own.",
    }
)

GroupRule = Callable[[Problem, PlanGroup], Iterator[Breach]]


def pair_breaches(problem: Problem, group: str, one: str, other: str) -> Iterator[Breach]:
    """Yield what forbids these two to sit together, whoever else is there."""
    for senior, junior in ((one, other), (other, one)):
        if problem.is_above(senior, junior):
            names = f"{problem.label(senior)} is in the management chain of {problem.label(junior)}"
            yield Breach("chain", group, (senior, junior), f"{names}: they cannot share {group}.")
    if frozenset((one, other)) in problem.apart:
        names = f"{problem.label(one)} and {problem.label(other)}"
        yield Breach("apart", group, (one, other), f"{names} are to be kept apart, and both sit in {group}.")


def pairs_may_meet(problem: Problem, group: PlanGroup) -> Iterator[Breach]:
    """Own chain and keep-apart pairs: every two members are looked at."""
    for one, other in combinations(dict.fromkeys(group.members), 2):
        yield from pair_breaches(problem, group.name, one, other)


def members_are_known(problem: Problem, group: PlanGroup) -> Iterator[Breach]:
    """Strangers, and those who oversee the program, have no seat."""
    for key in dict.fromkeys(group.members):
        if key not in problem.number:
            yield Breach(
                "known", group.name, (key,), f"{key} sits in {group.name} but is not of this cohort."
            )
        elif problem.candidate(key).oversees:
            name = problem.label(key)
            yield Breach(
                "oversees", group.name, (key,), f"{name} oversees the program and sits in {group.name}."
            )


def one_facilitator(problem: Problem, group: PlanGroup) -> Iterator[Breach]:
    """The Facilitator is a member, willing and trained."""
    key, name = group.facilitator, problem.label(group.facilitator)
    if not key or key not in group.members or key not in problem.number:
        sentence = (
            f"{group.name} has no Facilitator."
            if not key
            else f"{name} leads {group.name} without a seat there."
        )
        yield Breach("facilitator", group.name, (key,) if key else (), sentence)
    elif not problem.candidate(key).may_facilitate:
        yield Breach(
            "facilitator", group.name, (key,), f"{name} leads {group.name} but is not willing or not trained."
        )


def facilitator_is_near(problem: Problem, group: PlanGroup) -> Iterator[Breach]:
    """The Facilitator stands at most one level above the lowest member."""
    leader, others = _leader_and_others(problem, group)
    if leader and others and leader.level > min(who.level for who in others) + 1:
        lowest = min(others, key=lambda who: (who.level, who.key))
        sentence = (
            f"{leader.label} leads {group.name} from level {leader.level}, "
            f"more than one above {lowest.label} at level {lowest.level}."
        )
        yield Breach("facilitator-level", group.name, (leader.key, lowest.key), sentence)


def size_is_within_bounds(problem: Problem, group: PlanGroup) -> Iterator[Breach]:
    """Neither too few nor too many."""
    low, high = problem.size
    count = len(set(group.members))
    if not low <= count <= high:
        yield Breach("size", group.name, (), f"{group.name} has {count} people; {low} to {high} are allowed.")


def levels_are_near(problem: Problem, group: PlanGroup) -> Iterator[Breach]:
    """All participants fit into `level_band` levels; whoever does not fit to most of them stands out.

    The Facilitator is judged by `facilitator_is_near` upwards, and here only when out of their reach below.
    """
    leader, others = _leader_and_others(problem, group)
    if not others:
        return
    band = problem.level_band
    bases = sorted({who.level for who in others})
    base = max(bases, key=lambda low: (sum(low <= who.level <= low + band for who in others), -low))
    strays = [who for who in others if not base <= who.level <= base + band]
    top = max(who.level for who in others if who not in strays)
    if leader and leader.level < top - band:
        strays.append(leader)
    for who in strays:
        around = f"level {base}" if band == 0 else f"levels {base} to {base + band}"
        sentence = f"{who.label} is at level {who.level}; {group.name} is for {around}."
        yield Breach("level-band", group.name, (who.key,), sentence)


def a_common_slot(problem: Problem, group: PlanGroup) -> Iterator[Breach]:
    """Some start in the week suits everyone's hours; otherwise those who miss the best start are named."""
    people = _known(problem, group)
    shared = ~0
    for who in people:
        shared &= starts_within(who.hours, problem.quarters)
    if shared or not people:
        return
    costs = [start_costs(who.hours, problem.quarters) for who in people]
    start, _, _ = best_start(costs)
    for who, cost in zip(people, costs, strict=True):
        if cost[start] == MISSES:
            sentence = (
                f"{group.name} has no time within everyone's hours: "
                f"{who.label} cannot come even at the best one, {in_words(start)}."
            )
            yield Breach("common-slot", group.name, (who.key,), sentence)


GROUP_RULES: tuple[GroupRule, ...] = (
    pairs_may_meet,
    members_are_known,
    one_facilitator,
    facilitator_is_near,
    size_is_within_bounds,
    levels_are_near,
    a_common_slot,
)


def judge_group(problem: Problem, group: PlanGroup) -> tuple[Breach, ...]:
    """Judge one group by every rule that looks at a group alone."""
    return tuple(breach for rule in GROUP_RULES for breach in rule(problem, group))


def _known(problem: Problem, group: PlanGroup) -> list[Candidate]:
    return [problem.candidate(key) for key in dict.fromkeys(group.members) if key in problem.number]


def _leader_and_others(problem: Problem, group: PlanGroup) -> tuple[Candidate | None, list[Candidate]]:
    people = _known(problem, group)
    leader = next((who for who in people if who.key == group.facilitator), None)
    return leader, [who for who in people if who is not leader]
