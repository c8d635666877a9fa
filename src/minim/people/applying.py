"""Writes a roster into the people, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction

if TYPE_CHECKING:
    from minim.people.models import Person
    from minim.roster import Row, Sheet

FIELDS = (
    "name", "email", "title", "function", "department", "team", "location", "level", "time_zone",
    "working_hours", "experience", "energy", "attendance", "willing", "trained",
)  # fmt: skip
WRITTEN = [*FIELDS, "is_outside", "status"]


class RosterRefused(Exception):
    """The roster cannot be applied; the message names the first problems and the way out."""


@dataclass(frozen=True)
class Applied:
    """What applying a roster did, in people."""

    new: int
    changed: int
    missing: int
    outside: int


@transaction.atomic
def apply_sheet(sheet: Sheet, *, missing_left: bool = False) -> Applied:
    """Write the sheet's rows, keep managers who are not in it as outside managers, renumber the tree.

    Columns that the sheet does not have leave what is known untouched. Raises RosterRefused when the sheet has
    errors or takes an e-mail address that belongs to somebody else.
    """
    refuse_errors(sheet)
    person: Any = apps.get_model("people", "Person")
    known: dict[str, Person] = {
        found.employee_id: found for found in person.objects.exclude(employee_id=None)
    }
    by_email = {
        found.email.lower(): found for found in person.objects.filter(employee_id=None).exclude(email=None)
    }
    new, changed = [], []
    for row in sheet.rows:
        found = known.get(row.employee_id) or by_email.get((row.email or "").lower())
        if found is None:
            found = person(employee_id=row.employee_id)
            new.append(found)
        elif differs(found, row, sheet.mapping):
            changed.append(found)
        write_row(found, row, sheet.mapping)
        known[row.employee_id] = found
    refuse_taken_addresses(person, [*new, *changed])
    save(person, new, changed)
    outside = add_outside_managers(person, sheet, known)
    link_managers(person, sheet, known)
    missing = (
        person.objects.inside()
        .exclude(employee_id=None)
        .exclude(employee_id__in=[row.employee_id for row in sheet.rows])
    )
    gone = missing.update(status="left") if missing_left else missing.count()
    person.objects.renumber()
    return Applied(len(new), len(changed), gone, outside)


def refuse_errors(sheet: Sheet) -> None:
    errors = [problem for problem in sheet.problems if problem.severity == "error"]
    if errors:
        more = f" And {len(errors) - 3} more." if len(errors) > 3 else ""
        raise RosterRefused(" ".join(problem.message for problem in errors[:3]) + more)


def differs(found: Person, row: Row, mapping: Any) -> bool:
    """Whether writing the row would change anything but the manager."""
    if found.is_outside or found.status == "left" or found.employee_id != row.employee_id:
        return True
    return any(getattr(found, field) != wanted(found, row, field) for field in FIELDS if field in mapping)


def wanted(found: Person, row: Row, field: str) -> Any:
    value = getattr(row, field)
    if value is None and field in ("willing", "trained"):
        return getattr(found, field)
    if field == "email":
        return value or None
    return value


def write_row(found: Person, row: Row, mapping: Any) -> None:
    found.employee_id, found.name = row.employee_id, row.name
    for field in FIELDS:
        if field in mapping:
            setattr(found, field, wanted(found, row, field))
    found.is_outside = False
    if found.status == "left":
        found.status = "active"


def refuse_taken_addresses(person: Any, people: list[Person]) -> None:
    ours = {(found.email or "").lower(): found for found in people if found.email}
    kept = {found.pk for found in people if found.pk}
    for other in person.objects.filter(email__in=list(ours)).exclude(pk__in=kept):
        taker = ours[other.email.lower()]
        raise RosterRefused(
            f"{taker.name} ({taker.employee_id}) has the e-mail address {other.email}, which belongs to "
            f"{other.name} ({other.employee_id or 'added by hand'}). Give one of them another address."
        )


def save(person: Any, new: list[Person], changed: list[Person]) -> None:
    # Addresses may be swapped between people: clear them first, so that the unique constraint sees no clash.
    person.objects.filter(pk__in=[found.pk for found in changed]).update(email=None)
    person.objects.bulk_update(changed, [*WRITTEN, "employee_id"], batch_size=300)
    person.objects.bulk_create(new, batch_size=500)


def add_outside_managers(person: Any, sheet: Sheet, known: dict[str, Person]) -> int:
    names = sorted({row.manager_id for row in sheet.rows if row.manager_id} - set(known))
    made = person.objects.bulk_create(
        [person(employee_id=key, name=f"Manager {key}", is_outside=True) for key in names], batch_size=500
    )
    known.update({found.employee_id: found for found in made})
    return len(made)


def link_managers(person: Any, sheet: Sheet, known: dict[str, Person]) -> None:
    if "manager_id" not in sheet.mapping:
        return
    moved = []
    for row in sheet.rows:
        found = known[row.employee_id]
        manager = known[row.manager_id].pk if row.manager_id else None
        if found.manager_id != manager:
            found.manager_id = manager
            moved.append(found)
    person.objects.bulk_update(moved, ["manager"], batch_size=500)
