"""A company for stories about forming groups: managers of several departments under directors who take no part."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from minim.assignments.models import Assignment, DraftGroup
from minim.people.models import Person
from minim.programs.models import Enrolment, Program

DEPARTMENTS = ("Payments", "Platform", "Search", "Sales", "Support", "Design")
_numbers = count(1)


@dataclass(frozen=True)
class Company:
    olive: Person
    directors: list[Person]
    managers: list[Person]
    program: Program


def make_company(size: int = 24, **choices: Any) -> Company:
    """`size` managers, each under one of six directors; Olive organizes and is nobody's boss."""
    tag = f"{next(_numbers)}"
    olive = Person.objects.create(
        name="Olive", email=f"olive{tag}@example.com", employee_id=f"O{tag}", is_organizer=True
    )
    directors = Person.objects.bulk_create(
        Person(name=f"Director {name}", employee_id=f"D{tag}-{name}", department=name) for name in DEPARTMENTS
    )
    managers = Person.objects.bulk_create(
        (
            Person(
                name=f"Manager {number:04}",
                employee_id=f"M{tag}-{number}",
                email=f"m{tag}-{number}@example.com",
                manager=directors[number % 6],
                department=DEPARTMENTS[number % 6],
                function=("Engineering", "Product", "Operations")[number % 3],
                experience=float(number % 9),
                trained=True,
            )
            for number in range(size)
        ),
        batch_size=500,
    )
    Person.objects.renumber()
    choices.setdefault("name", "Mini-M")
    program = Program.objects.create(who="by-hand", **choices)
    program.organizers.add(olive)
    Enrolment.objects.bulk_create(
        [Enrolment(program=program, person=person, by_hand=True) for person in managers], batch_size=500
    )
    people = list(Person.objects.filter(pk__in=[person.pk for person in managers]).order_by("pk"))
    return Company(olive, directors, people, program)


def form(assignment: Assignment) -> Assignment:
    """Do what a worker does with the first waiting request."""
    claimed = Assignment.objects.waiting().filter(pk=assignment.pk).claim("test", 60)
    assert claimed is not None
    claimed.form(lambda: True)
    assignment.refresh_from_db()
    return assignment


def draft(company: Company, seconds: float = 0.2, **wanted: Any) -> Assignment:
    """A draft of the company's program, formed by the real engine."""
    asked = Assignment.objects.ask(company.program, by=company.olive, seconds=seconds, **wanted)
    formed = form(asked)
    assert formed.state == "draft", (formed.trouble, formed.clash)
    return formed


def members(group: DraftGroup) -> list[Person]:
    """People of a draft group, the Facilitator first."""
    seats = group.draft_seats.select_related("person").order_by("role", "person__name")
    return [seat.person for seat in seats]


def two_groups(assignment: Assignment) -> tuple[DraftGroup, DraftGroup]:
    first, second = assignment.draft_groups.all()[:2]
    return first, second
