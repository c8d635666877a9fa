"""Working hours that stand in a calendar: as VAVAILABILITY (RFC 7953), or as entries that repeat and are called so."""

from __future__ import annotations

from minim.integrations.calendar.guarded import asked
from minim.timetable.hours import DAY, Span, WorkingHours


def hours_in(data: bytes, *, zone: str = "") -> WorkingHours | None:
    """The hours of a week in the owner's zone; None when the calendar says nothing about them.

    Times are taken as the wall clock shows them; those in UTC are moved to `zone` or the calendar's own. Hours that
    once ended count only when there are none without an end. Raises CalendarUnreadable.
    """
    found = asked("rhythms", data, zone=zone)
    lasting = [rhythm for rhythm in found if rhythm[3]] or found
    spans: dict[int, list[Span]] = {}
    for days, start, minutes, _ in lasting:
        end = start + minutes
        for day in days:
            spans.setdefault(day, []).append(Span(start, min(end, DAY)))
            if end > DAY:
                spans.setdefault((day + 1) % 7, []).append(Span(0, end - DAY))
    return WorkingHours.of(spans) if spans else None
