"""Modules as they are offered: for Facilitators and for Organizers, one's own first, with how far one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.playbook import GuideRole
from minim.playbook.training import modules_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.playbook.training import Module

LABELS = {GuideRole.FACILITATOR: "For Facilitators", GuideRole.ORGANIZER: "For Organizers"}
ICONS = {GuideRole.FACILITATOR: "hand-heart", GuideRole.ORGANIZER: "sprout"}


@dataclass(frozen=True)
class Shelf:
    role: GuideRole
    modules: tuple[Module, ...]
    done: frozenset[str]

    @property
    def label(self) -> str:
        return LABELS[self.role]

    @property
    def icon(self) -> str:
        return ICONS[self.role]

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    @property
    def minutes_left(self) -> int:
        return sum(module.minutes for module in self.modules if module.slug not in self.done)

    @property
    def next_module(self) -> Module | None:
        """The first one that is not done; None when all are."""
        return next((module for module in self.modules if module.slug not in self.done), None)


def shelves(roles: Sequence[GuideRole], done: set[str]) -> list[Shelf]:
    return [shelf_of(role, done) for role in roles if role in LABELS]


def shelf_of(role: GuideRole, done: set[str]) -> Shelf:
    own = modules_for(role)
    return Shelf(role, own, frozenset(module.slug for module in own if module.slug in done))
