"""Errands: one act on today's groups instead of a new plan. The answer is a draft like any other; few people move."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from minim.assignments.requesting import snapshot
from minim.engine import (
    LeftOut,
    Plan,
    PlanGroup,
    ProblemError,
    Result,
    add,
    dissolve,
    freshen,
    judge,
    lead,
    merge,
    place,
    score,
    swap,
)
from minim.engine.seatable import why_unseatable
from minim.groups.models import Role, Seat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minim.assignments.models import Assignment
    from minim.assignments.problem import Part, Request
    from minim.engine import Act, Problem
    from minim.groups.models import Group
    from minim.programs.models import Program

MOST_PEOPLE = 6
REST = timedelta(days=91)
"""So long nobody is moved again for the sake of another group."""
MIN_SIZE = 2
WAITS = "Waits for a seat."
NOTHING = "There is nothing to do: it is so already."


class Kind(StrEnum):
    ADD = "add"
    FRESHEN = "freshen"
    LEAD = "lead"
    MERGE = "merge"
    DISSOLVE = "dissolve"
    REPAIR = "repair"
    """Whoever sits with a person of their own chain moves."""
    PLACE = "place"
    """Everybody who waits for a seat gets one."""


@dataclass(frozen=True, slots=True)
class Errand:
    """`group` is today's group it is about, None for whoever waits; `people` how many are to come or to change."""

    kind: Kind
    group: int | None = None
    people: int = 1

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "group": self.group, "people": self.people}

    @classmethod
    def of(cls, choices: Mapping[str, Any]) -> Errand | None:
        """What an assignment was asked to do, if that is not a whole new plan."""
        kept = choices.get("errand")
        return cls(Kind(kept["kind"]), kept["group"], kept["people"]) if kept else None


class Done(NamedTuple):
    """What it came to, cohort by cohort, and what was done in sentences."""

    formed: list[tuple[Part, Result]]
    sentences: list[str]


def name_of(errand: Errand, group: Group | None) -> str:
    """What the draft is called."""
    name = group.name if group else ""
    more = "One more person" if errand.people == 1 else f"{errand.people} more people"
    return {
        Kind.ADD: f"{more} for {name}",
        Kind.FRESHEN: f"New faces in {name}",
        Kind.LEAD: f"Another Facilitator for {name}",
        Kind.MERGE: f"{name} joins another group",
        Kind.DISSOLVE: f"{name} ends",
        Kind.REPAIR: f"Nobody with their boss in {name}",
        Kind.PLACE: "A seat for everybody who waits",
    }[errand.kind]


def choices_for(program: Program, errand: Errand) -> dict[str, Any]:
    """What the program asks for now, and no more: groups that are smaller or larger than that by now may stay so."""
    asked = snapshot(program)
    sizes = Counter(
        Seat.objects.current()
        .filter(program=program, group__closed_on=None)
        .values_list("group_id", flat=True)
    ).values()
    for wanted in (asked, *asked["cohorts"].values()):
        if wanted["size"] and sizes:
            low, high = wanted["size"]
            wanted["size"] = [max(MIN_SIZE, min(low, *sizes)), max(high, *sizes)]
    return {**asked, "errand": errand.to_json()}


def waiting(request: Request, formed: list[tuple[Part, Result]]) -> dict[str, list[dict[str, Any]]]:
    """Whoever waits for a seat goes on waiting: by cohort, as an Organizer's own decision would say it."""
    found = {}
    for part, result in formed:
        keys = [one.key for one in result.plan.left_out if one.reason == WAITS] if result.plan else []
        if keys:
            found[str(part.cohort or "")] = [{"kind": "leave-out", "value": keys}]
    return found


def carried_out(assignment: Assignment, request: Request, errand: Errand) -> Done:
    """Today's plan with this done. Raises ProblemError with the reason when it cannot be."""
    today = _today(assignment, request)
    names = {pk: name for name, pk in request.continues.items()}
    name = names.get(errand.group or 0, "")
    if errand.group and not any(name == group.name for plan in today.values() for group in plan.groups):
        raise ProblemError("That group is closed by now, or nobody sits in it.")
    formed, sentences, resting = [], [], _moved_lately(assignment)
    for part in request.parts:
        plan = today[part.cohort]
        if errand.group is None or any(group.name == name for group in plan.groups):
            for act in _acts(_at_rest(part.problem, resting, name), plan, errand, name):
                plan = act.plan
                sentences.append(act.sentence)
        formed.append((part, _result(assignment, part.problem, plan)))
    if not sentences:
        raise ProblemError(NOTHING)
    return Done(formed, sentences)


