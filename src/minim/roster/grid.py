"""A sheet as plain cells: the header, and the rows with the line each one stands on."""

from __future__ import annotations

from dataclasses import dataclass, field

from minim.roster.limits import MAX_COLUMNS
from minim.roster.problems import SheetError, shorten


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells as text. `header` has unique names; `doubled` lists names that stood there more than once."""

    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    encoding: str
    delimiter: str
    doubled: frozenset[str] = frozenset()
    torn: tuple[int, ...] = field(default=())


def name_columns(cells: list[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Unique column names, and those that stood there more than once. Raises SheetError when there are too many."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise SheetError(
            f"The first row has {len(cells):,} columns, and we read up to {MAX_COLUMNS}. Keep the columns about "
            "people (number, name, e-mail, manager, department …) and delete the rest."
        )
    names: list[str] = []
    doubled: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        name = shorten(" ".join(cell.split()), 100) or f"Column {number}"
        if name in names:
            doubled.add(name)
            name = _numbered(name, names)
        names.append(name)
    return tuple(names), frozenset(doubled)


def _numbered(name: str, taken: list[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
