"""What was asked of today's plan: who and which groups, found by their words before the engine is woken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from minim.cli.form.lists import ListError, People, find_group
from minim.cli.form.wanted import NOT_TAKING_PART, Wanted
from minim.cli.output import refuse
from minim.roster import Row, Sheet

NAMESAKES = 3
"""People who are offered to somebody who wrote a name."""


@dataclass(frozen=True, kw_only=True)
class Errand:
    """One act to be done. `people` and `groups` are keys and names; `other` is a partner of a swap, "" for the best.

    `choice` is the way to take, counted from 1.
    """

    act: str
    people: tuple[str, ...] = ()
    other: str = ""
    groups: tuple[str, ...] = ()
    share: float = 0.0
    seconds: float = 1.0
    seed: int = 0
    choice: int = 1


@dataclass(frozen=True)
class Ground:
    """Today's plan on today's roster. Whoever or whatever is not found ends the command with a friendly word."""

    sheet: Sheet
    wanted: Wanted
    plan: Path

    def waiting(self, written: str) -> str:
        """Somebody without a seat."""
        row = self._row(written)
        if row.employee_id in self._seats:
            refuse(f"{row.name} sits in {self._seats[row.employee_id]} already. “minim swap” moves them.")
        return row.employee_id

    def seated(self, written: str) -> str:
        """Somebody with a seat."""
        row = self._row(written)
        if row.employee_id not in self._seats:
            refuse(f"{row.name} has no seat in {self.plan}. “minim place” finds one.")
        return row.employee_id

    def group(self, written: str) -> str:
        """A group's name as the plan writes it."""
        try:
            return find_group(written, self.wanted.kept)
        except ListError as error:
            refuse(f"{self.plan}: {error}")

    def _row(self, written: str) -> Row:
        key = People({row.employee_id: row.email for row in self.sheet.rows}).find(written.strip())
        if key is None:
            refuse(self._nobody(written))
        row = next(row for row in self.sheet.rows if row.employee_id == key)
        if row.status in NOT_TAKING_PART:
            refuse(f"{row.name} {NOT_TAKING_PART[row.status]}, so there is no seat to look after.")
        return row

    def _nobody(self, written: str) -> str:
        if written in self._seats:
            return f"{written} is not in the roster any more, so the seat in {self._seats[written]} counts as empty."
        folded = written.casefold()
        named = [
            f"{row.name} is {row.employee_id}" for row in self.sheet.rows if folded in row.name.casefold()
        ]
        hint = f" {'; '.join(named[:NAMESAKES])}." if written.strip() and named else ""
        return f"“{written}” is nobody's number or e-mail in the roster.{hint}"

    @cached_property
    def _seats(self) -> dict[str, str]:
        return {key: group.name for group in self.wanted.kept for key in group.members}
