"""Time zones as people write them: IANA names, Outlook's names, cities, and offsets."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

# The zones of the Unicode CLDR table of Windows names that companies use; only facts, one city each.
WINDOWS = {
    "dateline standard time": "Etc/GMT+12",
    "hawaiian standard time": "Pacific/Honolulu",
    "alaskan standard time": "America/Anchorage",
    "pacific standard time": "America/Los_Angeles",
    "us mountain standard time": "America/Phoenix",
    "mountain standard time": "America/Denver",
    "central standard time": "America/Chicago",
    "central standard time (mexico)": "America/Mexico_City",
    "central america standard time": "America/Guatemala",
    "canada central standard time": "America/Regina",
    "sa pacific standard time": "America/Bogota",
    "eastern standard time": "America/New_York",
    "us eastern standard time": "America/Indiana/Indianapolis",
    "atlantic standard time": "America/Halifax",
    "venezuela standard time": "America/Caracas",
    "sa western standard time": "America/La_Paz",
    "pacific sa standard time": "America/Santiago",
    "newfoundland standard time": "America/St_Johns",
    "e. south america standard time": "America/Sao_Paulo",
    "argentina standard time": "America/Argentina/Buenos_Aires",
    "sa eastern standard time": "America/Cayenne",
    "montevideo standard time": "America/Montevideo",
    "azores standard time": "Atlantic/Azores",
    "gmt standard time": "Europe/London",
    "greenwich standard time": "Atlantic/Reykjavik",
    "w. europe standard time": "Europe/Berlin",
    "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw",
    "romance standard time": "Europe/Paris",
    "w. central africa standard time": "Africa/Lagos",
    "morocco standard time": "Africa/Casablanca",
    "gtb standard time": "Europe/Bucharest",
    "fle standard time": "Europe/Kyiv",
    "e. europe standard time": "Europe/Chisinau",
    "egypt standard time": "Africa/Cairo",
    "south africa standard time": "Africa/Johannesburg",
    "israel standard time": "Asia/Jerusalem",
    "turkey standard time": "Europe/Istanbul",
    "arabic standard time": "Asia/Baghdad",
    "arab standard time": "Asia/Riyadh",
    "e. africa standard time": "Africa/Nairobi",
    "russian standard time": "Europe/Moscow",
    "iran standard time": "Asia/Tehran",
    "arabian standard time": "Asia/Dubai",
    "afghanistan standard time": "Asia/Kabul",
    "pakistan standard time": "Asia/Karachi",
    "west asia standard time": "Asia/Tashkent",
    "india standard time": "Asia/Kolkata",
    "sri lanka standard time": "Asia/Colombo",
    "nepal standard time": "Asia/Kathmandu",
    "bangladesh standard time": "Asia/Dhaka",
    "central asia standard time": "Asia/Almaty",
    "myanmar standard time": "Asia/Yangon",
    "se asia standard time": "Asia/Bangkok",
    "china standard time": "Asia/Shanghai",
    "singapore standard time": "Asia/Singapore",
    "taipei standard time": "Asia/Taipei",
    "w. australia standard time": "Australia/Perth",
    "tokyo standard time": "Asia/Tokyo",
    "korea standard time": "Asia/Seoul",
    "cen. australia standard time": "Australia/Adelaide",
    "aus central standard time": "Australia/Darwin",
    "e. australia standard time": "Australia/Brisbane",
    "aus eastern standard time": "Australia/Sydney",
    "tasmania standard time": "Australia/Hobart",
    "new zealand standard time": "Pacific/Auckland",
    "fiji standard time": "Pacific/Fiji",
    "samoa standard time": "Pacific/Apia",
}
EXAMPLES = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Phoenix", "America/Denver",
    "America/Chicago", "America/Mexico_City", "America/New_York", "America/Bogota", "America/Halifax",
    "America/Santiago", "America/St_Johns", "America/Sao_Paulo", "Atlantic/Azores", "Europe/London",
    "Africa/Accra", "Europe/Berlin", "Africa/Lagos", "Europe/Athens", "Africa/Johannesburg",
    "Europe/Istanbul", "Africa/Nairobi", "Asia/Tehran", "Asia/Dubai", "Asia/Kabul", "Asia/Karachi",
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok", "Asia/Singapore",
    "Asia/Shanghai", "Asia/Tokyo", "Australia/Adelaide", "Australia/Darwin", "Australia/Sydney",
    "Australia/Brisbane", "Pacific/Noumea", "Pacific/Auckland", "Pacific/Apia",
)  # fmt: skip
OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
LEADING_OFFSET = re.compile(r"^\((?:utc|gmt)[^)]*\)\s*", re.IGNORECASE)
SUMMER, WINTER = datetime(2025, 7, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Zone:
    """How a written time zone was understood: an IANA name, or "" with the reason; `note` is worth knowing."""

    name: str
    note: str = ""


def is_zone(written: str) -> bool:
    """Whether this is clearly a time zone, by name and not by a city or an offset."""
    low = written.strip().casefold()
    return ("/" in low and low in _names()) or low in WINDOWS


def read_zone(written: str, *, suggest: bool = True) -> Zone:
    """Understand a time zone. Without `suggest` no similar name is searched, which is much quicker."""
    low = " ".join(written.split()).casefold()
    if low in ("utc", "gmt", "z"):
        return Zone("UTC")
    found = WINDOWS.get(low) or _names().get(low) or _by_city(low)
    if found:
        return Zone(found)
    offset = OFFSET.fullmatch(low)
    if offset:
        return _from_offset(written, offset)
    similar = difflib.get_close_matches(low.replace(" ", "_"), _names(), n=1, cutoff=0.6) if suggest else []
    hint = (
        f"Did you mean {_names()[similar[0]]}?"
        if similar
        else "Write it like Europe/Berlin or America/New_York."
    )
    return Zone("", hint)


def _by_city(low: str) -> str | None:
    """“Berlin”, or the first city of Outlook's “(UTC+01:00) Amsterdam, Berlin, Rome”."""
    for city in LEADING_OFFSET.sub("", low).split(","):
        found = _cities().get(city.strip().replace(" ", "_"))
        if found:
            return found
    return None


