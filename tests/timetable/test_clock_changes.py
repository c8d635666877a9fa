"""Clock changes found by an hourly look at every clock, and what they do to members elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.timetable import Clock, ClockChange, Rhythm, Shift, ZoneError, clock_changes, shifts, surprises
from tests.timetable.test_series import days, rhythms, shown, zones

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def offset(moment: datetime, zone: str) -> timedelta:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)


def by_the_hour(zone: str, start: date, end: date) -> list[ClockChange]:
    """The slow truth: every hour, and where the offset changed, every minute of that hour."""
    found = []
    moment = datetime.combine(start, time.min, tzinfo=UTC) - timedelta(days=1)
    while moment.date() <= end + timedelta(days=1):
        before, after = offset(moment, zone), offset(moment + HOUR, zone)
        if before != after:
            turning = next(
                moment + minutes * MINUTE
                for minutes in range(61)
                if offset(moment + minutes * MINUTE, zone) == after
            )
            day = (turning + before).date()
            if start <= day <= end:
                found.append(ClockChange(zone, day, (after - before) // MINUTE))
        moment += HOUR
    return found


@given(zones, days)
@settings(max_examples=25, deadline=None)
def test_changes_are_those_of_an_hourly_look(zone: str, start: date) -> None:
    end = start + timedelta(days=240)

    assert list(clock_changes([zone], start, end)) == by_the_hour(zone, start, end)


def test_changes_of_known_years() -> None:
    found = clock_changes(
        ["Europe/Berlin", "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Kolkata", "Atlantic/Azores"], *YEAR
    )

    assert found == (
        ClockChange("Antarctica/Troll", date(2026, 3, 29), 120),
        ClockChange("Atlantic/Azores", date(2026, 3, 29), 60),
        ClockChange("Europe/Berlin", date(2026, 3, 29), 60),
        ClockChange("Australia/Lord_Howe", date(2026, 4, 5), -30),
        ClockChange("Australia/Lord_Howe", date(2026, 10, 4), 30),
        ClockChange("Antarctica/Troll", date(2026, 10, 25), -120),
        ClockChange("Atlantic/Azores", date(2026, 10, 25), -60),
        ClockChange("Europe/Berlin", date(2026, 10, 25), -60),
    )


def test_a_missing_day_is_a_change_of_a_day() -> None:
    found = clock_changes(["Pacific/Apia"], date(2011, 12, 30), date(2011, 12, 30))

    assert found == (ClockChange("Pacific/Apia", date(2011, 12, 30), 24 * 60),)


def test_a_change_at_midnight_belongs_to_the_day_that_begins_then() -> None:
    back_into_saturday = clock_changes(["Asia/Beirut"], date(2026, 10, 20), date(2026, 10, 30))
    forward_into_sunday = clock_changes(["Asia/Beirut"], date(2026, 3, 20), date(2026, 3, 30))

    assert back_into_saturday == (ClockChange("Asia/Beirut", date(2026, 10, 25), -60),)
    assert forward_into_sunday == (ClockChange("Asia/Beirut", date(2026, 3, 29), 60),)


def test_a_window_of_one_day_holds_that_day_alone() -> None:
    """Nuuk changes at the same instant as Berlin, which is still Saturday there."""
    saturday, sunday, monday = (date(2026, 3, day) for day in (28, 29, 30))
    both = ["Europe/Berlin", "America/Nuuk"]

    found = [[change.zone for change in clock_changes(both, day, day)] for day in (saturday, sunday, monday)]

    assert found == [["America/Nuuk"], ["Europe/Berlin"], []]
    # On Saturday by UTC, on Sunday by its own calendar.
    assert [
        change.on.day for change in clock_changes(["Australia/Lord_Howe"], date(2026, 4, 5), date(2026, 4, 5))
    ] == [5]


def test_every_member_is_told_the_new_hour() -> None:
    rhythm = Rhythm("Europe/Berlin", date(2026, 1, 6), 15 * 60, 60)
    members = {
        "Ana": "America/New_York",
        "Kiran": "Asia/Kolkata",
        "Fay": "Europe/Berlin",
        "Mo": "Africa/Lagos",
    }

    found = shifts(rhythm, members, date(2026, 3, 1), date(2026, 4, 30))

    assert found == (
        Shift("Ana", "America/New_York", date(2026, 3, 10), 9, (1, 540), (1, 600)),
        Shift("Ana", "America/New_York", date(2026, 3, 31), 12, (1, 600), (1, 540)),
        Shift("Kiran", "Asia/Kolkata", date(2026, 3, 31), 12, (1, 1170), (1, 1110)),
        Shift("Mo", "Africa/Lagos", date(2026, 3, 31), 12, (1, 900), (1, 840)),
    )
    assert [(shift.was, shift.becomes) for shift in found[:2]] == [("09:00", "10:00"), ("10:00", "09:00")]


def test_the_first_meetings_of_a_window_are_compared_with_those_before_it() -> None:
    rhythm = Rhythm("Europe/Berlin", date(2026, 1, 6), 15 * 60, 60)

    found = shifts(rhythm, {7: "Asia/Kolkata"}, date(2026, 3, 31), date(2026, 3, 31))

    assert found == (Shift(7, "Asia/Kolkata", date(2026, 3, 31), 12, (1, 1170), (1, 1110)),)


def test_after_a_gap_the_hour_is_compared_with_the_one_before_it() -> None:
    sundays = Rhythm("Europe/Berlin", date(2026, 3, 1), 150, 60)
    members = {"Fay": "Europe/Berlin", "Mo": "Africa/Lagos"}

    found = shifts(sundays, members, date(2026, 4, 5), date(2026, 4, 5))

    assert found == (Shift("Mo", "Africa/Lagos", date(2026, 4, 5), 5, (6, 150), (6, 90)),)


def test_a_weekday_is_said_where_it_changes() -> None:
    rhythm = Rhythm("Europe/Berlin", date(2026, 1, 5), 20 * 60, 60)

    shift = shifts(rhythm, {"Kiran": "Asia/Kolkata"}, *YEAR)[0]

    assert (str(shift.on), shift.was, shift.becomes) == ("2026-03-30", "Tue 00:30", "Mon 23:30")


def test_a_meeting_in_a_gap_is_a_surprise_and_no_shift() -> None:
    sundays = Rhythm("Europe/Berlin", date(2026, 3, 1), 150, 60)

    found = [(meeting.on, meeting.clock) for meeting in surprises(sundays, *YEAR)]

    assert found == [(date(2026, 3, 29), Clock.GAP), (date(2026, 10, 25), Clock.FOLD)]
    assert shifts(sundays, {"Fay": "Europe/Berlin"}, *YEAR) == ()


@given(rhythms(), zones, st.integers(0, 400))
@settings(deadline=None)
def test_following_the_shifts_nobody_misses_a_meeting(rhythm: Rhythm, zone: str, days_in: int) -> None:
    start = rhythm.first_on + timedelta(days=days_in)
    end = start + timedelta(days=700)
    told = {shift.number: shift for shift in shifts(rhythm, {"Ana": zone}, start, end)}
    known: dict[int, tuple[int, int]] = {}

    for meeting in rhythm.occurrences(rhythm.first_on, end):
        if meeting.clock is Clock.GAP:
            assert meeting.number not in told
            continue
        local = shown(meeting.starts_at, zone)
        turn, hour = meeting.number % len(rhythm.pattern), (local.weekday(), local.hour * 60 + local.minute)
        if meeting.on < start:
            known[turn] = hour
        elif meeting.number in told:
            assert told[meeting.number].before == known[turn] != hour
            assert (told[meeting.number].after, told[meeting.number].on) == (hour, local.date())
            known[turn] = hour
        else:
            assert known.setdefault(turn, hour) == hour


def test_a_zone_that_does_not_exist_is_named() -> None:
    with pytest.raises(ZoneError, match="“Mars/Olympus” is not a time zone"):
        clock_changes(["Europe/Berlin", "Mars/Olympus"], *YEAR)
