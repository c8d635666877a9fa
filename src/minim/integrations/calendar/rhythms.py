"""The weeks in which working hours repeat in a calendar. Only in a process of its own: see `guarded`."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any

from icalendar import Component

from minim.integrations.calendar.entries import calendars_in, check, home_of, line_of, text
from minim.integrations.calendar.ics import CalendarUnreadable

NAMES = frozenset(
    {
        "working hours", "work hours", "working time", "business hours", "arbeitszeit", "arbeitszeiten",
        "heures de travail", "horaires de travail", "horario laboral", "horario de trabajo", "orario di lavoro",
        "horário de trabalho", "werktijden", "arbetstid", "godziny pracy",
    }
)  # fmt: skip
"""What people call the entries that show when they work."""

DAY = 24 * 60
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Rhythm = tuple[list[int], int, int, bool]
"""Weekdays from 0 for Monday, the minute at which the hours begin, how many minutes they last, and whether for good."""


def rhythms(data: bytes, *, zone: str) -> list[Rhythm]:
    """Working hours on the wall clock of `zone` or the calendar's own. Raises CalendarUnreadable."""
    found: list[Rhythm] = []
    for calendar in calendars_in(data):
        home = home_of(calendar, zone)
        for entry in _entries(calendar):
            check(entry)
            found += _rhythm(entry, home)
    return found


def shows_hours(entry: Component) -> bool:
    """Whether an entry only shows when its owner works; it keeps nobody from coming."""
    return text(entry, "SUMMARY").casefold() in NAMES


def _entries(calendar: Component) -> list[Component]:
    told = calendar.walk("AVAILABLE")
    return told or [entry for entry in calendar.walk("VEVENT") if shows_hours(entry)]


def _rhythm(entry: Component, home: tzinfo) -> list[Rhythm]:
    """Nothing for what is no weekly rhythm."""
    starts, rule = entry.get("DTSTART"), entry.get("RRULE")
    if not starts or not rule or not isinstance(starts.dt, datetime) or isinstance(rule, list):
        return []
    begins = _wall(starts.dt, home)
    days = _weekdays(rule, starts.dt, begins)
    if not days:
        return []
    minutes = _minutes(entry, begins, home)
    if not 0 < minutes <= DAY:
        raise CalendarUnreadable(
            "These working hours end before they start, or last longer than a day. Correct their end.",
            line_of(starts),
        )
    return [(days, begins.hour * 60 + begins.minute, minutes, "UNTIL" not in rule and "COUNT" not in rule)]


def _wall(moment: datetime, home: tzinfo) -> datetime:
    """What the owner's clock shows. A time that names a zone is taken as it is written."""
    if moment.tzinfo and str(moment.tzinfo) == str(UTC):
        moment = moment.astimezone(home)
    return moment.replace(tzinfo=None)


def _weekdays(rule: Any, written: datetime, wall: datetime) -> list[int]:
    often = rule.get("FREQ")
    if rule.get("INTERVAL", [1]) != [1] or often not in (["WEEKLY"], ["DAILY"]):
        return []
    if not rule.get("BYDAY"):
        return list(range(7)) if often == ["DAILY"] else [wall.weekday()]
    # A rule counts its weekdays where its first time is written, in UTC perhaps a day off.
    moved = (wall.date() - written.date()).days
    return [(_WEEKDAYS.index(str(day)[-2:].upper()) + moved) % 7 for day in rule["BYDAY"]]


def _minutes(entry: Component, begins: datetime, home: tzinfo) -> int:
    if ends := entry.get("DTEND"):
        last = ends.dt
        size = _wall(last, home) - begins if isinstance(last, datetime) else None
    else:
        lasts = entry.get("DURATION")
        size = lasts.dt if lasts else None
    return int(size.total_seconds()) // 60 if size else 0
