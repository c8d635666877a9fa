"""When somebody can be met: checked minute by minute against the clock of their zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.timetable import (
    DEFAULT_HOURS,
    Availability,
    HoursError,
    Interval,
    Span,
    Trouble,
    WorkingHours,
    ZoneError,
    merged,
    parse_hours,
)
from tests.timetable.test_hours import spans, weeks

ZONES = sorted(available_timezones())
CHANGES = (
    ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("America/Santiago", datetime(2026, 9, 6, 4, tzinfo=UTC)),
    ("Asia/Beirut", datetime(2026, 3, 28, 22, tzinfo=UTC)),
)
moments = st.integers(0, 42 * 365 * 24 * 60).map(
    lambda minute: datetime(1995, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
somewhere = st.tuples(st.sampled_from(ZONES), moments)
at_a_change = st.tuples(st.sampled_from(CHANGES), st.integers(-3000, 3000)).map(
    lambda drawn: (drawn[0][0], drawn[0][1] + timedelta(minutes=drawn[1]))
)


def by_the_clock(who: Availability, start: datetime, minutes: int) -> Trouble:
    """The slow truth: each minute of the meeting is looked up on the clock on the wall."""
    each = [start + timedelta(minutes=minute) for minute in range(minutes)]
    if not all(works_at(who, moment) for moment in each):
        usual = Availability(who.hours, who.zone)
        return Trouble.AWAY if all(works_at(usual, moment) for moment in each) else Trouble.OUTSIDE
    busy = any(one.start < start + timedelta(minutes=minutes) and start < one.end for one in who.busy)
    return Trouble.BUSY if busy else Trouble.NONE


def works_at(who: Availability, moment: datetime) -> bool:
    there = moment.astimezone(ZoneInfo(who.zone))
    minute = there.hour * 60 + there.minute
    return any(span.start <= minute < span.end for span in who.spans_on(there.date()))


@settings(deadline=None, max_examples=300)
@given(st.one_of(somewhere, at_a_change), weeks, st.integers(1, 300), st.data())
def test_troubles_agree_with_the_clock(
    at: tuple[str, datetime], week: WorkingHours, minutes: int, data: st.DataObject
) -> None:
    zone, start = at
    today = start.astimezone(ZoneInfo(zone)).date()
    days = st.integers(-1, 2).map(lambda later: today + timedelta(days=later))
    exceptions = data.draw(st.dictionaries(days, st.lists(spans, max_size=2).map(tuple), max_size=2))
    begins = data.draw(st.lists(st.integers(-400, 400), max_size=3))
    busy = tuple(
        Interval(start + timedelta(minutes=begin), start + timedelta(minutes=begin + 30)) for begin in begins
    )

    who = Availability(week, zone, exceptions, busy)

    assert who.trouble_at(start, minutes) == by_the_clock(who, start, minutes)


@settings(deadline=None, max_examples=300)
@given(at_a_change, st.integers(1, 200))
def test_long_hours_agree_with_the_clock_where_it_changes(at: tuple[str, datetime], minutes: int) -> None:
    who = Availability(parse_hours("Sat-Sun 0:00-2:30, 3:00-24:00; Mon 0-6; Fri 12-24"), at[0])

    assert who.trouble_at(at[1], minutes) == by_the_clock(who, at[1], minutes)


@pytest.mark.parametrize(
    ("start", "minutes", "trouble"),
    [
        ("2026-06-02 03:25Z", 60, Trouble.NONE),  # 9:10 in Kathmandu
        ("2026-06-02 03:24Z", 60, Trouble.OUTSIDE),
        ("2026-06-02 10:40Z", 60, Trouble.NONE),  # until 17:25
        ("2026-06-02 10:41Z", 60, Trouble.OUTSIDE),
        ("2026-06-03 03:25Z", 60, Trouble.AWAY),
        ("2026-06-06 03:25Z", 60, Trouble.NONE),  # a Saturday of work
        ("2026-06-04 04:00Z", 60, Trouble.BUSY),
        ("2026-06-04 05:00Z", 60, Trouble.NONE),  # begins when the other ends
    ],
)
def test_a_week_in_kathmandu(start: str, minutes: int, trouble: Trouble) -> None:
    who = Availability(
        parse_hours("Mon-Fri 9:10-17:25"),
        "Asia/Kathmandu",
        {date(2026, 6, 3): (), date(2026, 6, 6): (Span(540, 720),)},
        (Interval(datetime(2026, 6, 4, 4, 30, tzinfo=UTC), datetime(2026, 6, 4, 5, tzinfo=UTC)),),
    )

    assert who.trouble_at(datetime.fromisoformat(start), minutes) == trouble


def test_a_day_that_differs_has_its_own_hours() -> None:
    who = Availability(DEFAULT_HOURS, "UTC", {date(2026, 6, 3): (Span(0, 60),)})

    assert [who.spans_on(date(2026, 6, day)) for day in (2, 3, 6)] == [(Span(480, 1080),), (Span(0, 60),), ()]


def test_a_night_is_one_stretch_over_midnight() -> None:
    who = Availability(parse_hours("Mon 22:00-24:00; Tue 0:00-6:00"), "UTC")

    assert who.trouble_at(datetime(2026, 6, 1, 23, 30, tzinfo=UTC), 60) is Trouble.NONE


def test_times_are_joined_where_they_touch() -> None:
    def at(start: int, end: int) -> Interval:
        return Interval(datetime(2026, 6, 1, start, tzinfo=UTC), datetime(2026, 6, 1, end, tzinfo=UTC))

    assert merged([at(9, 10), at(3, 8), at(10, 11), at(4, 5)]) == (at(3, 8), at(9, 11))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=12))
def test_joining_keeps_every_hour_and_no_other(drawn: list[tuple[int, int]]) -> None:
    begin = datetime(2026, 6, 1, tzinfo=UTC)
    intervals = [
        Interval(begin + timedelta(hours=hour), begin + timedelta(hours=hour + long)) for hour, long in drawn
    ]

    joined = merged(intervals)

    assert hours_of(joined) == sorted(set(hours_of(intervals)))
    assert all(left.end < right.start for left, right in pairwise(joined))


def hours_of(intervals: object) -> list[datetime]:
    assert isinstance(intervals, list | tuple)
    return [
        one.start + timedelta(hours=hour)
        for one in intervals
        for hour in range(int((one.end - one.start).total_seconds()) // 3600)
    ]


def test_times_are_kept_in_utc() -> None:
    east = timezone(timedelta(hours=2))

    kept = Interval(datetime(2026, 6, 1, 9, tzinfo=east), datetime(2026, 6, 1, 10, tzinfo=east))

    assert kept.start.isoformat() == "2026-06-01T07:00:00+00:00"


def test_what_cannot_be_is_refused_in_words() -> None:
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    with pytest.raises(HoursError, match="ends after it starts"):
        Interval(noon, noon)
    with pytest.raises(HoursError, match="not bare clock times"):
        Interval(noon.replace(tzinfo=None), noon)
    with pytest.raises(HoursError, match="at least a minute"):
        Availability(DEFAULT_HOURS, "UTC").trouble_at(noon, 0)
    with pytest.raises(ZoneError, match="Mars/Base"):
        Availability(DEFAULT_HOURS, "Mars/Base")
