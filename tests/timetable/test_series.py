"""A series keeps its wall clock in every zone there is, and three other readers of the clock agree."""

from __future__ import annotations

import os
import time
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
import recurring_ical_events
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minim.timetable import Clock, Occurrence, Rhythm, SeriesError, ZoneError, clock_changes, instant

ZONES = sorted(available_timezones())
STRANGE = (
    "Africa/Casablanca", "Africa/El_Aaiun", "America/Havana", "America/Nuuk", "Antarctica/Troll", "Asia/Beirut",
    "Asia/Kolkata", "Atlantic/Azores", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin", "Pacific/Apia",
    "Pacific/Chatham",
)  # fmt: skip
BEGINNING, END = date(1970, 1, 1), date(2199, 12, 31)
FIFTY = 50

zones = st.sampled_from(STRANGE) | st.sampled_from(ZONES)
days = st.dates(date(1975, 1, 1), date(2090, 12, 31))
minutes_of_day = st.integers(0, 24 * 60 - 1)
turns = st.lists(st.tuples(st.integers(0, 6), minutes_of_day), max_size=4).map(tuple)


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    """Any rhythm; often one that has a change of its zone's clocks ahead, at the very weekday and hour."""
    zone, first_on, minute = draw(zones), draw(days), draw(minutes_of_day)
    every_weeks = draw(st.integers(1, 5))
    aimed = draw(st.booleans())
    changes = clock_changes([zone], first_on, first_on + timedelta(days=300))
    if aimed and changes:
        weeks = (changes[0].on - first_on).days // 7 // every_weeks * every_weeks
        first_on, minute = changes[0].on - timedelta(weeks=weeks), draw(st.integers(0, 4 * 60))
    until = draw(st.none() | st.integers(0, 3000).map(lambda days: first_on + timedelta(days=days)))
    return Rhythm(zone, first_on, minute, draw(st.integers(1, 24 * 60)), every_weeks, until, draw(turns))


def fifty(rhythm: Rhythm) -> list[Occurrence]:
    return list(islice(rhythm.occurrences(rhythm.first_on, date(2600, 1, 1)), FIFTY))


def wall_time(day: date, minute: int) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)


def shown(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def by_the_clock(wall: datetime, zone: str) -> tuple[datetime, Clock]:
    """The slow truth: of all instants around, those at which the zone's clock shows this wall time."""
    noon = wall.replace(tzinfo=UTC)
    around = [noon + timedelta(hours=hours) for hours in range(-36, 37)]
    offsets = [moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0) for moment in around]
    found = sorted({noon - offset for offset in offsets if shown(noon - offset, zone) == wall})
    if found:
        return found[0], Clock.FOLD if len(found) > 1 else Clock.PLAIN
    return noon - offsets[0], Clock.GAP


# --- one wall time ---------------------------------------------------------------------------------------------------


def test_an_instant_is_what_the_clock_shows_around_every_change_of_every_zone() -> None:
    for change in clock_changes(ZONES, date(2026, 1, 1), date(2026, 12, 31)):
        for minute in (-1, 0, 30, 59, 60, 90, 119, 120, 135, 150, 180, 210, 23 * 60 + 30):
            wall = wall_time(change.on, minute)

            found = instant(wall.date(), wall.hour * 60 + wall.minute, change.zone)

            assert found == by_the_clock(wall, change.zone), (change, wall)


@given(zones, days, minutes_of_day)
def test_an_instant_is_what_the_clock_shows_at_any_time(zone: str, day: date, minute: int) -> None:
    assert instant(day, minute, zone) == by_the_clock(wall_time(day, minute), zone)


@pytest.mark.parametrize(
    ("zone", "wall", "utc", "at_change"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:30", Clock.GAP),
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30", Clock.FOLD),
        ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00", Clock.PLAIN),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45", Clock.GAP),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45", Clock.FOLD),
        ("Antarctica/Troll", "2026-03-29 02:59", "2026-03-29 02:59", Clock.GAP),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 22:00", Clock.GAP),
        ("Pacific/Apia", "2011-12-31 12:00", "2011-12-30 22:00", Clock.PLAIN),
        ("Asia/Kolkata", "2026-03-29 02:30", "2026-03-28 21:00", Clock.PLAIN),
        ("America/New_York", "2007-03-11 02:30", "2007-03-11 07:30", Clock.GAP),  # the example of RFC 5545
        ("America/New_York", "2007-11-04 01:30", "2007-11-04 05:30", Clock.FOLD),  # and its other one
    ],
)
def test_gaps_and_folds_are_read_as_rfc_5545_says(zone: str, wall: str, utc: str, at_change: Clock) -> None:
    there = datetime.fromisoformat(wall)

    found = instant(there.date(), there.hour * 60 + there.minute, zone)

    assert found == (datetime.fromisoformat(f"{utc}+00:00"), at_change)


def test_minutes_beyond_midnight_belong_to_the_following_day() -> None:
    assert instant(date(2026, 3, 28), 24 * 60 + 150, "Europe/Berlin") == instant(
        date(2026, 3, 29), 150, "Europe/Berlin"
    )


