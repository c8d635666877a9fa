"""Plans to act on, and what must be true of every act."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from minim.engine import Act, Breach, Plan, PlanGroup, Problem, judge, score
from minim.engine.forming import choose_facilitator
from minim.engine.rules import judge_group
from minim.engine.search.attempt import first_seats
from minim.engine.search.seating import left_out, seated
from minim.engine.watch import Watch
from tests.engine.crew import problems


@st.composite
def formed(draw: st.DrawFn, *, most: int = 12) -> tuple[Problem, Plan]:
    """A problem with a plan that keeps every rule, with at least two groups; some people pinned, some groups locked."""
    made = draw(problems(most=most))
    found = a_plan(made, draw(st.integers(0, 9)))
    assume(found is not None)
    assert found is not None
    assume(len(found.groups) > 1)
    if draw(st.booleans()):
        locked = draw(st.sampled_from(found.groups))
        made = replace(made, locked={locked.name: locked})
    if draw(st.booleans()):
        group = draw(st.sampled_from(found.groups))
        key = draw(st.sampled_from(group.members))
        made = pinned(made, key, group.name)
    return made, found


def a_plan(problem: Problem, seed: int) -> Plan | None:
    """Return a plan that keeps every rule when a short look finds one."""
    out = left_out(problem)
    search = first_seats(problem, seated(problem, out), seed, Watch(1), patience=1)
    if search is None or search.best is None or search.best_breaches:
        return None
    groups = []
    for at, name in enumerate(search.room.names):
        people = [problem.candidates[row] for row in np.flatnonzero(search.best == at)]
        leader = choose_facilitator(problem, people, set())
        groups.append(PlanGroup(name, leader, tuple(who.key for who in people)))
    return Plan(tuple(groups), out)


def pinned(problem: Problem, key: str, group: str) -> Problem:
    """Return the problem with somebody pinned."""
    people = tuple(replace(who, pinned=group) if who.key == key else who for who in problem.candidates)
    return replace(problem, candidates=people)


def seats(plan: Plan) -> dict[str, str]:
    """Return everybody's group."""
    return {key: group.name for group in plan.groups for key in group.members}


def without(plan: Plan, key: str) -> Plan:
    """Return the plan with one seat empty, whoever leads that group then being whoever is named first."""
    groups = []
    for group in plan.groups:
        members = tuple(other for other in group.members if other != key)
        leader = group.facilitator if group.facilitator != key else ""
        groups.append(PlanGroup(group.name, leader, members))
    return Plan(tuple(groups), plan.left_out)


def is_true(problem: Problem, before: Plan, act: Act, *, comes: str = "", leaves: str = "") -> None:
    """Check everything an act says of itself."""
    after, was = seats(act.plan), seats(before)
    assert sum(len(group.members) for group in act.plan.groups) == len(after)
    assert set(after) == (set(was) | {comes}) - {leaves, ""}
    assert sorted(act.moved) == sorted(key for key in after if key in was and after[key] != was[key])
    difference = score(problem, act.plan).total - score(problem, before).total
    assert abs(act.points - difference) < 1e-6
    assert [group for group in act.plan.groups if group.name in problem.locked] == [
        group for group in before.groups if group.name in problem.locked
    ]
    for who in problem.candidates:
        if who.pinned and who.key in after:
            assert after[who.key] == who.pinned
    broken, broke = per_group(problem, act.plan), per_group(problem, before)
    worse = {mark: count for mark, count in broken.items() if count > broke[mark]}
    assert set(worse) <= {(breach.rule, breach.group) for breach in act.breaches}
    now, then = ({*all_breaches(problem, plan)} for plan in (act.plan, before))
    assert set(act.breaches) <= now - then


def all_breaches(problem: Problem, plan: Plan) -> list[Breach]:
    """Return what is broken in each group."""
    return [breach for group in plan.groups for breach in judge_group(problem, group)]


def per_group(problem: Problem, plan: Plan) -> Counter[tuple[str, str]]:
    """Count breaches by rule and group, those that look at one group only."""
    return Counter((breach.rule, breach.group) for breach in all_breaches(problem, plan))


def are_in_order(acts: tuple[Act, ...]) -> None:
    """Something is offered: fewest people moved first, then points; all different; all clean or all marked."""
    assert acts
    marks = [(len(act.breaches), len(act.moved), round(act.points, 6)) for act in acts]
    assert marks == sorted(marks)
    assert len({act.plan for act in acts}) == len(acts)
    assert len({bool(act.breaches) for act in acts}) == 1


def fewest_moved(
    problem: Problem, before: Plan, *, comes: str = "", leaves: str = "", gone: str = ""
) -> int | None:
    """Enumerate every plan with these groups (without `gone`) and return how few people can move, or None."""
    was = seats(before)
    keys = [key for key in [*was, *([comes] if comes else [])] if key != leaves]
    names = [group.name for group in before.groups]
    fixed = {key for group in problem.locked.values() for key in group.members}

    @cache
    def legal(members: frozenset[str]) -> bool:
        people = tuple(sorted(members))
        return any(not judge_group(problem, PlanGroup("G", leader, people)) for leader in people)

    def choices(key: str) -> list[str]:
        if key in fixed:
            return [was[key]]
        if problem.candidate(key).pinned:
            return [str(problem.candidate(key).pinned)]
        return [name for name in names if name != gone and name not in problem.locked]

    least: int | None = None
    may_end = {gone, was.get(leaves, "")} if problem.groups is None else {gone}
    for found in product(*(choices(key) for key in keys)):
        moved = sum(key in was and was[key] != name for key, name in zip(keys, found, strict=True))
        if least is not None and moved >= least:
            continue
        groups: dict[str, set[str]] = {name: set() for name in names}
        for key, name in zip(keys, found, strict=True):
            groups[name].add(key)
        kept = (legal(frozenset(members)) if members else name in may_end for name, members in groups.items())
        if all(kept):
            least = moved
    return least


def breaks_nothing(problem: Problem, plan: Plan, *, leaves: str = "") -> bool:
    """Judge the whole plan, with any number of groups and somebody excused."""
    excused = problem.excused | {leaves} if leaves else problem.excused
    people = tuple(replace(who, pinned=None) if who.key == leaves else who for who in problem.candidates)
    return not judge(replace(problem, groups=None, excused=excused, candidates=people), plan)
