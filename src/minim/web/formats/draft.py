"""A format while somebody writes it: what stands in the fields, what is wrong in them, and steps that move."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from minim.playbook import Format, FormatError, Kind, Speaks, fitted, format_of
from minim.playbook.formats import MOST_STEPS
from minim.web.formats.shapes import KINDS

if TYPE_CHECKING:
    from django.http import QueryDict

FIELDS = ("name", "kind", "minutes", "speaks", "members", "facilitator", "each_minutes")
ROWS = 3 * MOST_STEPS
"""More rows than that are not even looked at."""


@dataclass
class Row:
    """The fields of one step, as they were sent, and what is wrong in each of them."""

    said: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """Its minutes, 0 when that is no number."""
        return number(self.said["minutes"]) or 0

    @property
    def data(self) -> dict[str, Any]:
        """What `format_of` reads. Only topics have a time for each."""
        each = number(self.said["each_minutes"] or "0") if self.said["kind"] == Kind.TOPIC else 0
        return {**self.said, "minutes": number(self.said["minutes"]), "each_minutes": each}

    def judge(self) -> None:
        try:
            format_of({"name": "-", "steps": [self.data]})
        except FormatError as error:
            self.errors[error.place.partition(", ")[2] or "name"] = error.why


@dataclass
class Draft:
    name: str
    about: str
    rows: list[Row]
    errors: dict[str, str] = field(default_factory=dict)
    kinds = tuple((kind.value, words) for kind, (_, words) in KINDS.items())
    speakers = tuple((who.value, who.value.capitalize()) for who in Speaks)

    @classmethod
    def of(cls, found: Format) -> Draft:
        return cls(found.name, found.about, [_row_of(step) for step in found.to_json()["steps"]])

    @classmethod
    def sent(cls, said: QueryDict) -> Draft:
        """What a browser sent: every field once for each step, in the order of the page."""
        columns = [said.getlist(f"step_{name}")[:ROWS] for name in FIELDS]
        rows = [Row(dict(zip(FIELDS, values, strict=True))) for values in zip_longest(*columns, fillvalue="")]
        return cls(said.get("name", ""), said.get("about", ""), rows)

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Everything that is wrong: the id of its field, where it is in words, and why."""
        found = [(f"id_{place}", place.capitalize(), why) for place, why in self.errors.items()]
        for at, row in enumerate(self.rows, start=1):
            found += [(f"step-{at}-{name}", f"Step {at}", why) for name, why in row.errors.items()]
        return found

    def act(self, asked: str, minutes: int) -> None:
        """Do what a button says: "add", "fit", "up-2", "down-2" or "remove-2". Anything else does nothing."""
        if asked == "add":
            self.rows.append(empty())
        elif asked == "fit":
            self._fit(minutes)
        what, _, which = asked.partition("-")
        at = (number(which) or 0) - 1
        if not 0 <= at < len(self.rows):
            return
        if what == "remove":
            del self.rows[at]
        elif what == "up" and at > 0:
            self.rows.insert(at - 1, self.rows.pop(at))
        elif what == "down":
            self.rows.insert(at + 1, self.rows.pop(at))

    def judged(self, minutes: int) -> Format | None:
        """The format it is, or None when something is wrong; then `wrong` says what."""
        for row in self.rows:
            row.judge()
        data = {"name": self.name, "about": self.about, "steps": [row.data for row in self.rows]}
        found = None
        try:
            found = format_of(data)
        except FormatError as error:
            if not error.place.startswith("step "):
                self.errors[error.place] = error.why
        if found and found.minutes > minutes:
            self.errors["steps"] = found.fits(minutes)
        return None if self.wrong else found

    def _fit(self, minutes: int) -> None:
        found = self.judged(max(minutes, self.minutes))
        if found and len(found.steps) <= minutes:
            self.rows = Draft.of(fitted(found, minutes)).rows


def empty() -> Row:
    """A step that nobody has filled in yet."""
    return Row(dict.fromkeys(FIELDS, "") | {"kind": Kind.TALK, "speaks": Speaks.ALL, "minutes": "5"})


def number(said: str) -> int | None:
    """A whole number; None for anything else, which `format_of` then refuses."""
    said = said.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else None


def _row_of(step: dict[str, Any]) -> Row:
    return Row(
        {name: str(step.get(name, "")) for name in FIELDS} | {"speaks": str(step.get("speaks", Speaks.ALL))}
    )
