"""Time zones by name, by the newest data there is: laws about clocks change several times a year."""

from __future__ import annotations

import re
import zoneinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzdata

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


def is_zone(name: str) -> bool:
    """Whether there is a zone of this name."""
    try:
        place(name)
    except ZoneError:
        return False
    return True


def prefer_newest(folders: tuple[str, ...]) -> tuple[str, ...]:
    """The folders to read zones from: the machine's, or none when what came with us is newer, or theirs has no date."""
    for folder in folders:
        written = Path(folder, "tzdata.zi")
        if written.is_file():
            with written.open(encoding="utf-8") as lines:
                named = re.match(r"# version (\d{4}[a-z]+)", lines.readline())
            return folders if named and named[1] >= tzdata.IANA_VERSION else ()
    return ()


# An old machine would put meetings an hour off from what calendars show elsewhere.
zoneinfo.reset_tzpath(prefer_newest(zoneinfo.TZPATH))
