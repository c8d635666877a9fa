"""A week in UTC: checked minute by minute against the clock of every zone there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, reduce
from operator import and_
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.timetable import (
    ANY_TIME,
    DEFAULT_HOURS,
    QUARTERS,
    HoursError,
    Span,
    WorkingHours,
    common_slots,
    parse_hours,
    slot_name,
    week_bits,
)
from tests.timetable.test_hours import weeks

WINTER, SUMMER = date(2026, 1, 14), date(2026, 7, 15)
WEEK_MINUTES = 7 * 24 * 60
zones = st.sampled_from(sorted(available_timezones()))


def by_the_clock(week: WorkingHours, zone: str, on: date) -> int:
    """The slow truth: a quarter counts when each of its minutes is working time on a clock set on Monday."""
    monday = datetime.combine(on - timedelta(days=on.weekday()), time.min, tzinfo=ZoneInfo(zone))
    return minute_by_minute(week, int((monday.utcoffset() or timedelta(0)).total_seconds()))


@cache
def minute_by_minute(week: WorkingHours, offset: int) -> int:
    minutes = [works_at(week, (minute * 60 + offset) % (WEEK_MINUTES * 60)) for minute in range(WEEK_MINUTES)]
    return sum(1 << quarter for quarter in range(QUARTERS) if all(minutes[quarter * 15 : quarter * 15 + 15]))


def works_at(week: WorkingHours, local: int) -> bool:
    day, second = divmod(local, 24 * 60 * 60)
    return any(span.start * 60 <= second < span.end * 60 for span in week.days[day])


@settings(deadline=None, max_examples=60)
@given(weeks, zones, st.dates(date(1990, 1, 1), date(2037, 12, 31)))
def test_bits_agree_with_the_clock(week: WorkingHours, zone: str, on: date) -> None:
    assert week_bits(week, zone, on=on) == by_the_clock(week, zone, on)


@pytest.mark.parametrize("zone", sorted(available_timezones()))
def test_every_zone_keeps_the_usual_week(zone: str) -> None:
    for on in (WINTER, SUMMER):
        assert week_bits(DEFAULT_HOURS, zone, on=on) == by_the_clock(DEFAULT_HOURS, zone, on)


def test_summer_time_moves_the_hours() -> None:
    nine = parse_hours("Mon 9-10")

    winter, summer = (common_slots([week_bits(nine, "Europe/Berlin", on=on)], 60) for on in (WINTER, SUMMER))

    assert (slot_name(*winter), slot_name(*summer)) == ("Mon 08:00 UTC", "Mon 07:00 UTC")


def test_an_early_monday_in_auckland_is_a_late_sunday_in_utc() -> None:
    bits = week_bits(parse_hours("Mon 8-9"), "Pacific/Auckland", on=WINTER)

    assert [slot_name(slot) for slot in common_slots([bits], 60)] == ["Sun 19:00 UTC"]


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Asia/Kolkata", "Mon 03:30 UTC"),
        ("Asia/Kathmandu", "Mon 03:15 UTC"),
        ("Australia/Lord_Howe", "Sun 22:00 UTC"),
    ],
)
def test_half_and_quarter_hours_count(zone: str, first: str) -> None:
    bits = week_bits(parse_hours("Mon 9-10"), zone, on=WINTER)

    assert [slot_name(slot) for slot in common_slots([bits], 60)] == [first]


def test_a_started_quarter_does_not_count() -> None:
    bits = week_bits(parse_hours("Mon 9:05-9:50"), "UTC", on=WINTER)

    assert [slot_name(slot) for slot in common_slots([bits], 15)] == ["Mon 09:15 UTC", "Mon 09:30 UTC"]


def test_a_night_from_sunday_into_monday_is_one_stretch() -> None:
    night = WorkingHours.of({6: [Span(1380, 1440)], 0: [Span(0, 60)]})

    assert [slot_name(slot) for slot in common_slots([week_bits(night, "UTC", on=WINTER)], 120)] == [
        "Sun 23:00 UTC"
    ]


def test_a_whole_week_of_work_is_any_time() -> None:
    always = parse_hours("every day 0-24")

    assert {week_bits(always, zone, on=WINTER) for zone in ("UTC", "Asia/Kathmandu", "Africa/Monrovia")} == {
        ANY_TIME
    }
    assert week_bits(always, "Africa/Monrovia", on=date(1950, 1, 1)) == ANY_TIME


@given(st.lists(weeks, min_size=1, max_size=4), st.integers(1, 300))
def test_common_slots_are_those_where_everybody_is_free_all_along(
    people: list[WorkingHours], length: int
) -> None:
    bits = [week_bits(week, "UTC", on=WINTER) for week in people]
    together, quarters = reduce(and_, bits), -(-length // 15)

    expected = tuple(
        start
        for start in range(QUARTERS)
        if all(together >> (start + later) % QUARTERS & 1 for later in range(quarters))
    )

    assert common_slots(bits, length) == expected


def test_nobody_leaves_every_slot_open() -> None:
    assert len(common_slots([], 60)) == QUARTERS


@pytest.mark.parametrize("minutes", [0, -1, WEEK_MINUTES + 1])
def test_impossible_lengths_are_refused(minutes: int) -> None:
    with pytest.raises(HoursError, match="at least a minute"):
        common_slots([ANY_TIME], minutes)


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd", "a" * 500])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(HoursError, match="is not a time zone"):
        week_bits(DEFAULT_HOURS, zone, on=WINTER)


def test_utc_is_where_it_says() -> None:
    slots = common_slots([week_bits(DEFAULT_HOURS, "UTC", on=datetime.now(UTC).date())], 60)

    assert (slot_name(slots[0]), slot_name(slots[-1]), len(slots)) == (
        "Mon 08:00 UTC",
        "Fri 17:00 UTC",
        5 * 37,
    )
