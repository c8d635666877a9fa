"""Turns an assignment into problems for the engine, one per cohort."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from minim.assignments import history
from minim.assignments.facts import Facts, draft_of, facts_for
from minim.engine import Candidate, LeftOut, Plan, PlanGroup, Problem, Relaxation
from minim.groups.models import Role
from minim.groups.names import fresh_names
from minim.roster.levels import levels_by
from minim.timetable import DEFAULT_HOURS, parse_hours, week_bits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minim.assignments.facts import DraftFacts, DraftGroupFact, PersonFact
    from minim.assignments.models import Assignment

USUAL_ATTENDANCE = 0.8
NO_COHORT = "{name} belongs to none of the program's cohorts. Widen a cohort, or add one that fits."


@dataclass(frozen=True)
class Part:
    """One cohort's problem. Without cohorts there is one part for everybody, with `cohort` None."""

    cohort: int | None
    name: str
    problem: Problem


@dataclass(frozen=True)
class Request:
    """All that is to be solved. Keys of people are their primary keys as text.

    `left_out` are those no cohort takes; `continues` tells which names of groups stand for which groups of today.
    `assumed_hours` counts those of whom we know the time zone and not the working hours.
    """

    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    continues: Mapping[str, int]
    names: Mapping[str, str]
    levels: str
    assumed_hours: int

    def part_of(self, cohort: int | None) -> Part | None:
        return next((part for part in self.parts if part.cohort == cohort), None)


def problems_for(assignment: Assignment) -> Request:
    """What an assignment asks the engine: people as they are now, choices as they were asked for.

    Raises ProblemError with a friendly sentence when that cannot be understood.
    """
    return request_of(facts_for(assignment), draft_of(assignment), as_text(assignment.choices))


def as_text(choices: dict[str, Any]) -> str:
    return json.dumps(choices, sort_keys=True)


def request_of(facts: Facts, draft: DraftFacts, choices: str) -> Request:
    """Build the request. The same facts give the same request, so moving people about does not build it anew."""
    return _request_of(facts, draft.decided(), choices)


@lru_cache(maxsize=16)
def _request_of(facts: Facts, draft: DraftFacts, choices: str) -> Request:
    return _Builder(facts, draft, json.loads(choices)).request()


