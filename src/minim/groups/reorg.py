"""Who would sit with their own management chain, once reporting lines change. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.groups.models import Seat

if TYPE_CHECKING:
    from collections.abc import Callable

    from minim.people.models import Person
    from minim.roster import Tree


@dataclass(frozen=True)
class Clash:
    """Two people of one group, of whom one reports to the other, directly or further down."""

    group_id: int
    group: str
    above: str
    below: str
    directly: bool

    @property
    def sentence(self) -> str:
        if self.directly:
            return f"{self.below} reports to a group-mate, {self.above}."
        return f"{self.below} sits with {self.above}, who is further up in their chain."


def clashes_after(tree: Tree, key_of: Callable[[Person], str | None]) -> tuple[Clash, ...]:
    """Pairs in today's groups that this tree puts into one chain. `key_of` gives a person's key in the tree."""
    groups: dict[int, list[tuple[str, Seat]]] = {}
    seats = Seat.objects.current().filter(group__closed_on=None).exclude(person__status="left")
    for seat in seats.select_related("person", "group").order_by("group__name", "group_id", "pk"):
        key = key_of(seat.person)
        if key in tree:
            groups.setdefault(seat.group_id, []).append((str(key), seat))
    return tuple(clash for members in groups.values() for clash in _within(members, tree))


def _within(members: list[tuple[str, Seat]], tree: Tree) -> list[Clash]:
    return [
        Clash(
            seat.group_id,
            seat.group.name,
            above.person.name,
            seat.person.name,
            above_key == tree.chain(key)[0],
        )
        for key, seat in members
        for above_key, above in members
        if tree.is_above(above_key, key)
    ]
