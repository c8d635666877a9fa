"""The people of a group as the slot finder needs them: names, zones, hours, and what they carried so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.groups.models import Role
from minim.people.hours import availabilities
from minim.timetable import Held, Member, carried

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from minim.groups.models import Group, Seat
    from minim.meetings.models import Series
    from minim.people.models import Person
    from minim.timetable import Availability

NOWHERE = "UTC"
"""Where somebody is of whom nobody said it."""
REMEMBERED = 26
"""As many meetings back somebody's early and late hours count."""


@dataclass(frozen=True)
class Circle:
    """A group's seats, the Facilitator first, and the shortest name by which each is known."""

    seats: tuple[Seat, ...]
    names: dict[int, str]

    @classmethod
    def of(cls, group: Group) -> Circle:
        seats = tuple(group.sitting())
        return cls(seats, short_names(seat.person for seat in seats))

    @property
    def facilitator(self) -> Person | None:
        return next((seat.person for seat in self.seats if seat.role == Role.FACILITATOR), None)

    @property
    def zones(self) -> tuple[str, ...]:
        """The members' zones; the Facilitator's first, then the one most people share."""
        counted = Counter(zone_of(seat.person) for seat in self.seats)
        ordered = [zone for zone, _ in counted.most_common()] or [NOWHERE]
        first = zone_of(self.facilitator) if self.facilitator else ordered[0]
        return (first, *(zone for zone in ordered if zone != first))

    def availabilities(self, start: date, end: date) -> dict[int, Availability]:
        return availabilities([seat.person for seat in self.seats], start, end)

    def members(self, start: date, end: date, series: Series | None = None) -> list[Member]:
        """Everybody between two days, in a fixed number of queries. The Facilitator is needed."""
        found = self.availabilities(start, end)
        members = [
            Member(
                seat.person_id, self.names[seat.person_id], found[seat.person_id],
                needed=seat.role == Role.FACILITATOR,
            )
            for seat in self.seats
        ]  # fmt: skip
        paid = carried(members, _held(series)) if series else {}
        return [replace(member, paid=paid.get(member.key, 0.0)) for member in members]


def zone_of(person: Person) -> str:
    return person.zone or NOWHERE


def short_names(people: Iterable[Person]) -> dict[int, str]:
    """The first name, where only one of them has it."""
    people = list(people)
    firsts = Counter(_first(person) for person in people)
    return {person.pk: _first(person) if firsts[_first(person)] == 1 else person.name for person in people}


def _first(person: Person) -> str:
    return person.name.partition(" ")[0]


def _held(series: Series) -> Sequence[Held]:
    past = series.meetings.planned().filter(starts_at__lt=timezone.now()).order_by("-starts_at")
    return [Held(*row) for row in past.values_list("starts_at", "minutes")[:REMEMBERED]]
