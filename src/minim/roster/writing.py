"""Writes CSV that no spreadsheet program can mistake for formulas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA_STARTS = "=+-@"
GUARDED = re.compile(r"'+[=+\-@\t\r]")
NEEDS_GUARD = re.compile(r"'*[=+\-@\t\r]")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Comma-separated text with LF line ends. A cell a spreadsheet would compute gets an apostrophe in front."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guarded(name) for name in header])
    for row in rows:
        writer.writerow([guarded("" if cell is None else str(cell)) for cell in row])
    return out.getvalue()


def guarded(cell: str) -> str:
    """The cell with an apostrophe in front when it begins like a formula."""
    return f"'{cell}" if NEEDS_GUARD.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell
