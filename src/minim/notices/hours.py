"""When a letter may arrive: quiet hours and the hour of a digest, on the reader's own clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from minim.timetable.hours import DAY
from minim.timetable.series import instant
from minim.timetable.zones import ZoneError, place

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

WEEK = 7


def after_quiet(moment: datetime, quiet_from: int, quiet_to: int, zone: str) -> datetime:
    """The moment, or the end of the quiet hours it falls into; both in minutes of the day, and over midnight when the
    first is later. Nobody whose zone is not known has quiet hours: their night could be any time."""
    there = _place(zone)
    if there is None or quiet_from == quiet_to:
        return moment
    local = moment.astimezone(there)
    minute = local.hour * 60 + local.minute
    if (minute - quiet_from) % DAY >= (quiet_to - quiet_from) % DAY:
        return moment
    day = local.date() + timedelta(days=1 if minute >= quiet_to else 0)
    return max(moment, instant(day, quiet_to, zone)[0])


def next_hour(moment: datetime, minute: int, zone: str, weekday: int | None = None) -> datetime:
    """The next time it is `minute` of a day, or of that weekday; UTC for those whose zone is not known."""
    there = _place(zone)
    name = zone if there else "UTC"
    day: date = moment.astimezone(there or place("UTC")).date()
    if weekday is not None:
        day += timedelta(days=(weekday - day.weekday()) % WEEK)
    found = instant(day, minute, name)[0]
    step = timedelta(days=1 if weekday is None else WEEK)
    return found if found > moment else instant(day + step, minute, name)[0]


def _place(zone: str) -> ZoneInfo | None:
    try:
        return place(zone) if zone else None
    except ZoneError:
        return None
