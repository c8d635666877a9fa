"""Writes the reporting tree's numbers beside each person, so that "is above" is two comparisons in SQL."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction

from minim.roster.tree import Tree

NUMBERS = ["tree_enter", "tree_leave", "height", "report_count", "below_count"]


@transaction.atomic
def renumber() -> None:
    """Renumber everybody who has not left. Raises nothing: cycles were refused before they were written."""
    person = apps.get_model("people", "Person")
    people = {
        str(found.pk): found
        for found in person.objects.only("pk", "manager_id", "status", "is_outside", *NUMBERS)
    }
    tree = Tree({key: str(found.manager_id) if found.manager_id else None for key, found in people.items()})
    changed = []
    for key, found in people.items():
        before = [getattr(found, name) for name in NUMBERS]
        found.tree_enter, found.tree_leave = tree.enter(key), tree.leave(key)
        found.height, found.below_count = tree.height(key), tree.size_below(key)
        found.report_count = sum(people[child].status != "left" for child in tree.children(key))
        if before != [getattr(found, name) for name in NUMBERS]:
            changed.append(found)
    person.objects.bulk_update(changed, NUMBERS, batch_size=500)
