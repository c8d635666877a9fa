"""Writes beside each person what follows from the whole company, so that "is above" is two comparisons in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction

from minim.lib.rows import update_rows
from minim.people.words import SOUGHT, words_of
from minim.roster import Tree

if TYPE_CHECKING:
    from minim.people.models import Person

NUMBERS = ("tree_enter", "tree_leave", "depth", "height", "report_count", "below_count")
DERIVED = (*NUMBERS, "words")


@transaction.atomic
def renumber() -> None:
    """Number the reporting tree afresh and write what people are found by.

    Who has left stays in the tree, so that a chain never breaks; but nobody is a manager by reports who have left.
    """
    model: Any = apps.get_model("people", "Person")
    people: dict[int, Person] = {
        found.pk: found for found in model.objects.only("manager_id", "status", *SOUGHT, *DERIVED)
    }
    tree = Tree(
        {str(pk): str(found.manager_id) if found.manager_id else None for pk, found in people.items()}
    )
    before = {pk: [getattr(found, name) for name in DERIVED] for pk, found in people.items()}
    for pk, found in people.items():
        found.tree_enter, found.tree_leave = tree.enter[str(pk)] + 1, tree.leave[str(pk)] + 1
        found.depth = tree.depth(str(pk))
        found.height = found.report_count = found.below_count = 0
        found.words = words_of(found)
    _count_upwards(people)
    changed = [
        found for pk, found in people.items() if before[pk] != [getattr(found, name) for name in DERIVED]
    ]
    update_rows(changed, DERIVED)


def _count_upwards(people: dict[int, Person]) -> None:
    """Heights and counts, from the lowest up: everybody is numbered after their manager."""
    for found in sorted(people.values(), key=lambda found: -found.tree_enter):
        manager = people.get(found.manager_id or 0)
        here = found.status != "left"
        if manager is None or not (here or found.below_count):
            continue
        manager.report_count += here
        manager.below_count += here + found.below_count
        manager.height = max(manager.height, found.height + 1)
