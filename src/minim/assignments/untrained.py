"""Whoever would begin to lead without training: a plan that gives them a group is not published, unless on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minim.groups.models import Role, Seat
from minim.people.models import Person
from minim.programs.overrides import Override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.assignments.models import Assignment
    from minim.people.queries import PersonQuerySet

NAMED = 5
UNTRAINED = (
    "{names} {would} lead a group and {have} not done the training for Facilitators. It takes 90 minutes, here in "
    "minim. If it has to be without, let them lead all the same and say why: then it is on record."
)


def untrained_leaders(assignment: Assignment) -> PersonQuerySet:
    """Those to whom this draft newly gives a group to lead, who have no training and whom nobody let lead.

    Whoever leads in this program today goes on as they are.
    """
    program = assignment.program_id
    leading = Seat.objects.current().filter(program=program, role=Role.FACILITATOR)
    let = Override.objects.standing().filter(program=program)
    new = assignment.draft_seats.filter(role=Role.FACILITATOR, draft_group__isnull=False)
    found: PersonQuerySet = Person.objects.filter(pk__in=new.values("person"), trained=False)
    return found.exclude(pk__in=leading.values("person")).exclude(pk__in=let.values("person"))


def untrained_sentence(people: Sequence[Person]) -> str:
    one = len(people) == 1
    return UNTRAINED.format(
        names=_listed([person.name for person in people]),
        would="would" if one else "would each",
        have="has" if one else "have",
    )


def _listed(names: list[str]) -> str:
    shown = names if len(names) <= NAMED + 1 else [*names[:NAMED], f"{len(names) - NAMED} others"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
