"""Calendars made to hold us up, to fool us, or of nothing but noise."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.integrations.calendar.busy import CalendarUnreadable, busy_times
from minim.integrations.calendar.guarded import PATIENCE, SECONDS, _surroundings
from minim.integrations.calendar.hours_in import hours_in
from minim.integrations.calendar.ics import LARGEST
from tests.integrations.incoming.texts import BERLIN, calendar, event

START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2027, 1, 1, tzinfo=UTC)
SHORT = 1.5
LONG_ENOUGH = SECONDS * PATIENCE + 5
"""Seconds on a machine that has other things to do; alone, each takes less than three."""

OLD = "DTSTART:16040101T090000Z"
SECOND = "DURATION:PT1S"
ZONE = BERLIN.format(name="Mine")
IN_ZONE = event("DTSTART;TZID=Mine:20260401T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY")


def read(data: bytes, seconds: float = SHORT) -> None:
    busy_times(data, start=START, end=END, seconds=seconds)


def refused(data: bytes, seconds: float = SECONDS) -> CalendarUnreadable:
    begun = time.monotonic()
    with pytest.raises(CalendarUnreadable) as found:
        read(data, seconds)
    assert time.monotonic() - begun < LONG_ENOUGH
    return found.value


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"x" * 50_000_000, "This calendar has 50 MB, and we read up to 10 MB"),
        (lambda: b"BEGIN:VCALENDAR\n" + b"\n" * (LARGEST - 20), ""),
        (lambda: b"BEGIN:VCALENDAR\n" + b" x\n" * 3_000_000, ""),
        (lambda: b"BEGIN:VCALENDAR\nUID" + b";" * 9_000_000, "has no value"),
        (lambda: b"BEGIN:VCALENDAR\nUID" + b';"' * 4_000_000, "has no value"),
        (lambda: b"BEGIN:VEVENT\n" * 700_000, "deeper than any calendar needs"),
        (lambda: calendar("BEGIN:VTODO\nEND:VTODO\n" * 60_000), "more than 50,000 entries"),
        (lambda: b"BEGIN:VCALENDAR\nUID:" + b";" * 9_000_000, "longer than any calendar needs"),
        (lambda: calendar(event(OLD, SECOND, "RRULE:FREQ=SECONDLY")), "more often than"),
        (lambda: calendar(event(OLD, SECOND, "rrule:interval=3;freq=minutely")), "more often than"),
        (lambda: calendar(event(OLD, SECOND, "RRULE:FREQ=HOURLY")), "too long"),
        (lambda: calendar(event(OLD, SECOND, "RRULE:FREQ=DAILY;INTERVAL=0")), "too long"),
        (lambda: calendar(*many("RRULE:FREQ=DAILY;COUNT=3000;BYMONTH=1")), "too long"),
        (lambda: calendar(event("DTSTART:20260101T000000Z", SECOND, "RRULE:FREQ=HOURLY")), "more than 5,000 app"),
        (lambda: calendar(event(OLD, SECOND, "RDATE:" + ",".join(seconds()))), "more than 5,000 appointments"),
        (lambda: calendar(event(OLD, "DURATION:P9999999W")), "longer than ten years"),
        (lambda: calendar(event(OLD, "DTEND:99991231T235959Z")), "longer than ten years"),
        (lambda: calendar(event("DTSTART:99999999", "DURATION:P1D")), "“99999999” is no date"),
        (lambda: calendar(event("DTSTART:20260401T250000", "DURATION:P1D")), "“20260401T250000” is no date"),
        (lambda: calendar(event("DTSTART:２０２６０４０１", "DURATION:P1D")), "is no date"),
        (lambda: calendar(event(OLD, "DURATION:P" + "9" * 5000 + "D")), "no length of time"),
        (lambda: calendar(event(OLD, SECOND, "RRULE:FREQ=DAILY;COUNT=" + "9" * 9999)), "does not say how often"),
        (lambda: calendar(event(OLD, SECOND, "EXDATE:never")), "“never” is no date"),
        (lambda: calendar(event(OLD, SECOND, "RRULE:FREQ=SOMETIMES")), "“FREQ=SOMETIMES” does not say how often"),
        (lambda: calendar(event(OLD, SECOND, "RRULE:FREQ=MONTHLY;BYDAY=99MO")), "Nobody can tell when"),
        (lambda: calendar("BEGIN:VFREEBUSY", "FREEBUSY:20260101T000000Z/P99999W", "END:VFREEBUSY"), "ten years"),
        (lambda: calendar(ZONE.replace("FREQ=YEARLY", "FREQ=SECONDLY"), IN_ZONE), "more often than"),
        (lambda: calendar(ZONE.replace("+0200", "sometimes"), IN_ZONE), "not as calendars are written"),
        (lambda: calendar("BEGIN:VTIMEZONE", "TZID:Mine", "END:VTIMEZONE", IN_ZONE), "not as calendars are written"),
        (lambda: calendar(ZONE.replace("DTSTART", "X-START"), IN_ZONE), "not as calendars are written"),
        (lambda: calendar(event("DTSTART;TZID=../../etc/passwd:20260401T090000", SECOND)), "nobody knows"),
        (lambda: b"", "This calendar is empty"),
        (lambda: b"<!DOCTYPE html><html>", "This is a web page, not a calendar"),
        (lambda: b"\x00\xff\xfe" * 100, "This is not a calendar"),
        (lambda: b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "begins here and never ends"),
        (lambda: b"BEGIN:VCALENDAR\nEND:VEVENT\n", "ends here and never began"),
        (lambda: b"END:VCALENDAR\n", "ends here and never began"),
    ],
)  # fmt: skip
def test_a_hostile_calendar_is_refused_in_clear_words(make: Callable[[], bytes], words: str) -> None:
    error = refused(make(), SHORT if words == "too long" else SECONDS)

    assert any(each in str(error) for each in words.split("|"))
    assert str(error).endswith(".")
    assert len(str(error)) < 300


def many(*lines: str) -> list[str]:
    return [event(OLD, SECOND, *lines, uid=str(number)) for number in range(900)]


def seconds() -> list[str]:
    minutes = [f"{hour:02}{minute:02}" for hour in range(3) for minute in range(60)]
    return [f"20260401T{minute}{second:02}Z" for minute in minutes for second in range(60)]


def test_the_line_is_named_as_an_editor_counts_it() -> None:
    error = refused(calendar(event("SUMMARY:folded\n  once\n  twice", "DTSTART:soon", SECOND)))

    assert error.line == 10
    assert str(error).startswith("Line 10: “soon” is no date.")


def test_what_never_happens_costs_nothing() -> None:
    never = event(OLD, SECOND, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")

    assert busy_times(calendar(never), start=START, end=END) == ()


def test_reading_knows_neither_the_settings_nor_the_database() -> None:
    """Nor anything heavy: it begins anew for each calendar."""
    told = "import sys, minim.integrations.calendar.reading; print('django' in sys.modules, 'numpy' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", told], env=_surroundings(), capture_output=True, check=True)

    assert done.stdout.split() == [b"False", b"False"]


def only_one_way_out(data: bytes) -> None:
    for attempt in (read, hours_in):
        begun = time.monotonic()
        try:
            attempt(data)
        except CalendarUnreadable as error:
            words = str(error)
        else:
            words = "read"
        assert words
        assert time.monotonic() - begun < LONG_ENOUGH


@settings(max_examples=8, deadline=None)
@given(st.binary(max_size=500))
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(CalendarUnreadable):
        read(data)
    only_one_way_out(b"BEGIN:VCALENDAR\n" + data + b"\nEND:VCALENDAR\n")


NAMES = [
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "STATUS",
    "ATTENDEE",
    "FREEBUSY",
]
PARAMETERS = ["", ";TZID=Mine", ";TZID=Europe/Berlin", ";TZID=", ";VALUE=DATE", ';CN="a;b:c"', ";X", ";=;="]
STAMPS = [
    "20260401",
    "20260401T090000",
    "20260401T090000Z",
    "00010101",
    "99991231T235959Z",
    "20260230",
    "",
    "P1D",
]
SPANS = ["PT1H", "P1D", "P1W", "-P1D", "P9999999W", "PT999999999S", "P"]
RULES = st.lists(
    st.sampled_from(
        ["FREQ=YEARLY", "FREQ=MONTHLY", "FREQ=WEEKLY", "FREQ=DAILY", "FREQ=HOURLY", "FREQ=SECONDLY", "INTERVAL=7",
         "INTERVAL=0", "COUNT=3", "COUNT=99999", "UNTIL=20260501", "UNTIL=99991231T235959Z", "BYDAY=MO,-1FR",
         "BYDAY=", "BYMONTHDAY=-1", "BYSETPOS=-1", "BYHOUR=1,2", "BYWEEKNO=53,-53", "BYYEARDAY=366,-366", "WKST=SU"]
    ),
    max_size=5,
).map(";".join)  # fmt: skip
LINES = st.builds(
    "{}{}:{}".format,
    st.sampled_from(NAMES),
    st.sampled_from(PARAMETERS),
    st.one_of(
        st.sampled_from([*STAMPS, *SPANS]),
        RULES,
        st.lists(st.sampled_from([*STAMPS, *SPANS]), min_size=2, max_size=4).map("/".join),
        st.text(max_size=20).map(lambda text: text.replace("\n", " ")),
    ),
)
EVENTS = st.lists(LINES, max_size=6).map(lambda lines: event(*lines))
EDGES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VFREEBUSY", "END:VFREEBUSY", "BEGIN:STANDARD", ZONE]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(EVENTS | LINES | EDGES, max_size=6))
def test_lines_in_any_order_never_raise_anything_else(parts: list[str]) -> None:
    only_one_way_out(calendar(*parts))


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_calendar_with_broken_bytes_never_raises_anything_else(data: st.DataObject) -> None:
    whole = bytearray(
        calendar(
            ZONE, IN_ZONE, event(OLD, "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=9000", uid="2")
        )
    )
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))

    only_one_way_out(bytes(whole))