def _today(assignment: Assignment, request: Request) -> dict[int | None, Plan]:
    """Who sits where now, by cohort; whoever has no seat and can have none is left out with the reason."""
    sitting = Seat.objects.current().filter(program=assignment.program_id, group__closed_on=None)
    members: dict[int, list[str]] = defaultdict(list)
    leaders: dict[int, str] = {}
    for group, person, role in sitting.order_by("pk").values_list("group_id", "person_id", "role"):
        members[group].append(str(person))
        if role == Role.FACILITATOR:
            leaders[group] = str(person)
    return {part.cohort: _plan(part, request, members, leaders) for part in request.parts}


def _plan(part: Part, request: Request, members: Mapping[int, list[str]], leaders: Mapping[int, str]) -> Plan:
    mine = set(part.problem.number)
    groups = tuple(
        PlanGroup(name, leaders.get(pk, ""), tuple(members[pk]))
        for name, pk in request.continues.items()
        if mine & set(members[pk]) and name in part.problem.group_names
    )
    seated = {key for group in groups for key in group.members}
    reasons = {key: why_unseatable(part.problem, key) for key in part.problem.number if key not in seated}
    return Plan(groups, tuple(LeftOut(key, reason or WAITS) for key, reason in reasons.items()))


def _moved_lately(assignment: Assignment) -> set[str]:
    """Whoever came from another group within three months: they are not asked to go again."""
    since = timezone.localdate() - REST
    mine = Seat.objects.filter(program=assignment.program_id)
    left = set(mine.filter(left_on__gte=since).values_list("person_id", flat=True))
    came = mine.current().filter(taken_on__gte=since, group__closed_on=None)
    return {str(person) for person in came.values_list("person_id", flat=True) if person in left}


def _at_rest(problem: Problem, resting: set[str], name: str) -> Problem:
    """The problem with these people pinned where they sit, but for those of the group it is about."""
    people = tuple(
        replace(who, pinned=who.today)
        if who.key in resting and who.today not in (None, name) and who.pinned is None
        else who
        for who in problem.candidates
    )
    return replace(problem, candidates=people)


def _acts(problem: Problem, plan: Plan, errand: Errand, name: str) -> Iterator[Act]:
    match errand.kind:
        case Kind.ADD:
            yield add(problem, plan, name, min(errand.people, MOST_PEOPLE))[0]
        case Kind.FRESHEN:
            yield freshen(problem, plan, name, min(errand.people, MOST_PEOPLE))[0]
        case Kind.LEAD:
            yield _kept(lead(problem, plan, name))
        case Kind.MERGE:
            yield _kept(merge(problem, plan, name))
        case Kind.DISSOLVE:
            yield _kept(dissolve(problem, plan, name))
        case Kind.REPAIR:
            yield from _repairs(problem, plan, name)
        case Kind.PLACE:
            yield from _placements(problem, plan)


def _repairs(problem: Problem, plan: Plan, name: str) -> Iterator[Act]:
    """Move one person after the other out of a pair that must not sit together, whichever disturbs less."""
    for _ in range(MOST_PEOPLE):
        bad = [one for one in judge(problem, plan) if one.rule == "chain" and one.group == name]
        if not bad:
            return
        ways = [act for key in bad[0].people for act in _tried(problem, plan, key)]
        if not ways:
            raise ProblemError(f"{bad[0].sentence} No other seat was found for either of them.")
        act = min(ways, key=lambda one: (len(one.moved), round(one.points, 6)))
        yield act
        plan = act.plan


def _tried(problem: Problem, plan: Plan, key: str) -> tuple[Act, ...]:
    try:
        return tuple(act for act in swap(problem, plan, key) if not act.breaches)
    except ProblemError:
        return ()


def _placements(problem: Problem, plan: Plan) -> Iterator[Act]:
    for one in plan.left_out:
        if why_unseatable(problem, one.key):
            continue
        try:
            act = _kept(place(problem, plan, one.key))
        except ProblemError:
            continue
        yield act
        plan = act.plan


def _kept(ways: tuple[Act, ...]) -> Act:
    """The best way, if it keeps every rule. Raises ProblemError with what it would break."""
    if ways[0].breaches:
        raise ProblemError(ways[0].sentence)
    return ways[0]


def _result(assignment: Assignment, problem: Problem, plan: Plan) -> Result:
    return Result(
        plan=plan,
        breaches=judge(problem, plan),
        compromises=(),
        certificate=(),
        score=score(problem, plan).total,
        seed=assignment.seed,
        seconds=0.0,
        stopped_by="finished",
    )
