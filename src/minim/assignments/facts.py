"""Reads from the database what a plan depends on: a fixed number of queries, whatever the size of the company.

Facts are plain and hashable, so that what was thought out for them once holds as long as they stay the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from minim.groups.models import Seat
from minim.people.models import Person
from minim.programs.levels import Levels

if TYPE_CHECKING:
    from datetime import date

    from minim.assignments.models import Assignment
    from minim.roster.levels import Source

PERSON = (
    "person_id", "cohort_id", "person__name", "person__level", "person__function", "person__department",
    "person__team", "person__location", "person__time_zone", "person__working_hours", "person__experience",
    "person__energy", "person__attendance", "person__willing", "person__own_zone", "person__own_hours",
    "may_lead", "would_not_lead",
)  # fmt: skip


class PersonFact(NamedTuple):
    """`may_lead`: they are trained, or an Organizer lets them lead all the same. `would_not_lead`: they were asked, and
    said no."""

    pk: int
    cohort: int | None
    name: str
    level: int | None
    function: str
    department: str
    team: str
    location: str
    time_zone: str
    working_hours: str
    experience: float | None
    energy: float | None
    attendance: float | None
    willing: bool
    own_zone: str
    own_hours: str
    may_lead: bool
    would_not_lead: bool

    @property
    def zone(self) -> str:
        """As `Person.zone`: what somebody says of themselves stands before the roster."""
        return self.own_zone or self.time_zone

    @property
    def hours(self) -> str:
        return self.own_hours or self.working_hours


class SeatFact(NamedTuple):
    person: int
    group: int
    group_name: str
    taken_on: date
    left_on: date | None


class DraftGroupFact(NamedTuple):
    pk: int
    cohort: int | None
    name: str
    locked: bool
    continues: int | None


class DraftSeatFact(NamedTuple):
    person: int
    draft_group: int | None
    cohort: int | None
    role: str
    pinned: bool
    reason: str


class Facts(NamedTuple):
    """The company and the program as they are now. `cohorts` are (pk, name), `everybody` (pk, manager, name)."""

    cohorts: tuple[tuple[int, str], ...]
    people: tuple[PersonFact, ...]
    everybody: tuple[tuple[int, int | None, str], ...]
    overseers: frozenset[int]
    seats: tuple[SeatFact, ...]
    group_names: tuple[str, ...]
    apart: tuple[tuple[int, int], ...]
    level_source: Source


class DraftFacts(NamedTuple):
    """The draft as it stands."""

    groups: tuple[DraftGroupFact, ...]
    seats: tuple[DraftSeatFact, ...]

    def decided(self) -> DraftFacts:
        """What a problem depends on: who is pinned, and who sits in a locked group."""
        locked = {group.pk for group in self.groups if group.locked}
        return DraftFacts(
            self.groups, tuple(seat for seat in self.seats if seat.pinned or seat.draft_group in locked)
        )


def facts_for(assignment: Assignment) -> Facts:
    program = assignment.program
    people = program.enrolments.taking_part().with_training().select_related(None).values_list(*PERSON)
    seats = Seat.objects.filter(program=program).order_by("taken_on", "pk")
    overseers = Person.objects.filter(Q(is_people_ops=True) | Q(organized_programs=program))
    return Facts(
        cohorts=tuple(program.cohorts.values_list("pk", "name")),
        people=tuple(map(PersonFact._make, people)),
        everybody=tuple(Person.objects.order_by("pk").values_list("pk", "manager_id", "name")),
        overseers=frozenset(overseers.values_list("pk", flat=True)),
        seats=tuple(
            map(
                SeatFact._make,
                seats.values_list("person_id", "group_id", "group__name", "taken_on", "left_on"),
            )
        ),
        group_names=tuple(program.groups.order_by("pk").values_list("name", flat=True)),
        apart=tuple(program.apart.order_by("pk").values_list("first_id", "second_id")),
        level_source=Levels.of_company().source,
    )


def draft_of(assignment: Assignment) -> DraftFacts:
    groups = assignment.draft_groups.order_by("position", "pk")
    seats = assignment.draft_seats.order_by("person_id")
    return DraftFacts(
        tuple(
            map(DraftGroupFact._make, groups.values_list("pk", "cohort_id", "name", "locked", "continues_id"))
        ),
        tuple(
            map(
                DraftSeatFact._make,
                seats.values_list("person_id", "draft_group_id", "cohort_id", "role", "pinned", "reason"),
            )
        ),
    )
