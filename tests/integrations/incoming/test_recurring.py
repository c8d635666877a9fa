"""Our repetition against dateutil's, an independent one."""

# ruff: noqa: DTZ001  wall clocks

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.integrations.calendar.ics import CalendarUnreadable, Line, Patience
from minim.integrations.calendar.recurring import Rule, read_rule
from minim.integrations.calendar.values import stamp

FIRST_YEAR = datetime(2019, 1, 1)
UP_TO_23, UP_TO_59 = (",".join(map(str, range(size))) for size in (24, 60))
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
PLAIN = st.sampled_from(WEEKDAYS)
NTH = st.builds(lambda nth, day: f"{nth}{day}", st.sampled_from([1, 2, 4, -1, -2]), PLAIN)
firsts = st.datetimes(FIRST_YEAR, datetime(2024, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


def rule(written: str) -> Rule:
    return read_rule(Line("RRULE", {}, written, 7), lambda until: stamp(until, 7).local)


def times(written: str, first: datetime, after: datetime, before: datetime) -> list[datetime]:
    return list(rule(written).times(first, after, before, Patience()))


KINDS = {
    "YEARLY": (["BYMONTH", "BYMONTHDAY"], ["BYMONTH", "BYDAY"], ["BYYEARDAY"], ["BYWEEKNO"], ["BYDAY"]),
    "MONTHLY": (["BYMONTHDAY"], ["BYDAY"], ["BYHOUR", "BYMINUTE"]),
    "WEEKLY": (["BYDAY"], ["BYMONTH", "BYDAY"], ["BYDAY", "BYHOUR", "BYMINUTE"]),
    "DAILY": (["BYDAY"], ["BYMONTH"], ["BYMONTHDAY"], ["BYHOUR", "BYMINUTE"]),
    "HOURLY": (["BYMONTH"], ["BYMINUTE"], ["BYDAY"]),
    "MINUTELY": (["BYMONTH"], ["BYDAY"]),
}
"""What can come true together; over the rest dateutil looks until the year 9999."""


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules of every kind that dateutil and RFC 5545 read alike.

    Not so: weeks from the end, positions in weeks (dateutil cuts the first), and "MO,1SU" (it wants both at once).
    """
    frequency = draw(st.sampled_from(sorted(KINDS)))
    interval = st.integers(60, 90) if frequency == "MINUTELY" else st.integers(1, 5)
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(interval)}"]
    values = {
        "BYMONTH": st.integers(1, 12),
        "BYMONTHDAY": st.integers(1, 28) | st.integers(-28, -1),
        "BYYEARDAY": st.integers(1, 365) | st.integers(-365, -1),
        "BYWEEKNO": st.integers(1, 52),
        "BYHOUR": st.integers(0, 23),
        "BYMINUTE": st.integers(0, 59),
        "BYDAY": draw(st.sampled_from([PLAIN, NTH])) if frequency in ("YEARLY", "MONTHLY") else PLAIN,
    }
    for key in draw(st.sampled_from([[], *KINDS[frequency]])):
        chosen = draw(st.lists(values[key], min_size=1, max_size=4, unique=True))
        parts.append(f"{key}={','.join(map(str, chosen))}")
    if len(parts) > 2 and frequency in ("YEARLY", "MONTHLY") and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '1,-2']))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    end = draw(st.sampled_from(["", "COUNT", "UNTIL"]))
    if end == "COUNT":
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    elif end == "UNTIL":
        parts.append(f"UNTIL={draw(firsts):%Y%m%dT%H%M%S}")
    return ";".join(parts)


@settings(max_examples=200, deadline=None)
@given(rules(), firsts, st.integers(0, 500), st.integers(1, 60))
def test_the_times_are_those_dateutil_finds(written: str, first: datetime, ahead: int, days: int) -> None:
    after = first + timedelta(days=ahead)
    before = after + timedelta(days=days)

    found = times(written, first, after, before)

    told = rrulestr(written, dtstart=first).xafter(after, inc=True)
    expected = []
    for moment in told:
        if moment >= before:
            break
        expected.append(moment)
    assert found == expected


def test_a_week_counted_from_the_end_of_the_year_is_its_last() -> None:
    """By RFC 5545; dateutil takes another one in years whose last week reaches into January."""
    found = times("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO", FIRST_YEAR, datetime(2020, 1, 1), datetime(2023, 1, 1))

    assert found == [datetime(2020, 12, 28), datetime(2021, 12, 27), datetime(2022, 12, 26)]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "FREQ=SOMETIMES",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=ten",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=DAILY;BYHOUR=-1",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=YEARLY;BYWEEKNO=①",
        "FREQ=DAILY;UNTIL=99999999",
    ],
)
def test_a_rule_that_cannot_be_is_refused_by_its_line(written: str) -> None:
    with pytest.raises(CalendarUnreadable, match=r"^Line 7: ") as refused:
        rule(written)

    assert refused.value.line == 7


@pytest.mark.parametrize(
    "written",
    [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;COUNT=999999999999999",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=MINUTELY;BYHOUR=5;BYMONTH=2;BYMONTHDAY=30;BYSECOND=1,2,3",
        f"FREQ=DAILY;BYSETPOS=-1;BYHOUR={UP_TO_23};BYMINUTE={UP_TO_59};BYSECOND={UP_TO_59}",
    ],
)
def test_a_rule_that_would_keep_us_is_refused(written: str) -> None:
    with pytest.raises(CalendarUnreadable, match="more often than we can follow"):
        times(written, datetime(1604, 1, 1), datetime(2026, 1, 1), datetime(2027, 1, 1))


@pytest.mark.parametrize(
    "written",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;INTERVAL=999999999999999",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_a_rule_that_never_comes_true_costs_only_the_time_we_look_at(written: str) -> None:
    assert times(written, datetime(1604, 3, 1), datetime(2026, 1, 1), datetime(2027, 1, 1)) == []


def test_an_old_rule_without_a_count_begins_where_we_look() -> None:
    found = times(
        "FREQ=SECONDLY;INTERVAL=86400", datetime(1604, 1, 1), datetime(2026, 1, 1), datetime(2026, 1, 3)
    )

    assert found == [datetime(2026, 1, 1), datetime(2026, 1, 2)]
