"""Finding a time zone by what people call it."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from minim.timetable import ZoneError

REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip


@cache
def offered_zones() -> tuple[str, ...]:
    """Every zone named after a place, and UTC."""
    return (*sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS), "UTC")


def find_zone(written: str) -> str:
    """The zone somebody means by "Europe/Berlin", "europe/berlin" or "New York". Raises ZoneError, with a guess."""
    sought = "_".join(written.casefold().split())
    if sought in _names():
        return _names()[sought]
    if sought in _cities():
        return _cities()[sought]
    near = get_close_matches(sought.rpartition("/")[2], _cities(), n=1, cutoff=0.75)
    hint = (
        f"Did you mean {_cities()[near[0]]}?"
        if near
        else "Write it like Europe/Berlin, or name a large city."
    )
    raise ZoneError(f"“{written.strip()[:60]}” is no time zone we know. {hint}")


@cache
def _names() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones() if "/" in zone or zone == "UTC"}


@cache
def _cities() -> dict[str, str]:
    """By the city alone. Of two names for the same zone, the longer is the one in use."""
    ordered = sorted(offered_zones(), key=len)
    return {zone.rpartition("/")[2].casefold(): zone for zone in ordered}
