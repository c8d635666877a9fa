"""Why a plan is as it is: for the plan, for each group, for each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from minim.engine.acts.alternatives import alternatives
from minim.engine.candidate import Candidate
from minim.engine.judge import judge
from minim.engine.kernels import NOBODY
from minim.engine.plan import Compromise, Plain, Plan, PlanGroup
from minim.engine.problem import Problem
from minim.engine.proof.certificate import certificate
from minim.engine.proof.compromises import compromises
from minim.engine.rules import RULES
from minim.engine.score import burden, group_quanta, score
from minim.engine.search.cooling import PENALTY
from minim.engine.search.seating import Seated
from minim.engine.sizes import chance_of_quorum
from minim.engine.slots import best_start, in_words, start_costs
from minim.engine.wishes import ALIKE, MILLI, WISHES


@dataclass(frozen=True, slots=True)
class Member(Plain):
    """What one person brings into their group."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class GroupStory(Plain):
    """Why this group: who brings what, what it gives up (`points` in all), when it can meet, how sure a quorum is."""

    name: str
    facilitator: str
    members: tuple[Member, ...]
    sentences: tuple[str, ...]
    best_time: str
    quorum_chance: float
    points: float


@dataclass(frozen=True, slots=True)
class Alternative(Plain):
    """Another group somebody could sit in without a broken rule; `points` more (or less) for the whole plan."""

    group: str
    swap_with: str
    points: float
    sentence: str


@dataclass(frozen=True, slots=True)
class PersonStory(Plain):
    """Why somebody sits where they sit ("" for nowhere), and where else they could."""

    key: str
    group: str
    sentence: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Explanation(Plain):
    """`rules` are the sentences of all hard rules that this plan was checked for and keeps."""

    rules: tuple[str, ...]
    compromises: tuple[Compromise, ...]
    groups: tuple[GroupStory, ...]
    people: tuple[PersonStory, ...]


def explain(problem: Problem, plan: Plan, keys: Iterable[str] | None = None) -> Explanation:
    """Explain a plan. `keys` limits the stories of people, whose alternatives take the time; None means everybody."""
    broken = {breach.rule for breach in judge(problem, plan)}
    chosen = [who.key for who in problem.candidates] if keys is None else list(keys)
    return Explanation(
        rules=tuple(sentence for rule, sentence in RULES.items() if rule not in broken),
        compromises=compromises(problem, plan, certificate(problem, plan, score(problem, plan))),
        groups=tuple(_group_story(problem, group) for group in plan.groups),
        people=_people_stories(problem, plan, chosen),
    )


def _group_story(problem: Problem, group: PlanGroup) -> GroupStory:
    people = [problem.candidate(key) for key in dict.fromkeys(group.members) if key in problem.number]
    start = best_start([start_costs(who.hours, problem.quarters) for who in people])[0] if people else 0
    return GroupStory(
        name=group.name,
        facilitator=group.facilitator,
        members=tuple(Member(who.key, _brings(who, people, group)) for who in people),
        sentences=tuple(_shared(problem, people)),
        best_time=in_words(start) if any(who.hours is not None for who in people) else "any time",
        quorum_chance=chance_of_quorum([who.attendance for who in people], problem.quorum),
        points=burden(problem, group_quanta(problem, people)) / MILLI,
    )


def _brings(who: Candidate, people: Sequence[Candidate], group: PlanGroup) -> str:
    """Say what this person brings, what nobody else in the group has first."""
    alone: list[str] = []
    too: list[str] = []
    for field in ("function", "department", "team", "location"):
        word = getattr(who, field)
        if word and word not in alone and word not in too:
            shared = sum(getattr(other, field) == word for other in people) > 1
            (too if shared else alone).append(word)
    parts = [f"alone brings {_listed(alone)}"] if alone else []
    parts += [f"shares {_listed(too)}"] if too else []
    if who.experience is not None:
        parts.append(f"has managed for {who.experience:g} {'year' if who.experience == 1 else 'years'}")
    if who.newcomer:
        parts.append("is new")
    lead = f"{who.label} leads the group" if who.key == group.facilitator else who.label
    joined = ", ".join(parts) or "is one of the group"
    return f"{lead} and {joined}." if who.key == group.facilitator else f"{lead} {joined}."


