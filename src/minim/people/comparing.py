"""What a roster would change, person by person. Writes nothing; applying writes exactly what is found here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps

from minim.people.directory import Directory
from minim.roster import Changes, FieldChange, KnownPerson, OutsideManager, Tree, compare
from minim.roster.changes import ChangedPerson

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from minim.people.models import Person
    from minim.roster import Row, Sheet

PLAIN = (
    "name", "title", "function", "department", "team", "location", "level", "time_zone", "working_hours",
    "experience", "started_on", "energy", "attendance", "willing", "trained", "status", "away_until",
)  # fmt: skip
NAMED_IN_A_CIRCLE = 6
NOBODY_ORGANIZES = (
    "This roster says that every Organizer has left, so nobody could come in here any more. Name another Organizer "
    "first."
)


@dataclass(frozen=True)
class Comparison:
    """A roster beside the people we know.

    `sheet` is the roster as it will be written: managers, statuses and addresses settled. `people` are those we
    know, and `reports_to` everybody there will be, under the keys of `Directory`.
    """

    sheet: Sheet
    changes: Changes
    people: Mapping[str, Person]
    outside: tuple[OutsideManager, ...]
    passed_over: int
    refusals: tuple[str, ...]
    reports_to: Mapping[str, str | None]

    @property
    def ok(self) -> bool:
        """Whether the roster can be applied."""
        return self.sheet.ok and not self.refusals

    @property
    def leaving(self) -> tuple[KnownPerson, ...]:
        """Missing people who may be marked as having left. No file takes an Organizer's way in away by silence."""
        return tuple(gone for gone in self.changes.missing if not self.people[gone.employee_id].is_organizer)

    @cached_property
    def fingerprint(self) -> str:
        """Differs when anything the preview shows differs."""
        shown = repr((self.changes, self.outside, self.passed_over, self.refusals, self.sheet.problems))
        return hashlib.sha256(shown.encode()).hexdigest()[:32]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Key → name, of everybody there will be."""
        return {
            **{key: person.name for key, person in self.people.items()},
            **{manager.key: outside_name(manager) for manager in self.outside},
            **{row.employee_id: row.name for row in self.sheet.rows},
        }


def outside_name(manager: OutsideManager) -> str:
    return manager.name or (f"Manager {manager.key}" if manager.key.isalnum() else manager.key)


def compare_sheet(sheet: Sheet) -> Comparison:
    """Compare a roster with everybody we know."""
    model: Any = apps.get_model("people", "Person")
    directory = Directory(sheet, list(model.objects.all()))
    settled, passed_over = _settle(sheet, directory)
    lines = _lines_after(settled, directory)
    return Comparison(
        sheet=settled,
        changes=_compare(settled, directory),
        people=directory.people,
        outside=settled.outside,
        passed_over=passed_over,
        refusals=(*_circles(settled, directory, lines), *_nobody_left_to_organize(settled, directory)),
        reports_to=lines,
    )


def _settle(sheet: Sheet, directory: Directory) -> tuple[Sheet, int]:
    """The roster as it will be written, and how many strangers it names only to say that they have left."""
    managers = {row.manager_id for row in sheet.rows}
    rows = []
    for row in sheet.rows:
        person = directory.people.get(row.employee_id)
        status, away_until = _status(row, person)
        if person is None and status == "left" and row.employee_id not in managers:
            continue
        # An empty cell takes nobody's way in away.
        email = row.email or ((person.email or "") if person else "")
        manager = directory.manager(row.manager_id)
        settled = replace(row, manager_id=manager, email=email, status=status, away_until=away_until)
        # Whoever has done the training here has done it, whatever a file knows of it.
        rows.append(replace(settled, trained=None) if person and person.trained_at else settled)
    outside = tuple(manager for manager in sheet.outside if directory.is_stranger(manager.key))
    mapping = {"status": "", "away_until": "", **sheet.mapping}
    return replace(sheet, rows=tuple(rows), outside=outside, mapping=mapping), len(sheet.rows) - len(rows)


def _status(row: Row, person: Person | None) -> tuple[str, date | None]:
    """An opt-out is the person's own word, and an absence with a last day ends by itself: no file undoes them."""
    said = row.status
    if person is None or person.status == "left":
        return said or "active", row.away_until
    keeps = person.status == "opted-out" or (person.status == "away" and person.away_until)
    if not said or (said == "active" and keeps):
        return person.status, person.away_until
    if said == person.status == "away":
        return said, row.away_until or person.away_until
    return said, row.away_until if said == "away" else None


def _compare(settled: Sheet, directory: Directory) -> Changes:
    changes = compare(
        [
            _as_known(key, person, directory)
            for key, person in directory.people.items()
            if directory.counts(key)
        ],
        settled,
    )
    renumbered = (
        {}
        if "employee_id" not in settled.mapping
        else {
            key: FieldChange("employee_id", person.employee_id or "", key)
            for key, person in directory.people.items()
            if key in directory.listed and not person.is_outside and person.employee_id != key
        }
    )
    changed = {person.employee_id: person for person in changes.changed}
    for key, change in renumbered.items():
        fields = changed[key].fields if key in changed else ()
        changed[key] = ChangedPerson(key, directory.people[key].name, (change, *fields))
    unchanged = tuple(key for key in changes.unchanged if key not in renumbered)
    return replace(changes, changed=tuple(changed.values()), unchanged=unchanged)


def _as_known(key: str, person: Person, directory: Directory) -> KnownPerson:
    plain = {field: getattr(person, field) for field in PLAIN}
    manager = directory.key_of(person.manager_id)
    return KnownPerson(employee_id=key, email=person.email or "", manager_id=manager, **plain)


def _lines_after(settled: Sheet, directory: Directory) -> dict[str, str | None]:
    lines = {key: directory.key_of(person.manager_id) for key, person in directory.people.items()}
    for row in settled.rows:
        if "manager_id" in settled.mapping:
            lines[row.employee_id] = row.manager_id
        else:
            lines.setdefault(row.employee_id, None)
    return lines


def _circles(settled: Sheet, directory: Directory, lines: Mapping[str, str | None]) -> tuple[str, ...]:
    """Circles that close through somebody who is not in the roster; those within it are named by its reader."""
    names = {row.employee_id: row.name for row in settled.rows}
    found = []
    for circle in Tree(lines).cycles():
        absent = [key for key in circle if key not in names]
        if absent:
            shown = [names.get(key) or directory.people[key].name for key in circle[:NAMED_IN_A_CIRCLE]]
            more = " → …" if len(circle) > NAMED_IN_A_CIRCLE else ""
            found.append(
                f"These people would report to each other in a circle: {' → '.join(shown)}{more} → {shown[0]}. "
                f"{directory.people[absent[0]].name} is not in this file and keeps their manager: add them to it, "
                "or correct the manager of one of the others."
            )
    return tuple(found)


def _nobody_left_to_organize(settled: Sheet, directory: Directory) -> tuple[str, ...]:
    going = {row.employee_id for row in settled.rows if row.status == "left"}
    organizers = {
        key for key, person in directory.people.items() if person.is_organizer and person.status != "left"
    }
    if not organizers or organizers - going:
        return ()
    return (NOBODY_ORGANIZES,)
