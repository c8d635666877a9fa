"""Judges a draft by the engine's readable rules, against people as they are now.

The same judgment stands behind the draft board and behind publishing, whoever made the plan.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from minim.assignments.problem import plan_of
from minim.engine import Breach, Plan, Problem, Score, judge, score
from minim.engine.proof.certificate import certificate
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minim.assignments.facts import DraftFacts
    from minim.assignments.problem import Part, Request
    from minim.engine import WishBound

ORPHANED = "{group} belongs to a cohort that is no longer there. Form the groups again."
GONE = "{name} sits in {group} but no longer takes part. Move them out, or form the groups again."
ELSEWHERE = "{name} sits in {group} but belongs to another cohort by now. Form the groups again."


@dataclass(frozen=True)
class Judged:
    """One cohort of a draft: its plan without people who no longer belong there, and everything that is broken."""

    part: Part
    plan: Plan
    breaches: tuple[Breach, ...]

    def scored(self) -> Score:
        return scored(self.part.problem, self.plan)

    def proved(self) -> tuple[WishBound, ...]:
        return proved(self.part.problem, self.plan)


@dataclass(frozen=True)
class Judgment:
    parts: tuple[Judged, ...]
    breaches: tuple[Breach, ...]

    def of(self, cohort: int | None) -> Judged | None:
        return next((judged for judged in self.parts if judged.part.cohort == cohort), None)


def judge_draft(request: Request, draft: DraftFacts) -> Judgment:
    """Judge every cohort. Nobody and no group is passed over because the roster has changed under the draft."""
    strangers = _strangers(request, draft)
    parts = [_judge_part(part, draft, strangers) for part in request.parts]
    known = {part.cohort for part in request.parts}
    orphaned = [
        Breach("groups", group.name, (), ORPHANED.format(group=group.name))
        for group in draft.groups
        if group.cohort not in known
    ]
    breaches = [breach for judged in parts for breach in judged.breaches]
    return Judgment(tuple(parts), (*breaches, *strangers.values(), *orphaned))


def _judge_part(part: Part, draft: DraftFacts, strangers: Mapping[str, Breach]) -> Judged:
    stored = plan_of(draft, part.cohort)
    plan = Plan(
        tuple(
            replace(
                group,
                members=tuple(key for key in group.members if key not in strangers),
                facilitator="" if group.facilitator in strangers else group.facilitator,
            )
            for group in stored.groups
        ),
        tuple(who for who in stored.left_out if who.key in part.problem.number),
    )
    return Judged(part, plan, judged(part.problem, plan))


def _strangers(request: Request, draft: DraftFacts) -> dict[str, Breach]:
    """Whoever has a seat in a cohort that does not know them any more."""
    group_of = {group.pk: group for group in draft.groups}
    found: dict[str, str] = {}
    for seat in draft.seats:
        group = group_of[seat.draft_group] if seat.draft_group else None
        part = request.part_of(group.cohort) if group else None
        if group and part and str(seat.person) not in part.problem.number:
            found[str(seat.person)] = group.name
    gone = [int(key) for key in found if key not in request.names]
    names = (
        {str(pk): name for pk, name in Person.objects.filter(pk__in=gone).values_list("pk", "name")}
        if gone
        else {}
    )
    return {
        key: Breach("known", group, (key,), _strange(key, group, request.names, names))
        for key, group in found.items()
    }


def _strange(key: str, group: str, enrolled: Mapping[str, str], gone: Mapping[str, str]) -> str:
    if key in enrolled:
        return ELSEWHERE.format(name=enrolled[key], group=group)
    return GONE.format(name=gone.get(key, "Somebody"), group=group)


def breaches_by_group(breaches: tuple[Breach, ...]) -> dict[str, list[Breach]]:
    found = defaultdict(list)
    for breach in breaches:
        found[breach.group].append(breach)
    return dict(found)


# A draft is looked at far more often than it is changed: the last few judgments are kept. Both arguments are immutable.


@lru_cache(maxsize=64)
def judged(problem: Problem, plan: Plan) -> tuple[Breach, ...]:
    return judge(problem, plan)


@lru_cache(maxsize=64)
def scored(problem: Problem, plan: Plan) -> Score:
    return score(problem, plan)


@lru_cache(maxsize=64)
def proved(problem: Problem, plan: Plan) -> tuple[WishBound, ...]:
    return certificate(problem, plan, scored(problem, plan))
