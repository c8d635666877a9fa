"""Who hears what when groups are published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minim.groups.models import Role, Seat
from minim.notices.models import Letter, Notice
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from minim.assignments.models import Assignment
    from minim.programs.models import Program


@dataclass(frozen=True)
class _Before:
    """Where everybody sat until a moment ago."""

    group_of: Mapping[int, int]
    leaders: Set[tuple[int, int]]

    def members(self, group: int) -> set[int]:
        return {person for person, place in self.group_of.items() if place == group}


def post_letters(
    assignment: Assignment,
    before: Mapping[int, int],
    leaders: Set[tuple[int, int]],
    *,
    sender: Person | None,
) -> None:
    """Leave a letter for everybody whose seat or group has changed, and for nobody else. Never twice."""
    seats = Seat.objects.current().filter(program=assignment.program_id).select_related("person", "group")
    by_group: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats.order_by("role", "person__name", "person_id"):
        by_group[seat.group_id].append(seat)
    was = _Before(before, leaders)
    program = assignment.program
    letters = [letter for members in by_group.values() for letter in _to_group(program, members, was)]
    letters += _to_unseated(
        assignment, was, {seat.person_id for seats in by_group.values() for seat in seats}
    )
    Notice.objects.post_all(letters, once=f"assignment-{assignment.pk}", sender=sender)


def _to_group(program: Program, members: list[Seat], was: _Before) -> Iterator[Letter]:
    group = members[0].group
    before = was.members(group.pk)
    now = {seat.person_id for seat in members}
    leads = next(seat for seat in members if seat.role == Role.FACILITATOR)
    led_before = (leads.person_id, group.pk) in was.leaders
    for seat in members:
        facts = _facts(program, leads, members, seat)
        if seat is leads and not led_before:
            yield Letter("facilitating", seat.person, facts)
        elif seat.person_id not in before:
            yield Letter("seated", seat.person, facts)
        elif before != now or not led_before:
            newcomers = [other.person.name for other in members if other.person_id not in before]
            yield Letter("group-changed", seat.person, {**facts, "newcomers": newcomers})


def _facts(program: Program, leads: Seat, members: list[Seat], seat: Seat) -> dict[str, Any]:
    return {
        "program": program.name,
        "cadence": program.get_cadence_display().lower(),
        "minutes": program.meeting_minutes,
        "group": seat.group.name,
        "facilitator": leads.person.name,
        "is_facilitator": seat is leads,
        "others": [other.person.name for other in members if other is not seat and other is not leads],
    }


def _to_unseated(assignment: Assignment, was: _Before, seated: set[int]) -> list[Letter]:
    people = Person.objects.filter(pk__in=set(was.group_of) - seated).order_by("pk")
    names = dict(assignment.program.groups.values_list("pk", "name"))
    facts = {"program": assignment.program.name}
    return [
        Letter("group-closed", person, {**facts, "group": names[was.group_of[person.pk]]})
        for person in people
    ]
