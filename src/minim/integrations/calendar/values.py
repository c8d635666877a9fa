"""Dates, times and lengths as iCalendar writes them (RFC 5545, 3.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from minim.integrations.calendar.ics import CalendarUnreadable, Line

FIRST_YEAR, LAST_YEAR = 1000, 9000
"""Years beyond are read as these; people write 0001 and 9999 for always, and counting needs room on both sides."""

_STAMP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_LENGTH = re.compile(
    r"([+-]?)P(?:([0-9]{1,7})W)?(?:([0-9]{1,8})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date (then `all_day`, at midnight) or a time as the clock on the wall shows it, which may be that of UTC."""

    local: datetime
    all_day: bool = False
    utc: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """Days as calendars count them, over clock changes too, and then exact seconds."""

    days: int
    seconds: int

    @property
    def roughly(self) -> timedelta:
        return timedelta(days=self.days, seconds=self.seconds)


def stamp(written: str, line: int) -> Stamp:
    """Read 20261122, 20261122T090000 or 20261122T090000Z. Raises CalendarUnreadable."""
    found = _STAMP.fullmatch(written.strip().upper())
    try:
        if found is None:
            raise ValueError
        year = min(max(int(found[1]), FIRST_YEAR), LAST_YEAR)
        if found[4] is None:
            return Stamp(_naive(year, int(found[2]), int(found[3])), all_day=True)
        second = min(int(found[6]), 59) if found[6] == "60" else int(found[6])
        moment = _naive(year, int(found[2]), int(found[3]), int(found[4]), int(found[5]), second)
    except ValueError as error:
        raise CalendarUnreadable(
            f"“{written[:40]}” is no date. Dates are written like 20261122 or 20261122T090000Z. Correct the entry, or "
            "remove it.",
            line,
        ) from error
    return Stamp(moment, utc=bool(found[7]))


def length(line: Line) -> Length:
    """Read P1D or PT1H30M. What is negative lasts no time at all. Raises CalendarUnreadable."""
    found = _LENGTH.fullmatch(line.value.strip().upper())
    if found is None or not any(found.groups()[1:]):
        raise CalendarUnreadable(f"“{line.value[:40]}” is no length of time, such as PT1H30M.", line.number)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    if found[1] == "-":
        return Length(0, 0)
    return Length(weeks * 7 + days, (hours * 60 + minutes) * 60 + seconds)


def offset(line: Line) -> timedelta:
    """Read +0530 or -033000. Raises CalendarUnreadable."""
    found = _OFFSET.fullmatch(line.value.strip())
    if found is None or int(found[2]) > 23:
        raise CalendarUnreadable(f"“{line.value[:40]}” is no offset from UTC, such as +0100.", line.number)
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -size if found[1] == "-" else size


def words(written: str) -> str:
    r"""Text without its escapes: "A\, B" is "A, B"."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], written)


def _naive(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  the wall clock of a zone that is named elsewhere
