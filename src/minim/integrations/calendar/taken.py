"""Which times a calendar says are taken, by recurring-ical-events. Only in a process of its own: see `guarded`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import recurring_ical_events
from icalendar import Calendar, Component

from minim.integrations.calendar.entries import calendars_in, check, every, home_of, instant, line_of, text
from minim.integrations.calendar.ics import CalendarUnreadable
from minim.integrations.calendar.rhythms import shows_hours

Taken = tuple[str, datetime, datetime]
"""The UID of the entry, and from when until when it lasts."""

LONGEST = timedelta(days=3660)
_AROUND = timedelta(days=2)
_FREE = frozenset({"FREE", "WORKINGELSEWHERE"})


def taken(
    data: bytes, *, start: str, end: str, zone: str, owner: str, most: int
) -> list[tuple[str, str, str]]:
    """What overlaps the time from `start` to `end`, uncut; instants as ISO 8601. Raises CalendarUnreadable."""
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    found = []
    for calendar in calendars_in(data):
        home = home_of(calendar, zone)
        for entries in _stories(calendar):
            for uid, begins, ends in _of(entries, first, last, home, owner.strip().casefold()):
                if begins < last and ends > first and begins < ends:
                    found.append((uid, begins.isoformat(), ends.isoformat()))
            if len(found) > most:
                raise CalendarUnreadable(
                    f"There are more than {most:,} appointments between {first:%d %B %Y} and {last:%d %B %Y}; here "
                    "we stopped. Remove the entry that repeats so often, or share a calendar with less in it.",
                    _line(entries),
                )
    return found


def _stories(calendar: Component) -> list[list[Component]]:
    """Entries that speak about the same: those of one UID."""
    found: dict[str, list[Component]] = {}
    for entry in calendar.subcomponents:
        if entry.name == "VFREEBUSY" or (entry.name == "VEVENT" and "DTSTART" in entry):
            uid = text(entry, "UID") if entry.name == "VEVENT" else ""
            found.setdefault(uid or str(id(entry)), []).append(entry)
    return list(found.values())


def _of(
    entries: list[Component], start: datetime, end: datetime, home: tzinfo, owner: str
) -> Iterator[Taken]:
    for entry in entries:
        check(entry)
    try:
        if entries[0].name == "VFREEBUSY":
            yield from _told(entries[0], home)
            return
        story = Calendar()
        story.subcomponents = entries
        for entry in recurring_ical_events.of(story).between(start - _AROUND, end + _AROUND):
            if _counts(entry, owner):
                begins, ends = instant(entry.start, home), instant(entry.end, home)
                yield text(entry, "UID"), begins, _bounded(begins, ends)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise CalendarUnreadable(
            "Nobody can tell when this takes place, or it lasts longer than ten years. Correct it, or remove it.",
            _line(entries),
        ) from error


def _line(entries: list[Component]) -> int:
    value = next(iter(every(entries[0], "DTSTART") or every(entries[0], "FREEBUSY")), None)
    return line_of(value) if value else 0


def _told(entry: Component, home: tzinfo) -> Iterator[Taken]:
    """VFREEBUSY: somebody has already taken together when they are busy."""
    for period in every(entry, "FREEBUSY"):
        if period.params.get("FBTYPE", "BUSY").upper() != "FREE":
            begins = instant(period.start, home)
            yield "", begins, _bounded(begins, instant(period.end, home))


def _bounded(begins: datetime, ends: datetime) -> datetime:
    if ends - begins > LONGEST:
        raise ValueError("longer than ten years")
    return ends


def _counts(entry: Component, owner: str) -> bool:
    if text(entry, "STATUS").upper() == "CANCELLED" or text(entry, "TRANSP").upper() == "TRANSPARENT":
        return False
    if text(entry, "X-MICROSOFT-CDO-BUSYSTATUS").upper() in _FREE or shows_hours(entry):
        return False
    return not any(
        str(attendee).strip().casefold().removeprefix("mailto:") == owner
        and attendee.params.get("PARTSTAT", "").upper() == "DECLINED"
        for attendee in every(entry, "ATTENDEE")
    )
