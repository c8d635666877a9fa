"""The door of a room: who is in with which browser, who asks to come in, and whose browser has to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minim.meetings.keys import inside
from minim.meetings.room import RoomRefused

if TYPE_CHECKING:
    from minim.meetings.keys import Epoch
    from minim.meetings.room import Room
    from minim.people.models import Person


@dataclass(frozen=True)
class Door:
    """`able` are people whose browser said lately that it has the key, so that it can let others in."""

    epoch: int
    inside: set[str]
    owners: dict[str, int]
    leaving: list[str]
    asking: list[dict[str, Any]]
    able: set[int]

    @classmethod
    def of(cls, room: Room, newest: Epoch | None, seated: set[int]) -> Door:
        devices, knocks = inside(newest), list(room.knocks.order_by("pk"))
        stays = {knock.device for knock in knocks if not knock.gone and knock.person_id in seated}
        return cls(
            newest.number if newest else 0,
            devices,
            {knock.device: knock.person_id for knock in knocks},
            [knock.device for knock in knocks if knock.device in devices - stays],
            [knock.entry for knock in knocks if knock.device in stays - devices],
            {knock.person_id for knock in knocks if knock.device in devices & stays and knock.has_key()},
        )

    @property
    def people_inside(self) -> set[int]:
        return {self.owners[device] for device in self.inside if device in self.owners}

    def is_deserted_for(self, person: Person) -> bool:
        """Whether nobody else is here with a browser that has the key."""
        return not self.able - {person.pk}


def begin_anew(room: Room, person: Person) -> None:
    """An empty room with another name, to which nobody has a key yet. What was written so far can never be read again.

    Raises RoomRefused while somebody else is here who could let this person in.
    """
    seated = set(room.sitting().values_list("person", flat=True))
    if not Door.of(room, room.epochs.last(), seated).is_deserted_for(person):
        raise RoomRefused("Somebody who can let you in is here. Please ask them.")
    room.empty()
