"""Writes a roster into the people, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import F

from minim.lib.rows import update_rows
from minim.people.comparing import PLAIN, Comparison, compare_sheet, outside_name

if TYPE_CHECKING:
    from minim.people.models import Person
    from minim.roster import Row, Sheet

WRITTEN = (*PLAIN, "email", "employee_id", "is_outside")
SAID_OR_KEPT = ("willing", "trained")


class RosterRefused(Exception):
    """The roster cannot be applied; the message names the first problems and the way out."""


class RosterOutdated(Exception):
    """Somebody else changed people since the preview was shown."""


@dataclass(frozen=True)
class Applied:
    """What applying a roster did, in people."""

    new: int
    changed: int
    moved: int
    missing: int
    left: int
    outside: int


@transaction.atomic
def apply_sheet(sheet: Sheet, *, missing_left: bool = False, expecting: str | None = None) -> Applied:
    """Write the sheet's rows, keep managers who are not in it as outside managers, renumber the tree.

    Columns that the sheet does not have leave what is known untouched. `expecting` is the fingerprint of the
    comparison somebody agreed to. Raises RosterRefused when the sheet has errors, would close a circle of managers
    or would leave nobody to organize, and RosterOutdated when it is not what was agreed to any more.
    """
    found = compare_sheet(sheet)
    if expecting is not None and expecting != found.fingerprint:
        raise RosterOutdated
    refuse(found)
    model: Any = apps.get_model("people", "Person")
    people = dict(found.people)
    write_rows(model, found, people)
    add_outside_managers(model, found, people)
    link_managers(found, people)
    left = see_off(model, found) if missing_left else 0
    model.objects.filter(is_outside=True, reports=None).delete()
    model.objects.renumber()
    changes = found.changes
    return Applied(
        new=len(changes.new),
        changed=len(changes.changed),
        moved=len(changes.moved),
        missing=len(changes.missing),
        left=left,
        outside=len(found.outside),
    )


def refuse(found: Comparison) -> None:
    errors = [problem.message for problem in found.sheet.problems if problem.severity == "error"]
    errors += found.refusals
    if errors:
        more = f" And {len(errors) - 3} more." if len(errors) > 3 else ""
        raise RosterRefused(" ".join(errors[:3]) + more)


def write_rows(model: Any, found: Comparison, people: dict[str, Person]) -> None:
    """Write new and changed people; afterwards everybody in the roster is in `people` and has a primary key."""
    touched = {row.employee_id for row in found.changes.new}
    touched |= {person.employee_id for person in found.changes.changed}
    new, changed = [], []
    for row in found.sheet.rows:
        person = people.get(row.employee_id)
        if person is None:
            person = people[row.employee_id] = model(employee_id=row.employee_id)
            new.append(person)
        elif row.employee_id in touched:
            changed.append(person)
        if row.employee_id in touched:
            write_row(person, row, found.sheet)
    free_addresses(model, [*new, *changed])
    update_rows(changed, [*WRITTEN, "closed_doors"])
    model.objects.bulk_create(new, batch_size=500)


def write_row(person: Person, row: Row, sheet: Sheet) -> None:
    if row.status == "left" and person.status != "left":
        person.closed_doors += 1
    if "employee_id" in sheet.mapping or person.employee_id is None:
        person.employee_id = row.employee_id
    person.is_outside = False
    for field in PLAIN:
        value = getattr(row, field)
        if (field in sheet.mapping or field == "name") and not (value is None and field in SAID_OR_KEPT):
            setattr(person, field, value)
    if "email" in sheet.mapping:
        person.email = row.email or None


def free_addresses(model: Any, people: list[Person]) -> None:
    """Let go of the addresses that will be written: they may be swapped, or still with somebody who has left."""
    known = [person.pk for person in people if person.pk]
    for start in range(0, len(known), 500):
        model.objects.filter(pk__in=known[start : start + 500]).update(email=None)
    wanted = {person.email.lower() for person in people if person.email}
    left = model.objects.gone().exclude(email=None).values_list("pk", "email")
    model.objects.filter(pk__in=[pk for pk, email in left if email.lower() in wanted]).update(email=None)


def add_outside_managers(model: Any, found: Comparison, people: dict[str, Person]) -> None:
    made = [
        model(employee_id=manager.key[:100], name=outside_name(manager)[:200], is_outside=True)
        for manager in found.outside
    ]
    model.objects.bulk_create(made, batch_size=500)
    people.update({manager.key: person for manager, person in zip(found.outside, made, strict=True)})


def link_managers(found: Comparison, people: dict[str, Person]) -> None:
    if "manager_id" not in found.sheet.mapping:
        return
    moved = []
    for row in found.sheet.rows:
        person = people[row.employee_id]
        manager = people[row.manager_id].pk if row.manager_id else None
        if person.manager_id != manager:
            person.manager_id = manager
            moved.append(person)
    update_rows(moved, ["manager"])


def see_off(model: Any, found: Comparison) -> int:
    """Mark everybody as having left whom the roster no longer names."""
    keys = [found.people[gone.employee_id].pk for gone in found.leaving]
    for start in range(0, len(keys), 500):
        leaving = model.objects.filter(pk__in=keys[start : start + 500])
        leaving.update(status="left", away_until=None, closed_doors=F("closed_doors") + 1)
    return len(keys)
