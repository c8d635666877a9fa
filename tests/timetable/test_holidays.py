"""Public holidays by country and region, in English on every machine."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from itertools import groupby
from zoneinfo import available_timezones

import pytest

from minim.timetable import HolidayError, country_of_zone, holiday_on, regions, works_on


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("DE", date(2026, 10, 3), "German Unity Day"),
        ("DE", date(2026, 6, 4), ""),
        ("DE-BY", date(2026, 6, 4), "Corpus Christi"),
        ("de-by", date(2026, 6, 4), "Corpus Christi"),
        ("DE-BE", date(2026, 3, 8), "Women's Day"),
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
        ("FR", date(2026, 7, 14), "National Day"),
        ("JP", date(2026, 2, 23), "Emperor's Birthday"),
        ("NZ", date(2026, 2, 6), "Waitangi Day"),
    ],
)
def test_holidays_are_named_in_english(country: str, day: date, name: str) -> None:
    assert holiday_on(country, day) == name


@pytest.mark.parametrize("country", ["XX", "DE-XX", "", "-BY", "Germany", "DEU", "DE/BY", "__"])
def test_a_country_nobody_knows_is_named(country: str) -> None:
    with pytest.raises(HolidayError) as raised:
        holiday_on(country, date(2026, 1, 1))

    assert str(raised.value) == f"We know no public holidays for “{country}”."


def test_every_choice_is_known_and_has_a_name() -> None:
    codes = [code for code, _ in regions()]

    assert {("DE", "Germany"), ("DE-BY", "Germany: Bayern"), ("US-TX", "United States: Texas")} <= set(
        regions()
    )
    assert len(set(codes)) == len(codes) > 800
    assert len({name for _, name in regions()}) == len(codes)
    assert not [code for code, name in regions() if code == name]
    for code in codes:
        holiday_on(code, date(2026, 1, 1))


def test_regions_follow_their_country() -> None:
    countries = [country for country, _ in groupby(regions(), lambda choice: choice[0].partition("-")[0])]

    assert len(set(countries)) == len(countries)
    assert countries[:3] == ["AF", "AX", "AL"]  # Åland stands with the A


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"),
        ("Europe/Stockholm", "SE"),  # a link to Berlin in tzdata
        ("Asia/Calcutta", "IN"),  # what browsers still say
        ("Europe/Kiev", "UA"),
        ("US/Pacific", "US"),
        ("Atlantic/Reykjavik", "IS"),
        ("Iceland", ""),  # a link to Abidjan in tzdata
        ("EET", ""),  # a link to Athens
        ("Africa/Timbuktu", ""),
        ("UTC", ""),
        ("Etc/GMT+5", ""),
        ("Mars/Olympus", ""),
        ("", ""),
    ],
)
def test_a_zone_lies_in_a_country_or_nobody_is_sure(zone: str, country: str) -> None:
    assert country_of_zone(zone) == country


def test_every_country_of_a_zone_has_holidays_we_know() -> None:
    known = {code for code, _ in regions()}
    found = {zone: country_of_zone(zone) for zone in available_timezones()}

    assert {country for country in found.values() if country} <= known
    assert sum(country != "" for country in found.values()) > 450


def test_only_who_asks_for_holidays_waits_for_them() -> None:
    """On a German machine, too, they are named in English."""
    asked = (
        "import sys; from datetime import date; from minim import timetable; print('holidays' in sys.modules); "
        "print(timetable.holiday_on('DE', date(2026, 12, 25)), 'holidays' in sys.modules)"
    )

    said = subprocess.run(
        [sys.executable, "-c", asked],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path), "LANGUAGE": "de", "LANG": "de_DE.UTF-8"},
    )

    assert said.stdout.split("\n") == ["False", "Christmas Day True", ""]


@pytest.mark.parametrize(
    ("country", "worked", "free"),
    [
        ("", date(2027, 1, 1), date(2027, 1, 2)),
        ("US", date(2027, 1, 4), date(2027, 1, 1)),
        ("DE-BY", date(2026, 6, 3), date(2026, 6, 4)),
        ("DE", date(2026, 6, 4), date(2026, 6, 6)),
        ("SA", date(2027, 1, 10), date(2027, 1, 8)),  # Sunday is worked, Friday is free
        ("CN", date(2026, 1, 4), date(2026, 1, 2)),  # a Sunday that is worked for a bridge day
    ],
)
def test_people_work_when_their_country_does(country: str, worked: date, free: date) -> None:
    assert works_on(country, worked)
    assert not works_on(country, free)


def test_nobody_works_in_a_country_that_nobody_knows() -> None:
    with pytest.raises(HolidayError, match="XX"):
        works_on("XX", date(2027, 1, 4))
