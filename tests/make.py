"""Makes rows for stories; each call says only what matters."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from minim.groups.models import Group, Role
from minim.people.models import Person
from minim.programs.models import Program

if TYPE_CHECKING:
    from collections.abc import Sequence

_numbers = count(1)


def make_person(name: str = "", **fields: Any) -> Person:
    """A person with an e-mail address, and the reporting tree numbered anew."""
    number = next(_numbers)
    name = name or f"Person {number}"
    fields.setdefault("employee_id", f"T{number:05}")
    fields.setdefault("email", f"{name.lower().replace(' ', '.')}@example.com")
    person = Person.objects.create(name=name, **fields)
    Person.objects.renumber()
    person.refresh_from_db()
    return person


def make_people(size: int, **fields: Any) -> list[Person]:
    return [make_person(**fields) for _ in range(size)]


def make_program(organizers: Sequence[Person] = (), **fields: Any) -> Program:
    fields.setdefault("name", f"Program {next(_numbers)}")
    program = Program.objects.create(**fields)
    program.organizers.set(organizers)
    return program


def make_group(
    size: int = 3,
    *,
    program: Program | None = None,
    facilitator: Person | None = None,
    members: Sequence[Person] = (),
    on: date = date(2026, 9, 1),
    **fields: Any,
) -> Group:
    """An open group with a Facilitator; filled up with new people to `size` when no members are given."""
    program = program or make_program()
    facilitator = facilitator or make_person()
    people = list(members) or make_people(size - 1)
    fields.setdefault("name", f"Group {next(_numbers)}")
    group = Group.objects.create(program=program, opened_on=on, **fields)
    group.seat([(facilitator, Role.FACILITATOR), *((person, Role.PARTICIPANT) for person in people)], on)
    program.enrol([facilitator, *people])
    return group
