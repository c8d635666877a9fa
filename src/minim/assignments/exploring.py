"""Before a hand lets go, and after: what a move would do, and why people sit where they sit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from minim.assignments.facts import draft_of, facts_for
from minim.assignments.judging import judge_draft
from minim.assignments.problem import as_text, request_of
from minim.assignments.states import ActRefused
from minim.engine import (
    Consequence,
    Explanation,
    GroupStory,
    PersonStory,
    Plan,
    Problem,
    consequences,
    explain,
)

if TYPE_CHECKING:
    from minim.assignments.drafts import DraftGroup
    from minim.assignments.judging import Judged
    from minim.assignments.models import Assignment
    from minim.people.models import Person

DECIDED_BY_HAND = ("pinned", "one-seat")
"""Whoever moves somebody by hand moves the pin along, and may leave people out on purpose."""
LEFT_OUT = "{name} without a seat: your own decision, which the plan keeps."


@dataclass(frozen=True)
class Option:
    """One place somebody could be moved to. `group` is the draft group's primary key, None for being left out."""

    group: int | None
    name: str
    consequence: Consequence

    @property
    def breaks_a_rule(self) -> bool:
        return bool(self.consequence.gained)


@dataclass(frozen=True)
class Why:
    """Why a group is as it is, and why each of its people sits there."""

    group: GroupStory
    people: tuple[PersonStory, ...]


def consequences_for(assignment: Assignment, person: Person) -> tuple[Option, ...]:
    """One option per other group of the person's cohort; none for somebody who does not take part."""
    numbers, parts = _look(assignment)
    for judged in parts:
        if str(person.pk) in judged.part.problem.number:
            found = _consequences(judged.part.problem, judged.plan, str(person.pk))
            return tuple(
                Option(numbers.get(one.group), one.group, _by_hand(one, person.name)) for one in found
            )
    return ()


def why(assignment: Assignment, group: DraftGroup) -> Why:
    _, parts = _look(assignment)
    for judged in parts:
        for planned in judged.plan.groups:
            if planned.name == group.name:
                told = _explained(judged.part.problem, judged.plan, planned.members)
                story = next(story for story in told.groups if story.name == group.name)
                return Why(story, told.people)
    raise ActRefused(f"{group.name} belongs to a cohort that is no longer there.")


def _look(assignment: Assignment) -> tuple[dict[str, int], tuple[Judged, ...]]:
    draft = draft_of(assignment)
    request = request_of(facts_for(assignment), draft, as_text(assignment.choices))
    return {group.name: group.pk for group in draft.groups}, judge_draft(request, draft).parts


def _by_hand(consequence: Consequence, name: str) -> Consequence:
    gained = tuple(breach for breach in consequence.gained if breach.rule not in DECIDED_BY_HAND)
    if len(gained) == len(consequence.gained):
        return consequence
    moved = (
        f"{name} to {consequence.group}, pin and all." if consequence.group else LEFT_OUT.format(name=name)
    )
    sentence = gained[0].sentence if gained else moved
    return replace(consequence, gained=gained, sentence=sentence)


@lru_cache(maxsize=64)
def _consequences(problem: Problem, plan: Plan, key: str) -> tuple[Consequence, ...]:
    return consequences(problem, plan, key)


@lru_cache(maxsize=64)
def _explained(problem: Problem, plan: Plan, keys: tuple[str, ...]) -> Explanation:
    return explain(problem, plan, keys)
