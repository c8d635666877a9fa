"""What a roster would change, cut into pages one can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.http import Http404

from minim.web.roster.columns import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.people.comparing import Comparison
    from minim.roster import ChangedPerson, MovedPerson, OutsideManager, RosterProblem, Row

ON_A_PAGE = 10
STATUSES = {"active": "here", "away": "away", "left": "left the company", "opted-out": "opted out"}
HEADINGS = {
    "new": ("New people", "They come in with this roster."),
    "changed": ("Changed", "What stood there, and what will."),
    "moved": ("Moved to another manager", "Their reporting line changes."),
    "missing": ("Not in this roster", "We know them, and the file does not name them."),
    "outside": (
        "Outside managers",
        "Not in the file, but people report to them. We keep them so that chains stay whole.",
    ),
}


@dataclass(frozen=True)
class Section:
    """One kind of change, a page of it."""

    key: str
    heading: str
    note: str
    page: Page[Any]


@dataclass(frozen=True)
class Line:
    """One person in a section: who, a word about them, and what changes."""

    name: str
    note: str
    changes: Sequence[tuple[str, str, str]] = ()


class Preview:
    """A comparison in the words of the page."""

    def __init__(self, found: Comparison) -> None:
        self.found = found

    @property
    def counts(self) -> dict[str, int]:
        return {key: len(rows) for key, rows in self._rows.items()}

    @property
    def sections(self) -> list[Section]:
        return [self.section(key) for key, rows in self._rows.items() if rows]

    @property
    def errors(self) -> list[RosterProblem]:
        return [problem for problem in self.found.sheet.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[RosterProblem]:
        return [problem for problem in self.found.sheet.problems if problem.severity == "warning"]

    @property
    def changes_nothing(self) -> bool:
        return not any(self.counts.values())

    def section(self, key: str, number: str = "1") -> Section:
        """A page of one kind of change; Http404 when there is no such kind."""
        if key not in HEADINGS:
            raise Http404
        page = Paginator(self._rows[key], ON_A_PAGE).get_page(number)
        show = getattr(self, f"_show_{key}")
        page.object_list = [show(row) for row in page.object_list]
        return Section(key, *HEADINGS[key], page)

    @cached_property
    def _rows(self) -> dict[str, Sequence[Any]]:
        changes = self.found.changes
        return {
            "new": changes.new,
            "changed": changes.changed,
            "moved": changes.moved,
            "missing": changes.missing,
            "outside": self.found.outside,
        }

    def _show_new(self, row: Row) -> Line:
        known = row.employee_id in self.found.people
        note = "until now an outside manager" if known else _joined(row.title, row.department)
        return Line(
            row.name, note, [("reports to", "", self._name(row.manager_id))] if row.manager_id else []
        )

    def _show_changed(self, person: ChangedPerson) -> Line:
        fields = [(LABELS[field.field], worded(field.before), worded(field.after)) for field in person.fields]
        return Line(person.name, person.employee_id, fields)

    def _show_moved(self, person: MovedPerson) -> Line:
        lines = [("reports to", self._name(person.before) or "nobody", self._name(person.after) or "nobody")]
        return Line(person.name, person.employee_id, lines)

    def _show_missing(self, person: Any) -> Line:
        stays = self.found.people[person.employee_id].is_organizer
        note = "Organizer, stays in any case" if stays else _joined(person.title, person.department)
        return Line(person.name, note)

    def _show_outside(self, manager: OutsideManager) -> Line:
        people = (
            "one person reports to them" if manager.people == 1 else f"{manager.people} people report to them"
        )
        return Line(self.found.names[manager.key], people)

    def _name(self, key: str | None) -> str:
        return self.found.names[key] if key else ""


def worded(value: Any) -> str:
    """A value as one reads it in a sentence."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    return f"{value:g}" if isinstance(value, float) else STATUSES.get(str(value), str(value))


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)
