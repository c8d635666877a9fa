"""Comma, semicolon, tab or bar separated text as a grid."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from minim.roster.columns import known_headers
from minim.roster.grid import Grid, name_columns
from minim.roster.limits import MAX_LINE_CHARS, MAX_LINES, MAX_LINES_IN_CELL, MAX_ROWS
from minim.roster.problems import SheetError

DELIMITERS = ",;\t|"
BLANK = DELIMITERS + " \r\n\"'"
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
EMPTY = "There is nothing in this file. Export the roster again, with one row per person."


def read_text(text: str, encoding: str) -> Grid:
    """Cells of a delimited text. Raises SheetError when the text is no table."""
    text, lines_before, delimiter = _trimmed(text)
    if text.count("\n") + text.count("\r") > 2 * MAX_LINES:
        raise SheetError(
            f"This file has more than {MAX_LINES:,} lines, and we read up to {MAX_ROWS:,} people."
        )
    delimiter = delimiter or guess_delimiter(text[:MAX_LINE_CHARS])
    try:
        header, rows, torn = _read_rows(text, delimiter, lines_before)
    except csv.Error as error:
        raise SheetError(
            'One cell of this file is enormous: probably a quotation mark (") is missing somewhere. Open the file '
            "in your spreadsheet program and save it again as CSV."
        ) from error
    names, doubled = name_columns(header)
    return Grid(names, rows, encoding, delimiter, doubled, torn)


def guess_delimiter(text: str) -> str:
    """The delimiter that finds the most known column names in the first line, then the most cells."""
    first_line = next(iter(StringIO(text, newline="")), "")

    def found(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([first_line], delimiter=delimiter), [])
        return known_headers(cells), len(cells)

    return max(DELIMITERS, key=found)


def _trimmed(text: str) -> tuple[str, int, str]:
    """The text without blank lines around it, how many lines stood before, and a delimiter it names itself."""
    start = len(text) - len(text.lstrip(BLANK))
    if start == len(text):
        raise SheetError(EMPTY)
    start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    before = _lines(text[:start])
    text = _without_blank_end(text[start:])
    named = SEPARATOR_LINE.match(text)
    if named is None:
        return text, before, ""
    return text[named.end() :], before + 1, named.group(1)


def _without_blank_end(text: str) -> str:
    end = len(text.rstrip(BLANK))
    ends = [found for found in (text.find("\n", end), text.find("\r", end)) if found >= 0]
    return text[: min(ends)] if ends else text


def _lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _read_rows(
    text: str, delimiter: str, before: int
) -> tuple[list[str], list[tuple[int, list[str]]], tuple[int, ...]]:
    reader = csv.reader(_short_lines(text, before), delimiter=delimiter, skipinitialspace=True)
    header = next(reader, [])
    if not any(cell.strip() for cell in header):
        raise SheetError(EMPTY)
    rows: list[tuple[int, list[str]]] = []
    torn: list[int] = []
    line = reader.line_num + 1
    for cells in reader:
        if any(cells) and any(map(str.strip, cells)):
            rows.append((line + before, cells))
            if reader.line_num - line > MAX_LINES_IN_CELL:
                torn.append(line + before)
        line = reader.line_num + 1
    if len(rows) > MAX_ROWS:
        raise SheetError(f"This file has {len(rows):,} people, and we read up to {MAX_ROWS:,}.")
    return header, rows, tuple(torn)


def _short_lines(text: str, before: int) -> Iterator[str]:
    for number, line in enumerate(StringIO(text, newline=""), start=1 + before):
        if len(line) > MAX_LINE_CHARS:
            raise SheetError(
                f"Line {number} has {len(line):,} characters, far more than one person needs. Check that the file "
                "has one line per person."
            )
        yield line
