"""Who reads: which guides are theirs, and which pages of minim a guide can send them to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from minim.groups.models import Role, Seat
from minim.playbook import GuideRole
from minim.programs.models import Program

if TYPE_CHECKING:
    from minim.people.models import Person

ORGANIZER, FACILITATOR, PARTICIPANT = GuideRole


@dataclass(frozen=True)
class Reader:
    """Groups and programs by their key: where they sit, what they lead, what they organize."""

    is_organizer: bool = False
    groups: tuple[int, ...] = ()
    led: tuple[int, ...] = ()
    programs: tuple[int, ...] = ()

    @property
    def roles(self) -> tuple[GuideRole, ...]:
        """Every role, their own first."""
        if self.is_organizer:
            return (ORGANIZER, FACILITATOR, PARTICIPANT)
        if self.led:
            return (FACILITATOR, PARTICIPANT, ORGANIZER)
        return (PARTICIPANT, FACILITATOR, ORGANIZER)

    def href(self, address: str) -> str:
        """Where a guide's link leads for them; "" when that page is not theirs. Raises NoReverseMatch and KeyError.

        An address is `guide:slug` or `minim:name` for everybody, `organizer:name` for whoever organizes, and
        `group:`, `lead:` or `program:` with the name of a page of one's own.
        """
        kind, _, name = address.partition(":")
        if kind == "guide":
            return reverse("guides:guide", args=[name])
        if kind == "minim" or (kind == "organizer" and self.is_organizer):
            return reverse(name)
        own = {"group": self.groups, "lead": self.led, "program": self.programs, "organizer": ()}[kind]
        if len(own) == 1:
            return reverse(name, args=own)
        lists = "programs:list" if kind == "program" else "groups:list"
        return reverse(lists) if own else ""


def reader_of(person: Person) -> Reader:
    """Two queries at most."""
    seats = Seat.objects.current().filter(person=person, group__closed_on=None)
    rows = list(seats.order_by("group").values_list("group", "role"))
    overseen = Program.objects.overseen_by(person) if person.is_organizer else Program.objects.none()
    return Reader(
        is_organizer=person.is_organizer,
        groups=tuple(group for group, _ in rows),
        led=tuple(group for group, role in rows if role == Role.FACILITATOR),
        programs=tuple(overseen.order_by("pk").values_list("pk", flat=True)),
    )
