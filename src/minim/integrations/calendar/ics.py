"""Looks through an iCalendar text from anywhere before a library does, and keeps only the lines that we need.

Titles of appointments aside, what people write into their calendars ends here. Everything is gone through once.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

LARGEST = 10_000_000
"""Bytes of a calendar. Ten years of a busy person's appointments with their descriptions take about half."""

DEEPEST = 6
"""Components within components; real calendars have three."""

MOST_COMPONENTS = 50_000
LONGEST = 250_000
"""Signs of a line: ten thousand single dates of one entry."""

MARK = "X-MINIM-LINE"
"""The parameter that tells on which line of the text something stood, counted from 1 as an editor does."""

_NAME = re.compile(r"[A-Za-z0-9-]{1,40}")
_TOO_OFTEN = re.compile(r"FREQ\s*=\s*(SECONDLY|MINUTELY)", re.IGNORECASE)
_SKIPPED = frozenset({"VALARM", "VTODO", "VJOURNAL"})
_ENTRIES = frozenset({"VEVENT", "VFREEBUSY", "AVAILABLE"})
_MARKED = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "FREEBUSY"})
_WANTED = frozenset(
    {
        "BEGIN", "END", "METHOD", "X-WR-TIMEZONE", "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "ATTENDEE",
        "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
        "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "FREEBUSY",
        "TZID", "TZOFFSETFROM", "TZOFFSETTO",
    }
)  # fmt: skip


class CalendarUnreadable(Exception):
    """A calendar that we cannot read; the message says where, why, and what helps. `line` is 0 for the whole."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(f"Line {line:,}: {reason}" if line else reason)
        self.reason, self.line = reason, line


def narrowed(data: bytes) -> str:
    """The lines that we need, unfolded, with their MARK. Raises CalendarUnreadable for what is not whole."""
    refuse_size(data)
    narrowing = _Narrowing()
    for number, line in _unfolded(_text(data)):
        found = _NAME.match(line)
        if found and found[0].upper() in _WANTED:
            narrowing.take(found[0].upper(), line, number)
    return narrowing.finished(data)


def refuse_size(data: bytes) -> None:
    if len(data) > LARGEST:
        raise CalendarUnreadable(
            f"This calendar has {len(data) / 1e6:,.0f} MB, and we read up to {LARGEST // 1_000_000} MB. Export "
            "only the coming year, or a calendar without attachments."
        )


def _text(data: bytes) -> str:
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Line numbers with the lines that begin there."""
    parts: list[str] = []
    begins = 1
    for number, raw in enumerate(text.split("\n"), start=1):
        if raw[:1] in (" ", "\t") and parts:
            parts.append(raw[1:])
            continue
        yield begins, "".join(parts)
        parts, begins = [raw], number
    yield begins, "".join(parts)


class _Narrowing:
    """Grows by one line after another."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int]] = []
        self._kept: list[str] = []
        self._components = 0
        self._skipping = 0

    def take(self, name: str, line: str, number: int) -> None:
        if ":" not in line:
            raise CalendarUnreadable(f"“{line[:40]}” has no value. Export the calendar anew.", number)
        if len(line) > LONGEST:
            raise CalendarUnreadable("This line is longer than any calendar needs.", number)
        if name == "BEGIN":
            self._begin(line.partition(":")[2].strip().upper(), number)
        elif name == "END":
            self._end(line.partition(":")[2].strip().upper(), number)
        elif self._open and not self._skipping:
            if name == "RRULE" and _TOO_OFTEN.search(line):
                raise CalendarUnreadable(
                    "This repeats by the minute, more often than we can follow. Remove the entry.", number
                )
            marked = name in _MARKED and self._open[-1][0] in _ENTRIES
            self._kept.append(f"{name};{MARK}={number}{line[len(name) :]}" if marked else line)

    def finished(self, data: bytes) -> str:
        if self._open:
            name, number = self._open[-1]
            raise CalendarUnreadable(
                f"{name[:40]} begins here and never ends: the calendar is not whole. Export it anew.", number
            )
        if not self._kept:
            raise CalendarUnreadable(_no_calendar(data))
        return "\r\n".join([*self._kept, ""])

    def _begin(self, name: str, number: int) -> None:
        self._components += 1
        if self._components > MOST_COMPONENTS:
            raise CalendarUnreadable(
                f"This calendar has more than {MOST_COMPONENTS:,} entries. Export only the coming year.",
                number,
            )
        if len(self._open) == DEEPEST:
            raise CalendarUnreadable("Entries stand within entries, deeper than any calendar needs.", number)
        self._skipping += bool(self._skipping) or name in _SKIPPED or not (self._open or name == "VCALENDAR")
        self._open.append((name, number))
        if not self._skipping:
            self._kept.append(f"BEGIN:{name}")

    def _end(self, name: str, number: int) -> None:
        if not self._open or self._open[-1][0] != name:
            raise CalendarUnreadable(
                f"{name[:40] or 'Something'} ends here and never began. Export the calendar anew.", number
            )
        self._open.pop()
        if self._skipping:
            self._skipping -= 1
        else:
            self._kept.append(f"END:{name}")


def _no_calendar(data: bytes) -> str:
    if not data.strip():
        return "This calendar is empty. Look for the address or the file that ends in .ics."
    if data.lstrip()[:1] == b"<":
        return (
            "This is a web page, not a calendar. Look in your calendar's settings for its address in iCal format; it "
            "mostly ends in .ics."
        )
    return "This is not a calendar: it does not begin with BEGIN:VCALENDAR. Choose a file that ends in .ics."
