"""Reads an iCalendar text from anywhere (RFC 5545, 3.1) into a tree of the few lines that we need.

Nobody vouches for such a text. Every loop here goes through it once, counts what it keeps, and asks `Patience`, so that
no text can hold us up; whatever cannot be read is named by its line.
"""

from __future__ import annotations

import codecs
import io
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LARGEST = 10_000_000
"""Bytes of a calendar. Ten years of a busy person's appointments with their descriptions take about half."""

DEEPEST = 6
"""Components within components; real calendars have three."""

MOST_COMPONENTS = 50_000
MOST_PARAMETERS = 50
PATIENT_SECONDS = 5.0

_NAME = re.compile(r"[A-Za-z0-9-]{1,40}")
_SIGNS = re.compile('[";:]')
_SKIPPED = frozenset({"VALARM", "VTODO", "VJOURNAL"})
_WANTED = frozenset(
    {
        "BEGIN", "END", "METHOD", "X-WR-TIMEZONE", "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "ATTENDEE",
        "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
        "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "FREEBUSY",
        "TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION",
    }
)  # fmt: skip


class CalendarUnreadable(Exception):
    """A calendar that we cannot read; the message says where, why, and what helps. `line` is 0 for the whole."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(f"Line {line:,}: {message}" if line else message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Line:
    """One unfolded line. Names are in capitals; parameters are without their quotes; the value is as written."""

    name: str
    parameters: Mapping[str, str]
    value: str
    number: int


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    inner: list[Component] = field(default_factory=list)

    def every(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        """The value of the first such line, trimmed; "" when there is none."""
        line = self.first(name)
        return line.value.strip() if line else ""


class Patience:
    """How long one calendar may keep us. Ask it in every loop whose length the calendar decides."""

    def __init__(self, seconds: float = PATIENT_SECONDS) -> None:
        self._until = time.thread_time() + seconds
        self._asked = 0

    def ask(self, line: int = 0) -> None:
        """Raise CalendarUnreadable when the time is over."""
        self._asked += 1
        if self._asked % 128 == 0 and time.thread_time() > self._until:
            raise CalendarUnreadable(
                "Reading this calendar takes too long, and it stopped here. Export a shorter time of it, or remove the "
                "entry that repeats in a complicated way.",
                line,
            )


def read_calendars(data: bytes, patience: Patience) -> list[Component]:
    """The VCALENDAR components of a text. Raises CalendarUnreadable when it holds none, or not whole."""
    _refuse_size(data)
    tree = _Tree()
    for number, text in _unfolded(_as_utf8(data), patience):
        found = _NAME.match(text)
        if found and found[0].upper() in _WANTED:
            tree.take(_line(text, found, number))
    return tree.finished(data)


def _refuse_size(data: bytes) -> None:
    if len(data) > LARGEST:
        raise CalendarUnreadable(
            f"This calendar has {len(data) / 1e6:,.0f} MB, and we read up to {LARGEST // 1_000_000} MB. Export "
            "only the coming year, or a calendar without attachments."
        )


def _as_utf8(data: bytes) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8)


def _unfolded(data: bytes, patience: Patience) -> Iterator[tuple[int, str]]:
    """Line numbers, counted from 1 as an editor does, with the lines that begin there."""
    parts: list[bytes] = []
    begins = 1
    for number, raw in enumerate(io.BytesIO(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")), start=1):
        patience.ask(number)
        if raw[:1] in (b" ", b"\t") and parts:
            parts.append(raw[1:].rstrip(b"\n"))
            continue
        if parts:
            yield begins, b"".join(parts).decode("utf-8", "replace")
        parts, begins = [raw.rstrip(b"\n")], number
    if parts:
        yield begins, b"".join(parts).decode("utf-8", "replace")


def _line(text: str, name: re.Match[str], number: int) -> Line:
    if text.startswith(":", name.end()):
        return Line(name[0].upper(), {}, text[name.end() + 1 :], number)
    pieces = _pieces(text, heed_quotes=True) or _pieces(text, heed_quotes=False)
    if pieces is None:
        raise CalendarUnreadable(f"“{text[:40]}” has no value. Export the calendar anew.", number)
    *head, value = pieces
    parameters: dict[str, str] = {}
    for piece in head[1:]:
        key, _, written = piece.partition("=")
        parameters.setdefault(key.strip().upper(), written.strip().strip('"'))
    return Line(name[0].upper(), parameters, value, number)


def _pieces(text: str, *, heed_quotes: bool) -> list[str] | None:
    """The name, the parameters, and what stands behind the colon; None when there is no colon."""
    found: list[str] = []
    begin, quoted = 0, False
    for sign in _SIGNS.finditer(text):
        if sign[0] == '"':
            quoted = heed_quotes and not quoted
        elif not quoted:
            found.append(text[begin : sign.start()])
            begin = sign.end()
            if sign[0] == ":":
                return [*found, text[begin:]]
            if len(found) > MOST_PARAMETERS:
                return None
    return None


class _Tree:
    """Grows by one line after another."""

    def __init__(self) -> None:
        self._open: list[Component] = []
        self._calendars: list[Component] = []
        self._components = 0

    def take(self, line: Line) -> None:
        if line.name == "BEGIN":
            self._begin(line.value.strip().upper(), line.number)
        elif line.name == "END":
            self._end(line.value.strip().upper(), line.number)
        elif self._open:
            self._open[-1].lines.append(line)

    def finished(self, data: bytes) -> list[Component]:
        if not self._calendars and not self._open:
            raise CalendarUnreadable(_no_calendar(data))
        if self._open:
            raise CalendarUnreadable(
                f"{self._open[-1].name[:40]} begins here and never ends: the calendar is not whole. Export it anew.",
                self._open[-1].number,
            )
        return self._calendars

    def _begin(self, name: str, number: int) -> None:
        self._components += 1
        if self._components > MOST_COMPONENTS:
            raise CalendarUnreadable(
                f"This calendar has more than {MOST_COMPONENTS:,} entries. Export only the coming year.",
                number,
            )
        if len(self._open) == DEEPEST:
            raise CalendarUnreadable("Entries stand within entries, deeper than any calendar needs.", number)
        component = Component(name, number)
        if self._open and name not in _SKIPPED:
            self._open[-1].inner.append(component)
        elif not self._open and name == "VCALENDAR":
            self._calendars.append(component)
        self._open.append(component)

    def _end(self, name: str, number: int) -> None:
        if not self._open or self._open[-1].name != name:
            raise CalendarUnreadable(
                f"{name[:40] or 'Something'} ends here and never began. Export the calendar anew.", number
            )
        self._open.pop()


def _no_calendar(data: bytes) -> str:
    if not data.strip():
        return "This calendar is empty. Look for the address or the file that ends in .ics."
    if data.lstrip()[:1] == b"<":
        return (
            "This is a web page, not a calendar. Look in your calendar's settings for its address in iCal format; it "
            "mostly ends in .ics."
        )
    return "This is not a calendar: it does not begin with BEGIN:VCALENDAR. Choose a file that ends in .ics."
