"""Guides as they are offered: one shelf for each role, one's own first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.playbook import GuideRole, guides

if TYPE_CHECKING:
    from minim.playbook import Guide
    from minim.web.guides.reader import Reader

LABELS = {
    GuideRole.ORGANIZER: "For Organizers",
    GuideRole.FACILITATOR: "For Facilitators",
    GuideRole.PARTICIPANT: "For everybody in a group",
}
ICONS = {
    GuideRole.ORGANIZER: "sprout",
    GuideRole.FACILITATOR: "hand-heart",
    GuideRole.PARTICIPANT: "users",
}


@dataclass(frozen=True)
class Shelf:
    role: GuideRole
    label: str
    icon: str
    is_own: bool
    guides: tuple[Guide, ...]

    @property
    def minutes(self) -> int:
        """Minutes to read all of them."""
        return sum(guide.minutes for guide in self.guides)


def shelves(reader: Reader) -> list[Shelf]:
    return [_shelf(role, is_own=number == 0) for number, role in enumerate(reader.roles)]


def _shelf(role: GuideRole, *, is_own: bool) -> Shelf:
    own = tuple(guide for guide in guides().values() if guide.role == role)
    return Shelf(role, LABELS[role], ICONS[role], is_own, own)
