"""Checks across rows: doubles and circles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minim.roster.problems import Problems, shorten
from minim.roster.sheet import Row
from minim.roster.tree import Tree

NAMED_IN_A_CIRCLE = 6


def refuse_doubles(rows: Sequence[Row], mapping: Mapping[str, str], problems: Problems) -> list[Row]:
    """Rows whose number and e-mail nobody above them has."""
    numbers: dict[str, Row] = {}
    addresses: dict[str, Row] = {}
    kept = []
    for row in rows:
        first = numbers.setdefault(row.employee_id.casefold(), row)
        if first is not row:
            _double(row, first, mapping.get("employee_id") or mapping["email"], row.employee_id, problems)
            continue
        if row.email:
            first = addresses.setdefault(row.email, row)
            if first is not row:
                _double(row, first, mapping["email"], row.email, problems)
        kept.append(row)
    return kept


def _double(row: Row, first: Row, column: str, value: str, problems: Problems) -> None:
    problems.error(
        row.line,
        column,
        lambda: (
            f"Line {row.line}: {shorten(row.name)} has the same “{column}” as {shorten(first.name)} in line "
            f"{first.line} ({shorten(value)}). Each person needs their own."
        ),
    )


def refuse_circles(rows: Sequence[Row], mapping: Mapping[str, str], problems: Problems) -> None:
    by_number = {row.employee_id: row for row in rows}
    for circle in Tree({row.employee_id: row.manager_id for row in rows}).cycles():
        if len(circle) == 1:
            continue
        first = by_number[circle[0]]
        named = [
            f"{shorten(by_number[key].name)} ({key}, line {by_number[key].line})"
            for key in circle[:NAMED_IN_A_CIRCLE]
        ]
        more = f" and {len(circle) - NAMED_IN_A_CIRCLE} more" if len(circle) > NAMED_IN_A_CIRCLE else ""
        problems.error(
            first.line,
            mapping.get("manager_id"),
            f"These people report to each other in a circle: {' → '.join(named)}{more} → {shorten(first.name)}. "
            "Correct the manager of one of them.",
        )
