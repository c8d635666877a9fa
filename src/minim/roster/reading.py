"""Reads a sheet: bytes to people, with every problem named by line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from minim.roster.columns import guess
from minim.roster.decoding import clean, decode
from minim.roster.grid import Grid
from minim.roster.limits import MAX_BYTES
from minim.roster.lines import refuse_circles, refuse_doubles
from minim.roster.managers import find_managers
from minim.roster.problems import Problems, SheetError
from minim.roster.rows import RowReader
from minim.roster.sheet import OutsideManager, Row, Sheet
from minim.roster.text import EMPTY, read_text
from minim.roster.workbook import read_workbook

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"{\\rtf", "a text document"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
)
SAMPLE_ROWS = 5


def read_sheet(
    data: bytes | str,
    *,
    filename: str = "",
    mapping: Mapping[str, str] | None = None,
    hours: Callable[[str], object] | None = None,
) -> Sheet:
    """Read a CSV or XLSX roster, uploaded (bytes) or pasted (str).

    `mapping` (field → column) wins over guessing; an empty column name leaves a field out. `hours` understands
    written working hours (minim.timetable.parse_hours) and raises ValueError for what it cannot; its answer's
    `str` is kept. Raises SheetError when the file cannot be used at all.
    """
    grid = read_grid(data, filename=filename)
    given = dict(mapping or {})
    if not grid.rows:
        raise SheetError(
            "There are column names in this file, and nobody below them. Add one row per person."
        )
    found = guess(grid.header, grid.rows, given)
    problems = Problems()
    _check_columns(grid, found, given, problems)
    rows, outside = _read_people(grid, found, problems, hours)
    return Sheet(
        columns=grid.header,
        mapping=found,
        guessed=frozenset(found) - frozenset(given),
        rows=rows,
        outside=outside,
        problems=problems.kept(),
        error_count=problems.counts["error"],
        warning_count=problems.counts["warning"],
        sample=_sample(grid),
        encoding=grid.encoding,
        delimiter=grid.delimiter,
    )


def read_grid(data: bytes | str, *, filename: str = "") -> Grid:
    """The cells of a sheet. Raises SheetError when there are none to be read."""
    if len(data) > MAX_BYTES:
        raise SheetError(
            f"This file has {len(data) / 1e6:,.0f} MB, and we read up to {MAX_BYTES // 1_000_000} MB. Keep the columns "
            "about people and delete the rest."
        )
    if isinstance(data, str):
        return read_text(clean(data), "text")
    if not data.strip():
        raise SheetError(EMPTY)
    if data.startswith(ARCHIVE):
        return read_workbook(data)
    _refuse_other_kinds(data, filename)
    text, encoding = decode(data)
    return read_text(text.removeprefix("\ufeff"), encoding)


def _refuse_other_kinds(data: bytes, filename: str) -> None:
    name = f"“{filename}”" if filename else "This file"
    if data.startswith(OLD_EXCEL):
        if ENCRYPTED in data:
            raise SheetError(f"{name} is protected by a password. Save it without one and try again.")
        raise SheetError(
            f"{name} is in the Excel format of before 2007. Save it as .xlsx or CSV and try again."
        )
    for start, kind in OTHER_KINDS:
        if data.lstrip()[: len(start)].lower() == start.lower():
            raise SheetError(
                f"{name} is {kind}, not a table. Export the roster as CSV or XLSX and bring that."
            )


def _check_columns(
    grid: Grid, found: Mapping[str, str], given: Mapping[str, str], problems: Problems
) -> None:
    for field, column in given.items():
        if column and column not in grid.header:
            instead = f"; we read “{found[field]}” instead" if field in found else ""
            problems.warn(None, column, f"There is no column “{column}” in this file any more{instead}.")
    for column in sorted(grid.doubled):
        fields = [field for field, used in found.items() if used == column and field not in given]
        if fields:
            problems.error(
                None,
                column,
                f"Two columns are called “{column}”. Rename one, or say which one we should read.",
            )
        else:
            problems.warn(None, column, f"Two columns are called “{column}”.")
    for line in grid.torn:
        problems.error(
            line,
            None,
            f'A cell that begins in line {line} runs over many lines: a quotation mark (") is missing there.',
        )
    if "manager_id" not in found:
        problems.warn(
            None,
            None,
            "No column says who reports to whom, so we cannot keep people apart from their own managers.",
        )
    if "email" not in found:
        problems.warn(None, None, "There is no column with e-mail addresses, so we cannot write to anybody.")


def _read_people(
    grid: Grid, mapping: dict[str, str], problems: Problems, hours: Callable[[str], object] | None
) -> tuple[tuple[Row, ...], tuple[OutsideManager, ...]]:
    if not _can_be_read(mapping, problems):
        return (), ()
    reader = RowReader(grid, mapping, problems, hours)
    rows = [row for line, cells in grid.rows if (row := reader.read(line, cells)) is not None]
    reader.tell()
    rows = refuse_doubles(rows, mapping, problems)
    rows, outside = find_managers(rows, reader.manager_names, mapping, problems)
    refuse_circles(rows, mapping, problems)
    return tuple(rows), outside


def _can_be_read(mapping: Mapping[str, str], problems: Problems) -> bool:
    named = bool({"name", "first_name", "last_name"} & set(mapping))
    numbered = bool({"employee_id", "email"} & set(mapping))
    if not named:
        problems.error(None, None, "We found no column with people's names. Say which one it is.")
    if not numbered:
        problems.error(
            None, None, "We found no column with employee numbers or e-mail addresses. Say which one it is."
        )
    return named and numbered


def _sample(grid: Grid) -> tuple[tuple[str, ...], ...]:
    width = len(grid.header)
    return tuple(
        tuple([cell.strip()[:60] for cell in cells[:width]] + [""] * (width - len(cells)))
        for _, cells in grid.rows[:SAMPLE_ROWS]
    )
