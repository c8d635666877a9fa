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
    return number(add_person(name, **fields))[0]


def make_people(size: int, **fields: Any) -> list[Person]:
    return number(*(add_person(**fields) for _ in range(size)))


def add_person(name: str = "", **fields: Any) -> Person:
    """A person with an e-mail address, whom `number` has to give their place in the reporting tree."""
    at = next(_numbers)
    name = name or f"Person {at}"
    fields.setdefault("employee_id", f"T{at:05}")
    fields.setdefault("email", f"{name.lower().replace(' ', '.')}@example.com")
    return Person.objects.create(name=name, **fields)


def number(*people: Person) -> list[Person]:
    """Number the reporting tree anew, once for all of these people."""
    Person.objects.renumber()
    for person in people:
        person.refresh_from_db()
    return list(people)


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