# --- fifty meetings --------------------------------------------------------------------------------------------------


def assert_kept(rhythm: Rhythm) -> None:
    """Fifty meetings at the chosen wall time, unless a gap forbids it, and the right number of days apart."""
    meetings = fifty(rhythm)
    for meeting in meetings:
        weekday, minute = rhythm.pattern[meeting.number % len(rhythm.pattern)]
        wall = wall_time(meeting.on, minute)
        local = shown(meeting.starts_at, rhythm.zone)

        assert meeting.on.weekday() == weekday
        assert meeting.ends_at - meeting.starts_at == timedelta(minutes=rhythm.minutes)
        if meeting.clock is Clock.GAP:
            assert local > wall
            assert by_the_clock(wall, rhythm.zone) == (meeting.starts_at, Clock.GAP)
        else:
            assert local == wall
    for earlier, later in pairwise(meetings):
        mondays = [meeting.on - timedelta(days=meeting.on.weekday()) for meeting in (earlier, later)]
        assert mondays[1] - mondays[0] == timedelta(weeks=rhythm.every_weeks)
        assert later.number == earlier.number + 1
        assert later.starts_at > earlier.starts_at
    if meetings:
        assert meetings[0].number == 0
        assert timedelta(0) <= meetings[0].on - rhythm.first_on < timedelta(days=7)
    assert len(meetings) == FIFTY or rhythm.until is not None


def test_fifty_meetings_keep_their_wall_clock_in_every_zone() -> None:
    for place, zone in enumerate(ZONES):
        first_on = date(2025, 1, 1) + timedelta(days=37 * place % 700)
        assert_kept(Rhythm(zone, first_on, 97 * place % 1440, 60, 1 + place % 3))
        sunday_night = Rhythm(zone, date(2026, 1, 4), (0, 90, 135, 150)[place % 4], 60)
        assert_kept(sunday_night)


@given(rhythms())
@example(Rhythm("Pacific/Apia", date(2011, 11, 4), 720, 60))
@example(Rhythm("Africa/Casablanca", date(2029, 1, 7), 150, 60))
@settings(deadline=None)
def test_fifty_meetings_of_any_rhythm_keep_their_wall_clock(rhythm: Rhythm) -> None:
    assert_kept(rhythm)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="This system's C library cannot change its zone.")
def test_the_c_library_shows_the_chosen_time_in_every_zone() -> None:
    for place, zone in enumerate(ZONES):
        rhythm = Rhythm(zone, date(2011, 2, 4) + timedelta(days=place), 89 * place % 1440, 60, 2)
        meetings = [meeting for meeting in fifty(rhythm) if meeting.clock is not Clock.GAP]
        with c_library_in(zone):
            clocks = [time.localtime(meeting.starts_at.timestamp())[:5] for meeting in meetings]

        assert clocks == [wall_time(meeting.on, rhythm.minute).timetuple()[:5] for meeting in meetings], zone


@contextmanager
def c_library_in(zone: str) -> Iterator[None]:
    """Both readers get the same file, so that only the reading differs."""
    before = os.environ.get("TZ")
    files = [Path(folder, zone) for folder in zoneinfo.TZPATH if Path(folder, zone).exists()]
    os.environ["TZ"] = f":{files[0] if files else resources.files('tzdata').joinpath('zoneinfo', zone)}"
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


def as_a_calendar_reads_it(rhythm: Rhythm) -> list[datetime]:
    """The first fifty starts of a rhythm without turns, by an independent reader of RFC 5545."""
    wall = wall_time(rhythm.occurrence(0).on, rhythm.minute)
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z",
        f"DTSTART;TZID={rhythm.zone}:{wall:%Y%m%dT%H%M%S}", f"DURATION:PT{rhythm.minutes}M",
        f"RRULE:FREQ=WEEKLY;INTERVAL={rhythm.every_weeks};COUNT={FIFTY}", "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    calendar = icalendar.Calendar.from_ical("\r\n".join(lines))
    return sorted(event["DTSTART"].dt.astimezone(UTC) for event in recurring_ical_events.of(calendar).all())


@pytest.mark.parametrize("zone", STRANGE)
@pytest.mark.parametrize("minute", [0, 105, 150])
def test_an_independent_calendar_agrees_in_strange_zones(zone: str, minute: int) -> None:
    years = (
        (date(2011, 7, 1), date(2012, 6, 1))
        if zone == "Pacific/Apia"
        else (date(2026, 1, 1), date(2026, 12, 1))
    )
    changes = [change.on for change in clock_changes([zone], *years)] or [date(2026, 3, 29)]
    for change in changes:
        rhythm = Rhythm(zone, change - timedelta(weeks=4), minute, 60)

        assert [meeting.starts_at for meeting in fifty(rhythm)] == as_a_calendar_reads_it(rhythm)


