"""Group and Seat: who meets with whom."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from minim.groups.help import Line, Thread
from minim.groups.notes import Note
from minim.people.models import Person
from minim.programs.models import Cohort, Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

__all__ = ["Group", "GroupQuerySet", "Line", "Note", "Role", "Seat", "SeatQuerySet", "SeatRefused", "Thread"]


class SeatRefused(Exception):
    """A seat that would break a promise; the message says whose and why."""


class Role(models.TextChoices):
    FACILITATOR = "facilitator", "Facilitator"
    PARTICIPANT = "participant", "Participant"


class GroupQuerySet(models.QuerySet["Group"]):
    def open(self) -> GroupQuerySet:
        return self.filter(closed_on=None)

    def overseen_by(self, person: Person) -> GroupQuerySet:
        return self.filter(program__organizers=person)

    def of_member(self, person: Person) -> GroupQuerySet:
        """Groups in which this person sits today."""
        return self.filter(seats__person=person, seats__left_on=None)

    def led_by(self, person: Person) -> GroupQuerySet:
        return self.filter(seats__person=person, seats__left_on=None, seats__role=Role.FACILITATOR)

    def seen_by(self, person: Person) -> GroupQuerySet:
        """Groups whose page this person may open: their own, and those of programs they organize."""
        mine = Q(pk__in=Group.objects.of_member(person).values("pk"))
        return self.filter(mine | Q(program__in=Program.objects.overseen_by(person).values("pk")))

    def breaching(self) -> GroupQuerySet:
        """Open groups in which somebody sits with a person of their own management chain."""
        above = Seat.objects.current().filter(
            group=models.OuterRef("group"),
            person__tree_enter__lt=models.OuterRef("person__tree_enter"),
            person__tree_leave__gte=models.OuterRef("person__tree_enter"),
        )
        bad = Seat.objects.current().filter(models.Exists(above)).values("group")
        return self.open().filter(pk__in=bad)


class Group(models.Model):
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="groups")
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups"
    )
    name = models.CharField(max_length=120)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], condition=Q(closed_on=None), name="one_open_group_per_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def sitting(self) -> SeatQuerySet:
        """Today's seats, the Facilitator first."""
        return self.seats.current().select_related("person").order_by("role", "person__name", "person_id")

    def seat(self, people: Iterable[tuple[Person, Role]], on: date) -> None:
        """Make these people, and nobody else, sit here from this day on.

        Raises SeatRefused when somebody would sit with their own management chain, oversees the program, or there is
        not exactly one Facilitator. Call it within a transaction.
        """
        wanted = {person: Role(role) for person, role in people}
        _refuse_chains(list(wanted))
        self._refuse_overseers(wanted)
        if list(wanted.values()).count(Role.FACILITATOR) != 1:
            raise SeatRefused(f"{self.name} needs exactly one Facilitator.")
        staying = self.keep_only({person.pk: role for person, role in wanted.items()}, on)
        Seat.objects.bulk_create(
            Seat(group=self, program_id=self.program_id, person=person, role=role, taken_on=on)
            for person, role in wanted.items()
            if person.pk not in staying
        )

    def keep_only(self, roles: Mapping[int, Role], on: date) -> set[int]:
        """Vacate every seat but those of these people in these roles; tells who keeps theirs."""
        current = dict(self.seats.current().values_list("person_id", "role"))
        staying = {pk for pk, role in current.items() if roles.get(pk) == role}
        if len(staying) < len(current):
            self.seats.current().exclude(person_id__in=staying).update(left_on=on)
        return staying

    def _refuse_overseers(self, people: Iterable[Person]) -> None:
        """What is said here is safe from those who run the program and those who must report."""
        organizers = set(self.program.organizers.values_list("pk", flat=True))
        for person in people:
            if person.is_people_ops or person.pk in organizers:
                raise SeatRefused(
                    f"{person.name} oversees {self.program}: they cannot sit in one of its groups."
                )

    def close(self, on: date) -> None:
        self.seats.current().update(left_on=on)
        self.closed_on = on
        self.save(update_fields=["closed_on"])


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self) -> SeatQuerySet:
        return self.filter(left_on=None)

    def above_nobody(self) -> SeatQuerySet:
        """Today's seats of people who do not stand above somebody who sits there too.

        Such seats are never given; but reporting lines change, and then the room is shut to whoever is above.
        """
        below = Seat.objects.current().filter(
            group=models.OuterRef("group"),
            person__tree_enter__gt=models.OuterRef("person__tree_enter"),
            person__tree_enter__lte=models.OuterRef("person__tree_leave"),
        )
        return self.current().exclude(models.Exists(below))

    def at_hand(self, group: int) -> list[Seat]:
        """The seats that `above_nobody` finds in this group, by name: for whoever asks many times a second.

        Each comes with its person's name and place in the tree alone.
        """
        seats = self.current().filter(group=group).select_related("person").order_by()
        seats = seats.only(
            "group", "role", "person__name", "person__tree_enter", "person__tree_leave", "person__status"
        )
        here = sorted(seats, key=lambda seat: (seat.person.name, seat.person_id))
        return [seat for seat in here if not any(seat.person.is_above(other.person) for other in here)]

    def past(self) -> SeatQuerySet:
        return self.exclude(left_on=None)

    def vacate_all(self, person: Person, on: date) -> int:
        """Give every seat back that this person holds: they leave the company. Returns how many."""
        return self.current().filter(person=person).update(left_on=on)

    def vacate_left(self, on: date) -> int:
        """Give every seat back that is held by somebody who has left the company. Returns how many."""
        return self.current().filter(person__status="left").update(left_on=on)


class Seat(models.Model):
    """One person's place in a group, from a day to a day. The program stands here too, so that the database itself
    keeps anyone from holding two seats."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=11, choices=Role, default=Role.PARTICIPANT)
    taken_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person"], condition=Q(left_on=None), name="one_seat_per_person"
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(left_on=None, role="facilitator"),
                name="one_facilitator_per_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.group}"


def _refuse_chains(people: list[Person]) -> None:
    # Sorted by entry into the tree, everybody below a person stands directly after them.
    ordered = sorted(people, key=lambda person: person.tree_enter)
    for above, below in pairwise(ordered):
        if above.is_above(below):
            raise SeatRefused(
                f"{below.name} reports to {above.name}, directly or further down: they cannot share a group."
            )
