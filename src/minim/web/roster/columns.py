"""Which column of a roster is what, as a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

    from minim.roster import Sheet

MEANINGS: dict[str, dict[str, str]] = {
    "Who": {
        "employee_id": "Employee number",
        "name": "Full name",
        "first_name": "First name",
        "last_name": "Last name",
        "email": "E-mail address",
    },
    "Their place": {
        "manager_id": "Reports to (number, e-mail or name)",
        "manager_name": "Manager’s name",
        "title": "Job title",
        "level": "Level",
        "department": "Department",
        "function": "Function",
        "team": "Team",
        "location": "Place of work",
    },
    "Their time": {
        "time_zone": "Time zone",
        "working_hours": "Working hours",
        "status": "Status",
        "away_until": "Away until",
        "started_on": "First day at the company",
    },
    "In groups": {
        "experience": "Years as a manager",
        "energy": "Energy",
        "attendance": "Expected attendance",
        "willing": "Willing to facilitate",
        "trained": "Trained to facilitate",
    },
}
LABELS = {field: label for group in MEANINGS.values() for field, label in group.items()}
CHOICES = [("", "Do not read"), *((group, list(fields.items())) for group, fields in MEANINGS.items())]


@dataclass(frozen=True)
class Column:
    """A column as the page shows it: its name, its first values, and what it could mean."""

    name: str
    samples: list[str]
    field: BoundField

    @property
    def is_read(self) -> bool:
        return bool(self.field.value())


class ColumnsForm(forms.Form):
    """One choice per column of the sheet."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        meant = {column: field for field, column in sheet.mapping.items()}
        for place, column in enumerate(sheet.columns):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=f"What “{column}” holds", required=False, choices=CHOICES, initial=meant.get(column, "")
            )

    def columns(self) -> Iterator[Column]:
        for place, name in enumerate(self.sheet.columns):
            samples = list(dict.fromkeys(row[place] for row in self.sheet.sample if row[place]))[:3]
            yield Column(name, samples, self[f"column-{place}"])

    def read(self) -> list[Column]:
        return [column for column in self.columns() if column.is_read]

    def unread(self) -> list[Column]:
        return [column for column in self.columns() if not column.is_read]

    def clean(self) -> dict[str, Any]:
        mapping: dict[str, str] = {}
        for place, name in enumerate(self.sheet.columns):
            field = self.cleaned_data.get(f"column-{place}")
            if field in mapping:
                self.add_error(
                    f"column-{place}", f"“{mapping[field]}” already holds this. Choose one of them."
                )
            elif field:
                mapping[field] = name
        if not {"name", "first_name", "last_name"} & set(mapping):
            self.add_error(None, "Say which column holds people’s names.")
        if not {"employee_id", "email"} & set(mapping):
            self.add_error(None, "Say which column holds employee numbers or e-mail addresses.")
        return {"mapping": mapping}
