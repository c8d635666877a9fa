"""A zone's description, read back by RFC 5545 alone, tells the same time as tzdata for all of a series."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar as Written

from minim.integrations.calendar.zones import zone_of
from tests.integrations.calendar.reader import Calendar, Part, Zone, read

ZONES = sorted(name for name in available_timezones() if name not in {"localtime", "Factory"})
ODD = (
    "Africa/Cairo", "Africa/Casablanca", "America/Nuuk", "America/Santiago", "Antarctica/Troll", "Asia/Gaza",
    "Asia/Jerusalem", "Asia/Kolkata", "Asia/Tehran", "Australia/Lord_Howe", "Europe/Dublin", "Pacific/Apia",
)  # fmt: skip


def described(zone: str, first: date, last: date | None) -> Part:
    calendar = Written()
    calendar.add_component(zone_of(zone, first, last))
    (part,) = read(calendar.to_ical()).part.named("VTIMEZONE")
    return part


def differences(zone: str, first: date, last: date, told: Zone, *, hours: int = 7) -> list[datetime]:
    there, moment = ZoneInfo(zone), datetime.combine(first, time.min)
    moments = []
    while moment.date() <= last:
        moments.append(moment)
        moment += timedelta(hours=hours)
    return [
        at for at in moments if told.offset_at(at) != at.replace(tzinfo=UTC).astimezone(there).utcoffset()
    ]


@given(
    zone=st.sampled_from(ZONES), first=st.dates(date(1985, 1, 1), date(2060, 1, 1)), days=st.integers(0, 1500)
)
@settings(max_examples=60, deadline=None)
def test_any_zone_is_described_rightly_for_the_whole_of_a_series(zone: str, first: date, days: int) -> None:
    last = first + timedelta(days=days)

    told = Zone(described(zone, first, last))

    assert differences(zone, first, last, told) == []


@pytest.mark.parametrize("zone", ODD)
def test_a_series_without_an_end_is_described_rightly_for_decades(zone: str) -> None:
    first = date(2026, 11, 22)

    told = Zone(described(zone, first, None))

    assert differences(zone, first, date(2056, 1, 1), told, hours=23) == []


def test_what_begins_now_and_lasts_a_year_can_be_read_by_outlook() -> None:
    first, last = date(2026, 11, 22), date(2027, 11, 21)

    parts = {zone: described(zone, first, last) for zone in ZONES}

    assert [zone for zone, part in parts.items() if not part.named("STANDARD")] == []
    unreadable = [zone for zone, part in parts.items() if not readable_by_outlook(part)]
    assert len(unreadable) < len(ZONES) / 50, "only where a law changes within the year"
    assert not {"America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Berlin"} & {*unreadable}
    assert not readable_by_outlook(described("Asia/Gaza", first, None))


def readable_by_outlook(part: Part) -> bool:
    """[MS-OXCICAL]: one STANDARD, at most one DAYLIGHT; with both, FREQ=YEARLY with one nth weekday of a month."""
    names = sorted(each.name for each in part.parts)
    rules = [line.value for each in part.parts for line in each.all("RRULE")]
    nth = r"FREQ=YEARLY;BYDAY=(-1|[1-4])[A-Z]{2};BYMONTH=\d+"
    plain = all(re.fullmatch(nth, rule) for rule in rules) and not any(
        each.all("RDATE") for each in part.parts
    )
    return plain and (names, len(rules)) in ((["STANDARD"], 0), (["DAYLIGHT", "STANDARD"], 2))


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/Berlin", ["FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"]),
        ("America/New_York", ["FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"]),
        ("Asia/Kolkata", []),
        ("Asia/Gaza", []),
    ],
)
def test_endless_rules_are_the_laws_own(zone: str, rules: list[str]) -> None:
    part = described(zone, date(2026, 11, 22), None)

    assert sorted(line.value for each in part.parts for line in each.all("RRULE")) == rules


def test_the_reader_notices_a_wrong_description() -> None:
    berlin = Zone(described("Europe/Berlin", date(2026, 1, 1), date(2027, 1, 1)))

    assert differences("Europe/London", date(2026, 1, 1), date(2027, 1, 1), berlin)
    assert isinstance(read(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), Calendar)
