"""Public holidays by country and region, and the country a time zone lies in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from types import ModuleType
from typing import Any
from unicodedata import combining, normalize

FRIDAY = 5
_ENGLISH = "en_US"
"""The library then names every holiday in English, whatever this machine speaks."""

_UNLISTED = {"XK": "Kosovo"}
"""ISO 3166 leaves this code to its users."""


class HolidayError(ValueError):
    """A country or region whose holidays nobody told us; the message names it."""


def holiday_on(country: str, day: date) -> str:
    """The public holiday of this day in English, or "". A region follows its country: "DE", "DE-BY".

    Without a region only what the whole country keeps counts. Raises HolidayError.
    """
    return _names(country, day.year).get(day, "")


def works_on(country: str, day: date) -> bool:
    """Whether people of this country or region usually work on a day: neither their weekend nor a public holiday.

    Where no country is named, they work from Monday to Friday. Raises HolidayError.
    """
    return bool(_calendar(country, day.year).is_working_day(day)) if country else day.isoweekday() <= FRIDAY


@cache
def regions() -> tuple[tuple[str, str], ...]:
    """Every country and region that `holiday_on` knows as (code, name), each country followed by its regions.

    Countries are named in English, regions as they call themselves. Takes half a second the first time.
    """
    known = _library().list_supported_countries(include_aliases=False)
    names = _country_names()
    countries = sorted(((code, names.get(code, code)) for code in known), key=_alphabet)
    return tuple(choice for code, name in countries for choice in _choices(code, name))


def country_of_zone(zone: str) -> str:
    """The country a zone lies in, "DE" for "Europe/Berlin"; "" where the zone names none or tzdata is not sure."""
    tables = _countries_of_zones()
    if zone in tables:
        return tables[zone]
    return _countries_of_old_names().get(zone, "")


@lru_cache(maxsize=1024)
def _names(country: str, year: int) -> Mapping[date, str]:
    return dict(_calendar(country, year))


@lru_cache(maxsize=1024)
def _calendar(country: str, year: int) -> Any:
    code, _, region = country.strip().partition("-")
    try:
        return _calendar_of(code.upper(), region, year)
    except (NotImplementedError, KeyError) as error:
        raise HolidayError(f"We know no public holidays for “{country[:40]}”.") from error


def _calendar_of(code: str, region: str, year: int) -> Any:
    if len(code) != len("DE"):
        raise KeyError(code)
    country = _library().country_holidays
    regions_of = {known.casefold(): known for known in country(code).subdivisions}
    subdivision = regions_of[region.casefold()] if region else None
    return country(code, subdiv=subdivision, years=year, language=_ENGLISH)


def _library() -> ModuleType:
    """Knows 250 countries and takes its time to load them: only who asks for holidays waits."""
    import holidays

    return holidays


def _choices(code: str, name: str) -> Iterator[tuple[str, str]]:
    yield code, name
    country = _library().country_holidays(code)
    spoken: dict[str, str] = {}
    for alias, region in getattr(country, "subdivisions_aliases", {}).items():
        spoken.setdefault(region, alias)
    parts = ((f"{code}-{region}", f"{name}: {spoken.get(region, region)}") for region in country.subdivisions)
    yield from sorted(parts, key=_alphabet)


def _alphabet(choice: tuple[str, str]) -> str:
    """Åland stands with the A."""
    return "".join(letter for letter in normalize("NFKD", choice[1]) if not combining(letter)).casefold()


@cache
def _country_names() -> dict[str, str]:
    return _UNLISTED | {code: name for code, name, *_ in _rows("iso3166.tab")}


@cache
def _countries_of_zones() -> dict[str, str]:
    return {zone: code for code, _, zone, *_ in _rows("zone.tab")}


@cache
def _countries_of_old_names() -> dict[str, str]:
    """Only where the zone that took the old one's place lies in a single country.

    tzdata joins zones across borders: it makes Iceland a link to Abidjan. And a name without a slash may be an hour
    and no place: it makes EET a link to Athens.
    """
    alone = {zone: codes for codes, _, zone, *_ in _rows("zone1970.tab") if "," not in codes}
    links = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {old: alone[zone] for _, zone, old in links if zone in alone and "/" in old}


def _rows(table: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in _lines(table) if line and not line.startswith("#"))


def _lines(table: str) -> list[str]:
    return resources.files("tzdata").joinpath("zoneinfo", table).read_text("utf-8").splitlines()
