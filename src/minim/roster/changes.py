"""What a new sheet would change: compared before anything is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from minim.roster.sheet import KnownPerson, Row, Sheet

COMPARED = (
    "name", "email", "title", "function", "department", "team", "location", "level", "time_zone", "working_hours",
    "experience", "started_on", "energy", "attendance", "willing", "trained", "status", "away_until",
)  # fmt: skip
LEFT = "left"


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ChangedPerson:
    employee_id: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class MovedPerson:
    """Somebody who has another manager now; None means nobody is above them."""

    employee_id: str
    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """New, changed, moved and missing people. Somebody can be both changed and moved."""

    new: tuple[Row, ...]
    changed: tuple[ChangedPerson, ...]
    moved: tuple[MovedPerson, ...]
    missing: tuple[KnownPerson, ...]
    unchanged: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.moved or self.missing)


def compare(before: Sequence[KnownPerson], sheet: Sheet) -> Changes:
    """Compare whom we know with a sheet.

    A column the sheet does not have is no change, nor is an empty cell for yes or no and for status. People who have
    left are not missing.
    """
    known = {person.employee_id: person for person in before}
    compared = [field for field in COMPARED if field in sheet.mapping or field == "name"]
    follows_managers = "manager_id" in sheet.mapping
    new, changed, moved, unchanged = [], [], [], []
    for row in sheet.rows:
        person = known.pop(row.employee_id, None)
        if person is None:
            new.append(row)
            continue
        fields = _differences(person, row, compared)
        if fields:
            changed.append(ChangedPerson(row.employee_id, row.name, fields))
        has_moved = follows_managers and person.manager_id != row.manager_id
        if has_moved:
            moved.append(MovedPerson(row.employee_id, row.name, person.manager_id, row.manager_id))
        if not fields and not has_moved:
            unchanged.append(row.employee_id)
    missing = tuple(person for person in known.values() if person.status != LEFT)
    return Changes(tuple(new), tuple(changed), tuple(moved), missing, tuple(unchanged))


def _differences(person: KnownPerson, row: Row, compared: Sequence[str]) -> tuple[FieldChange, ...]:
    found = []
    for field in compared:
        old, now = getattr(person, field), getattr(row, field)
        unsaid = now in (None, "") and field in ("willing", "trained", "status")
        if old != now and not unsaid:
            found.append(FieldChange(field, old, now))
    return tuple(found)
