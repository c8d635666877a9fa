"""Finds the manager of each row, whether written as a number, an e-mail address or a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from minim.roster.problems import Problems, shorten
from minim.roster.sheet import OutsideManager, Row


def find_managers(
    rows: Sequence[Row], names: Mapping[str, str], mapping: Mapping[str, str], problems: Problems
) -> tuple[list[Row], tuple[OutsideManager, ...]]:
    """Rows with managers as employee numbers, and the managers who are not in the sheet.

    `names` are known names of managers by what stands in the manager column.
    """
    column = mapping.get("manager_id", "")
    book = _Directory(rows)
    reports: Counter[str] = Counter()
    placed = []
    for row in rows:
        if row.manager_id is None:
            placed.append(row)
            continue
        found = book.look_up(row.manager_id)
        _refuse_unclear(row, found, column, problems)
        manager = found[0] if found else _outside_key(row.manager_id)
        reports[manager] += 1
        placed.append(row if manager == row.manager_id else replace(row, manager_id=manager))
    inside = {row.employee_id for row in rows}
    named = {_outside_key(written): name for written, name in names.items()}
    outside = tuple(
        OutsideManager(key, named.get(key, ""), people)
        for key, people in sorted(reports.items())
        if key not in inside
    )
    _tell_outside(outside, len(reports), column, problems)
    return placed, outside


class _Directory:
    """Finds people by number, e-mail or name."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.numbers = {row.employee_id.casefold(): row.employee_id for row in rows}
        self.emails = {row.email: row.employee_id for row in rows if row.email}
        self.names: dict[str, list[str]] = {}
        for row in rows:
            self.names.setdefault(row.name.casefold(), []).append(row.employee_id)

    def look_up(self, written: str) -> list[str]:
        """The people this may mean: “E7”, “ana@example.com”, “Ana Berg”, “Berg, Ana” or “Ana Berg (E7)”."""
        low = written.casefold()
        behind = low.rpartition(" (")[2].rstrip(")") if low.endswith(")") else ""
        found = self.numbers.get(low) or self.emails.get(low) or self.numbers.get(behind)
        if found:
            return [found]
        last, comma, first = low.partition(", ")
        return self.names.get(low) or (self.names.get(f"{first} {last}", []) if comma else [])


def _outside_key(written: str) -> str:
    return written.lower() if "@" in written else written


def _refuse_unclear(row: Row, found: Sequence[str], column: str, problems: Problems) -> None:
    if len(found) > 1:
        problems.error(
            row.line,
            column,
            f"Line {row.line}: {len(found)} people are called “{shorten(row.manager_id or '')}”. Name the manager by "
            "number or e-mail.",
        )
    elif found and found[0] == row.employee_id:
        problems.error(
            row.line,
            column,
            f"Line {row.line}: {shorten(row.name)} is their own manager. Leave the cell empty for whoever is at "
            "the top.",
        )


def _tell_outside(outside: Sequence[OutsideManager], managers: int, column: str, problems: Problems) -> None:
    if len(outside) > 3 and len(outside) * 10 > managers * 9:
        problems.warn(
            None, column, f"Nearly no manager under “{column}” is in this file. Is it the right column?"
        )
    for manager in outside:
        who = f"{shorten(manager.name)} ({shorten(manager.key)})" if manager.name else shorten(manager.key)
        people = "one person reports" if manager.people == 1 else f"{manager.people} people report"
        problems.warn(
            None,
            column,
            f"Manager {who} is not in this file, and {people} to them. We keep them as an outside manager.",
        )
