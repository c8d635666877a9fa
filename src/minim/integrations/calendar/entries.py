"""The entries of a calendar, as icalendar reads them. Only in a process of its own: see `guarded`."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Any

from icalendar import Calendar, Component
from icalendar.prop import vBroken
from icalendar.timezone import tzp

from minim.integrations.calendar.ics import MARK, CalendarUnreadable, narrowed

_DATES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
_HELP = {
    **dict.fromkeys(
        _DATES,
        "is no date. Dates are written like 20261122 or 20261122T090000Z. Correct the entry, or remove it.",
    ),
    "DURATION": "is no length of time, such as PT1H30M.",
    "RRULE": "does not say how often. Correct the entry, or remove it.",
    "FREEBUSY": "is no span of time.",
}


def calendars_in(data: bytes) -> list[Component]:
    """Raises CalendarUnreadable."""
    return list(Calendar.from_ical(narrowed(data), multiple=True))


def home_of(calendar: Component, zone: str) -> tzinfo:
    """Where times without a zone are meant: in the owner's zone, else in the calendar's own."""
    for name in (zone, str(calendar.get("X-WR-TIMEZONE", ""))):
        if name and (found := tzp.timezone(name)):
            return found
    return UTC


def line_of(value: Any) -> int:
    """Where a value stood in the text."""
    return int(value.params.get(MARK, 0))


def text(entry: Component, name: str) -> str:
    """The first such value, trimmed; "" when there is none."""
    return str(next(iter(every(entry, name)), "")).strip()


def every(entry: Component, name: str) -> list[Any]:
    found = entry.get(name, [])
    return found if isinstance(found, list) else [found]


def check(entry: Component) -> None:
    """Raise CalendarUnreadable when the library could not read what we need, or nobody knows a zone."""
    for name, words in _HELP.items():
        for value in every(entry, name):
            if isinstance(value, vBroken):
                raise CalendarUnreadable(f"“{str(value)[:40]}” {words}", line_of(value))
            zone, moment = value.params.get("TZID", ""), getattr(value, "dt", None)
            if zone and isinstance(moment, datetime) and moment.tzinfo is None:
                raise CalendarUnreadable(
                    f"“{zone[:60]}” is a time zone nobody knows, and this calendar does not say what it means. Give "
                    "the entry a zone like Europe/Berlin.",
                    line_of(value),
                )


def instant(moment: date, home: tzinfo) -> datetime:
    """In UTC; a mere day begins at midnight at home."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=home)
    return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(UTC)
