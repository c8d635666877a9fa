"""The three people whose place one can take in the demo company."""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "larkfield.example"


@dataclass(frozen=True)
class Door:
    """One way in. `slug` names it in addresses; the e-mail address finds the person."""

    slug: str
    name: str
    role: str
    icon: str
    sentence: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def email(self) -> str:
        return address_of(self.name)


DOORS = (
    Door(
        "olive",
        "Olive Marchetti",
        "Organizer",
        "sprout",
        "Runs the program: brings the roster, forms groups, reads why they are as they are, moves people by hand.",
    ),
    Door(
        "fay",
        "Fay Adeyemi",
        "Facilitator",
        "hand-heart",
        "Leads a group: sees who sits in it, what to do before the first meeting, and what to ask when people vent.",
    ),
    Door(
        "pat",
        "Pat Nowak",
        "Participant",
        "message-circle",
        "Just got a letter: which group it is, who else sits there, what to bring, and what stays in the room.",
    ),
)


def address_of(name: str) -> str:
    """The e-mail address that everybody in the demo company has."""
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"
