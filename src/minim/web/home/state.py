"""How each of an Organizer's programs stands, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from minim.programs.models import Enrolment, Program
from minim.web.home.steps import without_group

if TYPE_CHECKING:
    from minim.people.models import Person


@dataclass(frozen=True)
class Standing:
    program: Program
    people: int
    waiting: int
    groups: int
    usual_size: int | None


def standings(organizer: Person) -> list[Standing]:
    return [_standing(program) for program in Program.objects.overseen_by(organizer)]


def _standing(program: Program) -> Standing:
    seats = Count("seats", filter=Q(seats__left_on=None))
    sizes = list(program.groups.open().annotate(size=seats).values_list("size", flat=True))
    people = Enrolment.objects.taking_part().filter(program=program).count()
    usual = median_low(sizes) if sizes else None
    return Standing(program, people, without_group(program), len(sizes), usual)
