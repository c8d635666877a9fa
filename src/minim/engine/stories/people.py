"""The story of a person: why here, and what the best other places would cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from minim.engine.kernels import NOBODY
from minim.engine.plan import Plan, PlanGroup
from minim.engine.problem import Problem
from minim.engine.stories.exchanges import exchanges, option_in_words
from minim.engine.stories.story import Alternative, PersonStory
from minim.engine.telling import listed
from minim.engine.wishes import ALIKE

KINDRED = {
    "manager": "the manager",
    "department": "the department",
    "team": "the team",
    "function": "the function",
    "location": "the location",
}


def person_stories(problem: Problem, plan: Plan, keys: Sequence[str]) -> tuple[PersonStory, ...]:
    """Tell these people. Raises KeyError for strangers."""
    rows = np.array([problem.number[key] for key in keys], dtype=np.int64)
    seated, options = exchanges(problem, plan, rows)
    out = {who.key: who.reason for who in plan.left_out}
    groups = {key: group for group in reversed(plan.groups) for key in group.members}
    locked = {key for group in problem.locked.values() for key in group.members}
    stories = []
    for key, found in zip(keys, options, strict=True):
        others = tuple(
            Alternative(
                seated.names[option.group],
                problem.candidates[option.partner].key if option.partner != NOBODY else "",
                option.points,
                option_in_words(problem, seated.names, option),
            )
            for option in found
        )
        group = groups.get(key)
        if group is None:
            sentence = out.get(key) or f"{problem.label(key)} has no seat."
        else:
            sentence = _why_here(problem, group, key, others, is_locked=key in locked)
        stories.append(PersonStory(key, group.name if group else "", sentence, others))
    return tuple(stories)


def _why_here(
    problem: Problem, group: PlanGroup, key: str, others: Sequence[Alternative], *, is_locked: bool
) -> str:
    who = problem.candidate(key)
    if is_locked:
        return f"{who.label} sits in {group.name} because the group is locked."
    if who.pinned:
        return f"{who.label} sits in {group.name} because that seat is pinned."
    people = [problem.candidate(other) for other in group.members if other in problem.number and other != key]
    apart, shared = [], []
    for wish, field in ALIKE.items():
        word = getattr(who, field)
        if not word or not problem.weights[wish]:
            continue
        same = [other.label for other in people if getattr(other, field) == word]
        if same:
            shared.append(f"{KINDRED[field]} with {listed(same, most=3)}")
        else:
            apart.append(field)
    verb = "leads" if group.facilitator == key else "sits in"
    told = f"{who.label} {verb} {group.name}"
    if apart:
        told += f", where nobody else has the same {listed(apart, 'or', most=len(apart))}"
    if shared:
        told += f"{', but' if apart else ' and'} shares {listed(shared, most=len(shared))}"
    return f"{told}. {_verdict(who.label, others)}"


def _verdict(label: str, others: Iterable[Alternative]) -> str:
    best = next(iter(others), None)
    if best is None:
        return f"No other group was found that could take {label} without breaking a rule."
    if best.points > 0:
        return "No better place was found."
    if best.points == 0:
        return f"{best.group} would be just as good."
    return f"{best.group} would suit better now."