def _from_offset(written: str, offset: re.Match[str]) -> Zone:
    hours, minutes = int(offset[2]), int(offset[3] or 0)
    if hours > 14 or minutes > 59:
        return Zone("", "No place is that far from UTC. Write it like Europe/Berlin or America/New_York.")
    ahead = timedelta(hours=hours, minutes=minutes) * (1 if offset[1] == "+" else -1)
    places = _places(ahead)
    instead = f"write {' or '.join(places)} instead" if places else "write a place like Europe/Berlin instead"
    if minutes or (offset[1] == "-" and hours > 12):
        return Zone("", f"An offset is not a place: {instead}.")
    name = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{hours}" if hours else "UTC"
    return Zone(name, f"{written.strip()} never changes to summer time. If that matters, {instead}.")


def _places(ahead: timedelta) -> list[str]:
    """Up to two well-known places that are this far from UTC in winter or in summer, steady ones last."""
    fits = [
        (SUMMER.astimezone(zone).utcoffset() == WINTER.astimezone(zone).utcoffset(), name)
        for name, zone in ((name, ZoneInfo(name)) for name in EXAMPLES)
        if WINTER.astimezone(zone).utcoffset() == ahead
    ]
    return [name for _, name in sorted(fits, key=lambda pair: pair[0])[:2]]


@cache
def _names() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones()) if name != "localtime"}


@cache
def _cities() -> dict[str, str]:
    """City → zone, for cities that name one zone only."""
    found: dict[str, set[str]] = {}
    for name in _names().values():
        area, _, city = name.rpartition("/")
        if area and not name.startswith(("Etc/", "US/", "SystemV/", "posix", "right")):
            found.setdefault(city.casefold(), set()).add(name)
    return {
        city: min(names, key=len)
        for city, names in found.items()
        if len(names) == 1 or "argentina" in str(names)
    }
