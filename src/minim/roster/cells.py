"""One column's cells as values, with what is wrong or worth knowing about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from minim.roster.columns import EMAIL
from minim.roster.limits import MAX_CHARS, MAX_CHARS_ELSEWHERE, MAX_GUESSES
from minim.roster.problems import Problems, shorten
from minim.roster.values import (
    NOTHING,
    days_come_first,
    read_day,
    read_level,
    read_number,
    read_share,
    read_status,
    read_yes,
)
from minim.roster.writing import FORMULA_STARTS, unguarded
from minim.roster.zones import Zone, read_zone

NAMES = ("name", "first_name", "last_name")
DAYS = ("started_on", "away_until")
READERS: dict[str, Callable[[str], Any]] = {
    "level": read_level,
    "energy": read_share,
    "attendance": read_share,
    "willing": read_yes,
    "trained": read_yes,
    "status": read_status,
    "experience": partial(read_number, lowest=0, highest=60),
}


class Column:
    """Reads the cells of one column. The same words are read once."""

    def __init__(self, field: str, header: str, place: int, problems: Problems) -> None:
        self.field, self.header, self.place = field, header, place
        self.reader: Callable[[str], Any] | None = READERS.get(field)
        self._problems = problems
        self._longest = MAX_CHARS.get(field, MAX_CHARS_ELSEWHERE)
        self._read: dict[str, Any] = {}
        self._unreadable: dict[str, str] = {}
        self._notes: dict[str, list[int]] = {}
        if field == "email":
            self.reader = read_email
        elif field == "time_zone":
            self.reader = self._read_zone

    def value(self, cell: str, line: int) -> Any:
        """The value of a cell; None when it is empty or was refused."""
        value = self._read.get(cell)
        return value if value is not None else self._first_read(cell, line)

    def tell(self) -> None:
        """Report what is worth knowing, once for all rows."""
        for message, lines in self._notes.items():
            where = f"line {lines[0]}" if len(lines) == 1 else f"line {lines[0]} and {len(lines) - 1} more"
            self._problems.warn(lines[0], self.header, f"{message} ({where}).")

    def read_days(self, cells: Sequence[str], delimiter: str) -> None:
        """Find out from all cells whether 03/04/2025 is a day in April or in March."""
        day_first, certain = days_come_first(map(str.strip, cells), otherwise=delimiter == ";")
        self.reader = partial(read_day, day_first=day_first)
        if not certain and any(re.match(r"\s*\d{1,2}[/-]\d{1,2}[/-]", cell) for cell in cells):
            order = "day/month/year" if day_first else "month/day/year"
            self._problems.warn(
                None,
                self.header,
                f"The days under “{self.header}” can be read two ways. We read them as {order}; 2024-05-31 is "
                "always clear.",
            )

    def _first_read(self, cell: str, line: int) -> Any:
        written = unguarded(" ".join(cell.split()))
        if not written or (self.field not in NAMES and written.casefold() in NOTHING):
            return None
        if len(written) > self._longest:
            self._refuse(line, f"has {len(written):,} characters, and we keep up to {self._longest}", written)
            return None
        if written in self._unreadable:
            self._refuse(line, self._unreadable[written], written)
            return None
        try:
            value = self.reader(written) if self.reader else written
        except ValueError as error:
            self._unreadable[written] = str(error).rstrip(".") or "cannot be read"
            self._refuse(line, self._unreadable[written], written)
            return None
        note = self._note(value)
        if note:
            self._notes.setdefault(note, []).append(line)
        value = value.name if isinstance(value, Zone) else value
        if not note:
            self._read[cell] = value
        return value

    def _note(self, value: Any) -> str:
        if isinstance(value, Zone):
            return value.note.rstrip(".")
        if self.reader is None and value[0] in FORMULA_STARTS:
            return f"“{self.header}” holds what looks like a formula; we keep it as plain text"
        return ""

    def _refuse(self, line: int, reason: str, written: str) -> None:
        self._problems.error(line, self.header, lambda: self._sentence(line, reason, written))

    def _sentence(self, line: int, reason: str, written: str) -> str:
        """A reason may go on from the value ("is not a number") or be a sentence of its own."""
        end = "" if reason.endswith("?") else "."
        joint = " " if reason[0].islower() else ": "
        return f"Line {line}, “{self.header}”: “{shorten(written)}”{joint}{reason}{end}"

    def _read_zone(self, written: str) -> Zone:
        zone = read_zone(written, suggest=len(self._unreadable) < MAX_GUESSES)
        if not zone.name:
            raise ValueError(f"is not a time zone we know. {zone.note}")
        return zone


def read_email(written: str) -> str:
    """An address in small letters. Raises ValueError when it is none."""
    address = written.lower().removeprefix("mailto:")
    if not EMAIL.fullmatch(address):
        raise ValueError("is not an e-mail address. Write it like ana@example.com")
    return address
