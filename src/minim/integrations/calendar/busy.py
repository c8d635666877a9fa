"""When a calendar's owner is busy: a handful of intervals out of thousands of lines.

Places and guests are not read, and titles not kept: only when, and whether it counts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from minim.integrations.calendar.guarded import SECONDS, asked
from minim.integrations.calendar.ics import CalendarUnreadable
from minim.timetable.availability import Interval, merged

__all__ = ["CalendarUnreadable", "busy_times"]

MOST = 5_000
"""Appointments in the time we look at: fourteen a day, for a year."""


def busy_times(
    data: bytes,
    *,
    start: datetime,
    end: datetime,
    zone: str = "",
    owner: str = "",
    ours: Callable[[str], bool] = lambda _: False,
    most: int = MOST,
    seconds: float = SECONDS,
) -> tuple[Interval, ...]:
    """When the owner is busy between `start` and `end`, joined and cut to that time.

    `zone` is where the owner's days begin and end (otherwise the calendar's own); `owner` is their e-mail address, so
    that what they declined is free; `ours` tells by its UID which entry is a meeting of our own and not in the way.

    Cancelled, declined and transparent entries are free. Raises CalendarUnreadable, after `seconds` of processor time
    at the latest.
    """
    span = {"start": start.isoformat(), "end": end.isoformat()}
    found = asked("taken", data, seconds=seconds, **span, zone=zone, owner=owner, most=most)
    return merged(
        Interval(max(datetime.fromisoformat(begins), start), min(datetime.fromisoformat(ends), end))
        for uid, begins, ends in found
        if not ours(uid)
    )