@given(zones, days, minutes_of_day, st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_an_independent_calendar_agrees_anywhere(zone: str, day: date, minute: int, every_weeks: int) -> None:
    rhythm = Rhythm(zone, day, minute, 60, every_weeks)

    assert [meeting.starts_at for meeting in fifty(rhythm)] == as_a_calendar_reads_it(rhythm)


# --- windows, ends and turns -----------------------------------------------------------------------------------------


@given(rhythms(), st.integers(-400, 2000), st.integers(-10, 400))
@settings(deadline=None)
def test_a_window_in_the_middle_holds_the_same_meetings(rhythm: Rhythm, days_in: int, days_long: int) -> None:
    start = rhythm.first_on + timedelta(days=days_in)
    end = start + timedelta(days=days_long)
    every_one = rhythm.occurrences(date(1970, 1, 1), rhythm.first_on + timedelta(days=2500))

    found = list(rhythm.occurrences(start, end))

    assert found == [meeting for meeting in every_one if start <= meeting.on <= end]
    assert found == [rhythm.occurrence(meeting.number) for meeting in found]


@given(rhythms())
@example(Rhythm("Pacific/Apia", date(2011, 12, 30), 720, 60))
@settings(deadline=None)
def test_a_meeting_is_found_by_the_instant_it_was_planned_for(rhythm: Rhythm) -> None:
    for meeting in fifty(rhythm)[:5]:
        assert rhythm.planned_at(meeting.starts_at) == meeting
        assert rhythm.planned_at(meeting.starts_at + timedelta(minutes=1)) is None


@given(rhythms())
@settings(deadline=None)
def test_the_last_number_is_the_last_meeting_planned(rhythm: Rhythm) -> None:
    if rhythm.until is None:
        assert rhythm.last_number is None
    else:
        numbers = [meeting.number for meeting in rhythm.occurrences(BEGINNING, END)]
        assert rhythm.last_number == max(numbers, default=-1)


def test_the_last_day_belongs_to_the_series() -> None:
    tuesday = date(2026, 3, 3)
    weekly = [Rhythm("Europe/Berlin", tuesday, 540, 60, until=date(2026, 3, day)) for day in (16, 17, 18)]

    last = [max(meeting.on.day for meeting in rhythm.occurrences(BEGINNING, END)) for rhythm in weekly]

    assert last == [10, 17, 17]


def test_a_series_that_ends_before_it_begins_has_no_meetings() -> None:
    rhythm = Rhythm("Europe/Berlin", date(2026, 3, 3), 540, 60, until=date(2026, 3, 2))

    assert list(rhythm.occurrences(BEGINNING, END)) == []
    assert rhythm.last_number == -1


def test_turns_alternate_week_by_week() -> None:
    thursdays_and_early_tuesdays = Rhythm(
        "Europe/Berlin", date(2026, 3, 18), 0, 60, turns=((3, 900), (1, 480))
    )

    found = thursdays_and_early_tuesdays.occurrences(date(2026, 3, 1), date(2026, 4, 12))

    assert [f"{shown(meeting.starts_at, 'Europe/Berlin'):%a %d %b %H:%M}" for meeting in found] == [
        "Thu 19 Mar 15:00", "Tue 24 Mar 08:00", "Thu 02 Apr 15:00", "Tue 07 Apr 08:00",
    ]  # fmt: skip


def test_turns_begin_in_the_next_week_when_the_first_one_has_passed() -> None:
    rhythm = Rhythm("Europe/Berlin", date(2026, 3, 19), 0, 60, turns=((1, 480), (3, 900)))

    assert [rhythm.occurrence(number).on for number in range(3)] == [
        date(2026, 3, 24), date(2026, 4, 2), date(2026, 4, 7),
    ]  # fmt: skip


# --- what cannot be --------------------------------------------------------------------------------------------------

GOOD = {"zone": "Europe/Berlin", "first_on": date(2026, 3, 3), "minute": 540, "minutes": 60}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"zone": "Europe/Atlantis"}, "“Europe/Atlantis” is not a time zone"),
        ({"zone": ""}, "“” is not a time zone"),
        ({"zone": "../../etc/passwd"}, "“../../etc/passwd” is not a time zone"),
        ({"first_on": date(1026, 3, 3)}, "begins between 1970 and 2199"),
        ({"minute": 25 * 60}, "not to 25:00"),
        ({"minute": 1440}, "not to 24:00"),
        ({"minute": -1}, "clock runs from 00:00 to 23:59"),
        ({"minutes": 0}, "at least a minute"),
        ({"minutes": 1441}, "at most a day"),
        ({"every_weeks": 0}, "at least one week apart"),
        ({"turns": ((7, 540),)}, "Weekdays run from 0"),
        ({"turns": ((1, 540), (2, 1500))}, "not to 25:00"),
    ],
)
def test_impossible_rhythms_are_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(SeriesError, match=words.replace(".", r"\.").replace("(", r"\(")):
        Rhythm(**(GOOD | wrong))  # type: ignore[arg-type]


def test_an_instant_needs_a_zone_that_exists() -> None:
    with pytest.raises(ZoneError, match="“Mars/Olympus” is not a time zone"):
        instant(date(2026, 3, 3), 540, "Mars/Olympus")
