"""Groups in which a roster puts somebody beside their own chain, as one Organizer may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.groups.models import Group
from minim.groups.reorg import Clash, clashes_after
from minim.people.models import Person
from minim.roster import Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.people.comparing import Comparison


@dataclass(frozen=True)
class Clashes:
    """Those in groups this Organizer looks after, by name; the groups of others only as a number."""

    named: Sequence[Clash]
    elsewhere: int

    def __bool__(self) -> bool:
        return bool(self.named or self.elsewhere)


def clashes_then(organizer: Person, found: Comparison) -> Clashes:
    """Clashes once this roster is applied. Nothing is written."""
    keys = {person.pk: key for key, person in found.people.items()}
    return _seen_by(organizer, clashes_after(Tree(found.reports_to), lambda person: keys.get(person.pk)))


def clashes_now(organizer: Person) -> Clashes:
    """Clashes as people report today."""
    if not Group.objects.breaching().exists():
        return Clashes((), 0)
    lines = {
        str(pk): str(manager) if manager else None
        for pk, manager in Person.objects.values_list("pk", "manager_id")
    }
    return _seen_by(organizer, clashes_after(Tree(lines), lambda person: str(person.pk)))


def _seen_by(organizer: Person, clashes: Sequence[Clash]) -> Clashes:
    overseen = set(Group.objects.overseen_by(organizer).open().values_list("pk", flat=True))
    named = [clash for clash in clashes if clash.group_id in overseen]
    return Clashes(named, len({clash.group_id for clash in clashes} - overseen))