class _Builder:
    def __init__(self, facts: Facts, draft: DraftFacts, choices: dict[str, Any]) -> None:
        self.facts, self.draft, self.choices = facts, draft, choices
        self.on = date.fromisoformat(choices["on"])
        self.today, self.earlier = history.today(facts.seats), history.earlier(facts.seats)
        self.group_of = {group.pk: group for group in draft.groups}
        self.seat_of = {seat.person: seat for seat in draft.seats}
        self.name_today = {seat.group: seat.group_name for seat in facts.seats if seat.left_on is None}
        self.name_today |= {group.continues: group.name for group in draft.groups if group.continues}
        self.reports_to = {
            str(pk): None if manager is None else str(manager) for pk, manager, _ in facts.everybody
        }
        given = {str(person.pk): person.level for person in facts.people}
        self.levels = levels_by(facts.level_source, self.reports_to, given)

    def request(self) -> Request:
        cohort_of = {person.pk: person.cohort for person in self.facts.people}
        if not self.facts.cohorts:
            cohort_of = dict.fromkeys(cohort_of)
        homes = history.home_cohorts(self.today, cohort_of)
        taken = {*self.facts.group_names, *(group.name for group in self.draft.groups)}
        fresh = fresh_names(taken)
        parts = []
        for cohort, name in self.facts.cohorts or ((None, "Everybody"),):
            people = [person for person in self.facts.people if cohort_of[person.pk] == cohort]
            if people:
                continued = [group for group, home in homes.items() if home == cohort]
                parts.append(Part(cohort, name, self._problem(cohort, people, continued, fresh)))
        return Request(
            parts=tuple(parts),
            left_out=tuple(
                LeftOut(str(person.pk), NO_COHORT.format(name=person.name))
                for person in self.facts.people
                if self.facts.cohorts and person.cohort is None
            ),
            continues={self.name_today[group]: group for group in set(self.today.values())},
            names={str(person.pk): person.name for person in self.facts.people},
            levels=self.levels.sentence,
            assumed_hours=sum(bool(person.zone and not person.hours) for person in self.facts.people),
        )

    def _problem(
        self, cohort: int | None, people: list[PersonFact], continued: list[int], fresh: Iterator[str]
    ) -> Problem:
        keys = {person.pk for person in people}
        size, attendance = self._sizes(cohort)
        problem = Problem.of(
            [self._candidate(person, attendance) for person in people],
            reports_to=self.reports_to,
            known_as={str(pk): name for pk, _, name in self.facts.everybody},
            size=size,
            group_names=self._group_names(cohort, continued, fresh, len(people) // (size[0] if size else 3)),
            level_band=self.choices["band"],
            slot_minutes=self.choices["minutes"],
            apart=[
                (str(one), str(other)) for one, other in self.facts.apart if one in keys and other in keys
            ],
            locked=self._locked(cohort, keys),
            wishes=self.choices["wishes"],
        )
        for relaxation in self._relaxations(cohort, keys):
            problem = problem.relaxed(relaxation)
        return problem

    def _sizes(self, cohort: int | None) -> tuple[tuple[int, int] | None, float | None]:
        own = self.choices["cohorts"].get(str(cohort), {"size": None, "attendance": None})
        if own["attendance"] is not None:
            return None, own["attendance"]
        if own["size"] is None and self.choices["attendance"] is not None:
            return None, self.choices["attendance"]
        usual = self.choices["size"] or (5, 8)
        low, high = (mine or everybodys for mine, everybodys in zip(own["size"] or usual, usual, strict=True))
        return (min(low, high), max(low, high)), None

    def _candidate(self, person: PersonFact, attendance: float | None) -> Candidate:
        seat, group = self.seat_of.get(person.pk), self.today.get(person.pk)
        pinned = seat.draft_group if seat and seat.pinned else None
        usual = USUAL_ATTENDANCE if attendance is None else attendance
        return Candidate(
            key=str(person.pk),
            name=person.name,
            level=self.levels.of[str(person.pk)],
            manager=self.reports_to[str(person.pk)],
            function=person.function,
            department=person.department,
            team=person.team,
            location=person.location,
            hours=self._hours(person),
            experience=person.experience,
            energy=person.energy,
            attendance=usual if person.attendance is None else person.attendance,
            may_facilitate=self._may_facilitate(person),
            oversees=person.pk in self.facts.overseers,
            today=None if group is None else self.name_today[group],
            earlier=self.earlier.get(person.pk, ()),
            newcomer=self._is_newcomer(person),
            pinned=self.group_of[pinned].name if pinned else None,
        )

    def _may_facilitate(self, person: PersonFact) -> bool:
        asked_of_all = self.choices["anyone"] or (person.willing and person.may_lead)
        return bool(asked_of_all) and not person.would_not_lead

    def _hours(self, person: PersonFact) -> int | None:
        if not person.hours and self.choices.get("any_time"):
            return None
        return hours_of(person.hours, person.zone, self.on)

    def _is_newcomer(self, person: PersonFact) -> bool:
        """Nobody is new when everybody is."""
        return bool(self.facts.seats) and person.pk not in self.today and person.pk not in self.earlier

    def _group_names(
        self, cohort: int | None, continued: list[int], fresh: Iterator[str], most: int
    ) -> list[str]:
        """Names of today's groups, the largest first, then those the draft already uses, then new ones."""
        sizes = dict.fromkeys(continued, 0)
        for group in self.today.values():
            if group in sizes:
                sizes[group] += 1
        names = [self.name_today[group] for group in sorted(sizes, key=lambda group: (-sizes[group], group))]
        names += [
            group.name
            for group in self.draft.groups
            if group.cohort == cohort and group.continues not in sizes and group.name not in names
        ]
        return [*names, *islice(fresh, max(0, most + 1 - len(names)))]

    def _locked(self, cohort: int | None, keys: set[int]) -> dict[str, PlanGroup]:
        """Locked groups stay as they are, except that whoever no longer takes part is gone."""
        plan = plan_of(self.draft, cohort)
        locked = {
            group.name
            for group in self.draft.groups
            if group.locked and (group.cohort == cohort or not self.facts.cohorts)
        }
        return {
            group.name: PlanGroup(
                group.name, group.facilitator, tuple(key for key in group.members if int(key) in keys)
            )
            for group in plan.groups
            if group.name in locked
        }

    def _relaxations(self, cohort: int | None, keys: set[int]) -> Iterator[Relaxation]:
        for accepted in self.choices["relaxations"].get(str(cohort or ""), ()):
            yield Relaxation(accepted["kind"], tuple(accepted["value"]), "")
        excused = [
            str(seat.person)
            for seat in self.draft.seats
            if seat.pinned and seat.draft_group is None and seat.person in keys
        ]
        if excused:
            yield Relaxation("leave-out", tuple(excused), "")


def plan_of(draft: DraftFacts, cohort: int | None) -> Plan:
    """The draft's groups of one cohort as the engine sees them."""
    members: dict[int, list[str]] = defaultdict(list)
    facilitator: dict[int, str] = {}
    left_out = []
    for seat in draft.seats:
        if seat.draft_group is None:
            if seat.cohort == cohort:
                left_out.append(LeftOut(str(seat.person), seat.reason))
            continue
        members[seat.draft_group].append(str(seat.person))
        if seat.role == Role.FACILITATOR:
            facilitator[seat.draft_group] = str(seat.person)
    groups = [group for group in draft.groups if group.cohort == cohort]
    return Plan(tuple(_plan_group(group, members, facilitator) for group in groups), tuple(left_out))


def _plan_group(
    group: DraftGroupFact, members: Mapping[int, list[str]], facilitator: Mapping[int, str]
) -> PlanGroup:
    return PlanGroup(group.name, facilitator.get(group.pk, ""), tuple(members.get(group.pk, ())))


@lru_cache(maxsize=4096)
def hours_of(words: str, zone: str, on: date) -> int | None:
    """The quarter hours of the week somebody works; any time when their zone is not known."""
    if not zone:
        return None
    try:
        return week_bits(parse_hours(words) if words else DEFAULT_HOURS, zone, on=on)
    except (ValueError, KeyError):
        return None