def _shared(problem: Problem, people: Sequence[Candidate]) -> list[str]:
    """Name every pair or more with the same manager, department and so on, and earlier group-mates."""
    sentences = []
    for wish, field in ALIKE.items():
        words = Counter(getattr(who, field) for who in people if getattr(who, field))
        for word, count in words.items():
            if count > 1 and problem.weights[wish]:
                names = _listed([who.label for who in people if getattr(who, field) == word])
                what = (
                    f"report to {problem.label(word)}" if field == "manager" else f"share the {field} {word}"
                )
                sentences.append(f"{names} {what}.")
    for one, other in combinations(people, 2):
        if any(
            mine is not None and mine == theirs
            for mine, theirs in zip(one.earlier, other.earlier, strict=False)
        ):
            sentences.append(f"{one.label} and {other.label} have met in an earlier group.")
    return sentences


def _people_stories(problem: Problem, plan: Plan, keys: Sequence[str]) -> tuple[PersonStory, ...]:
    seated = Seated(problem, plan)
    rows = np.array([problem.number[key] for key in keys], dtype=np.int64)
    locked = {key for group in problem.locked.values() for key in group.members}
    fixed = np.array([bool(who.pinned) or who.key in locked for who in problem.candidates], dtype=np.bool_)
    found = alternatives(problem.arrays, seated.seats, rows, fixed, PENALTY)
    out = {who.key: who.reason for who in plan.left_out}
    groups = {key: group for group in plan.groups for key in group.members}
    stories = []
    for key, options in zip(keys, found, strict=True):
        others = tuple(
            _alternative(problem, seated.names, option) for option in options if option[1] != NOBODY
        )
        sentence = out.get(key) or _why_here(problem, groups.get(key), key, others)
        stories.append(PersonStory(key, groups[key].name if key in groups else "", sentence, others))
    return tuple(stories)


def _alternative(
    problem: Problem, names: Sequence[str], option: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> Alternative:
    change, group, partner = (int(number) for number in option)
    swap = problem.candidates[partner].key if partner != NOBODY else ""
    how = (
        f"{names[group]} instead, in exchange for {problem.label(swap)}"
        if swap
        else f"{names[group]} instead"
    )
    cost = f"costs {change / MILLI:g} points more" if change > 0 else f"costs {-change / MILLI:g} points less"
    return Alternative(names[group], swap, change / MILLI, f"{how}, {cost if change else 'costs the same'}.")


def _why_here(problem: Problem, group: PlanGroup | None, key: str, others: Sequence[Alternative]) -> str:
    label = problem.label(key)
    if group is None:
        return f"{label} has no seat."
    who = problem.candidate(key)
    if any(key in locked.members for locked in problem.locked.values()):
        return f"{label} sits in {group.name} because the group is locked."
    if who.pinned:
        return f"{label} sits in {group.name} because they are pinned there."
    people = [problem.candidate(other) for other in group.members if other in problem.number and other != key]
    fresh = [
        WISHES[wish].name.removeprefix("same-")
        for wish, field in ALIKE.items()
        if getattr(who, field) and all(getattr(other, field) != getattr(who, field) for other in people)
    ]
    meets = (
        f"{label} shares no {_listed(fresh, 'or')} with anyone in {group.name}"
        if fresh
        else f"{label} sits in {group.name}"
    )
    if not others:
        return f"{meets}. No other group could take them without breaking a rule."
    if others[0].points >= 0:
        return f"{meets}. No single change would be better."
    return f"{meets}. {others[0].group} would suit better now."


def _listed(words: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
