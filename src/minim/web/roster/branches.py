"""Branches of the tree that lead to certain people, and nothing beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

DEEPEST = 40


@dataclass
class Branch:
    """A person on the way to a hit; `hit` when they are one themselves."""

    person: Person
    hit: bool = False
    below: list[Branch] = field(default_factory=list)


def paths_to(hits: Iterable[Person]) -> list[Branch]:
    """The chains of these people, joined where they meet, from the top down.

    Whoever has more than DEEPEST people above them stands alone: such a chain is a mistake in the roster, and no
    page could show it.
    """
    hits = list(hits)
    near = [person for person in hits if person.depth <= DEEPEST]
    branches = {person.pk: Branch(person) for person in Person.objects.above_any(near)}
    for person in hits:
        branches.setdefault(person.pk, Branch(person)).hit = True
    roots: list[Branch] = []
    for branch in sorted(branches.values(), key=lambda branch: branch.person.tree_enter):
        above = branches.get(branch.person.manager_id or 0)
        (above.below if above else roots).append(branch)
    return roots
