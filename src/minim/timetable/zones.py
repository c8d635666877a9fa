"""Time zones by name."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from minim.timetable.hours import HoursError


class ZoneError(HoursError):
    """A time zone that does not exist; the message names it."""


@cache
def place(zone: str) -> ZoneInfo:
    """The zone of this name: "Europe/Berlin". Raises ZoneError when there is none."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZoneError(f"“{zone[:60]}” is not a time zone. Write it like Europe/Berlin.") from error
