"""The agreement as one thing among others on a group's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.meetings.models import Agreement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.groups.models import Group, Seat
    from minim.meetings.models import Yes
    from minim.people.models import Person


@dataclass(frozen=True)
class Card:
    """For somebody of the group. `before` is the number of the last version they said yes to, if not to this one."""

    now: Agreement
    mine: Yes | None
    before: int
    said: int
    size: int

    @property
    def is_agreed_by_all(self) -> bool:
        return self.said == self.size


def card_of(group: Group, seats: Sequence[Seat], person: Person) -> Card:
    now = Agreement.objects.now_of(group)
    yeses = now.said_yes([seat.person for seat in seats])
    mine = yeses.get(person.pk)
    return Card(now, mine, 0 if mine else agreed_before(group, person), len(yeses), len(seats))


def agreed_before(group: Group, person: Person) -> int:
    """The number of the last version this person said yes to; 0 when there is none."""
    agreed = Agreement.objects.filter(group=group, yeses__person=person).order_by("-number")
    return agreed.values_list("number", flat=True).first() or 0
