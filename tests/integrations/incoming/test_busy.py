"""Busy times out of calendars as Google, Outlook and Apple export them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from minim.integrations.calendar.busy import CalendarUnreadable, busy_times
from minim.timetable.availability import Interval
from tests.integrations.incoming.texts import BERLIN, calendar, event

START = datetime(2026, 3, 1, tzinfo=UTC)
END = datetime(2026, 5, 1, tzinfo=UTC)


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def busy(
    *parts: str, zone: str = "", owner: str = "", start: datetime = START, end: datetime = END
) -> list[Interval]:
    return list(busy_times(calendar(*parts), start=start, end=end, zone=zone, owner=owner))


def at(month: int, day: int, hour: int, minute: int = 0, *, minutes: int = 60) -> Interval:
    start = utc(month, day, hour, minute)
    return Interval(start, start + timedelta(minutes=minutes))


def test_a_weekly_meeting_keeps_its_wall_clock_over_the_change() -> None:
    found = busy(
        event(
            "DTSTART;TZID=Europe/Berlin:20200106T090000",
            "DTEND;TZID=Europe/Berlin:20200106T100000",
            "RRULE:FREQ=WEEKLY;UNTIL=20260407T065959Z",
        )
    )

    assert found == [at(3, 2, 8), at(3, 9, 8), at(3, 16, 8), at(3, 23, 8), at(3, 30, 7), at(4, 6, 7)]


@pytest.mark.parametrize(
    "zone",
    [
        "W. Europe Standard Time",
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "/mozilla.org/20050126_1/Europe/Berlin",
        '"Europe/Berlin"',
    ],
)
def test_zones_go_by_many_names(zone: str) -> None:
    found = busy(event(f"DTSTART;TZID={zone}:20260401T090000", f"DTEND;TZID={zone}:20260401T100000"))

    assert found == [at(4, 1, 7)]


def test_a_zone_nobody_knows_is_read_from_its_own_rules() -> None:
    zone = BERLIN.format(name="Customized Time Zone")
    daily = event(
        "DTSTART;TZID=Customized Time Zone:20260327T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4"
    )

    found = busy(zone, daily)

    assert found == [at(3, 27, 8), at(3, 28, 8), at(3, 29, 7), at(3, 30, 7)]


def test_what_a_calendar_says_about_a_zone_counts_for_itself_alone() -> None:
    entry = event("DTSTART;TZID=Mine:20260401T090000", "DURATION:PT1H")

    assert busy(BERLIN.format(name="Mine"), entry) == [at(4, 1, 7)]
    assert busy(BERLIN.format(name="Mine").replace("+0200", "+0900"), entry) == [at(4, 1, 0)]
    with pytest.raises(CalendarUnreadable, match="“Mine” is a time zone nobody knows"):
        busy(entry)


def test_what_the_clock_skips_counts_by_the_offset_before() -> None:
    gap = event("DTSTART;TZID=Europe/Berlin:20260329T023000", "DURATION:PT10M")

    assert busy(gap) == [at(3, 29, 1, 30, minutes=10)]


def test_what_the_clock_shows_twice_is_the_first_by_name_and_by_rules() -> None:
    start, end = datetime(2025, 10, 1, tzinfo=UTC), datetime(2025, 11, 1, tzinfo=UTC)
    own = "DTSTART;TZID=Mine:20251026T023000"
    named = "DTSTART;TZID=Europe/Berlin:20251026T023000"

    by_rules = busy(BERLIN.format(name="Mine"), event(own, "DURATION:PT10M"), start=start, end=end)
    by_name = busy(event(named, "DURATION:PT10M"), start=start, end=end)

    first = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert by_rules == by_name == [Interval(first, first + timedelta(minutes=10))]


def test_an_unknown_zone_is_named_with_its_line() -> None:
    with pytest.raises(
        CalendarUnreadable, match=r"^Line 7: “Middle/Earth” is a time zone nobody knows"
    ) as refused:
        busy(event("DTSTART;TZID=Middle/Earth:20260401T090000", "DURATION:PT1H"))

    assert refused.value.line == 7


def test_all_day_is_the_owners_day() -> None:
    holiday = event("DTSTART;VALUE=DATE:20260401", "DTEND;VALUE=DATE:20260403")

    assert busy(holiday, zone="America/New_York") == [Interval(utc(4, 1, 4), utc(4, 3, 4))]
    assert busy("X-WR-TIMEZONE:Asia/Tokyo", holiday) == [Interval(utc(3, 31, 15), utc(4, 2, 15))]
    assert busy(event("DTSTART;VALUE=DATE:20260401")) == [Interval(utc(4, 1), utc(4, 2))]


def test_a_time_without_a_zone_is_the_owners() -> None:
    assert busy(event("DTSTART:20260401T090000", "DURATION:PT1H"), zone="Asia/Kolkata") == [at(4, 1, 3, 30)]


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "STATUS:cancelled",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
        'ATTENDEE;CN="Pat; the first: of all";PARTSTAT=declined:MAILTO:Pat@Example.com',
    ],
)
def test_what_is_not_in_the_way_is_free(line: str) -> None:
    lines = ("DTSTART:20260401T090000Z", "DURATION:PT1H")

    assert busy(event(*lines, line), owner="pat@example.com") == []
    assert busy(event(*lines), owner="pat@example.com") == [at(4, 1, 9)]


def test_what_somebody_else_declined_is_busy() -> None:
    declined = "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.com"

    found = busy(event("DTSTART:20260401T090000Z", "DURATION:PT1H", declined), owner="pat@example.com")

    assert found == [at(4, 1, 9)]


def test_single_meetings_of_a_series_are_moved_cancelled_and_left_out() -> None:
    found = busy(
        event(
            "DTSTART;TZID=Europe/Berlin:20260302T090000",
            "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY;COUNT=6",
            "EXDATE;TZID=Europe/Berlin:20260309T090000",
            "EXDATE;VALUE=DATE:20260316",
            "RDATE:20260320T120000Z",
        ),
        event("RECURRENCE-ID:20260323T080000Z", "DTSTART:20260324T100000Z", "DURATION:PT30M"),
        event(
            "RECURRENCE-ID;TZID=Europe/Berlin:20260330T090000", "DTSTART:20260330T070000Z", "STATUS:CANCELLED"
        ),
    )

    assert found == [at(3, 2, 8), at(3, 20, 12), at(3, 24, 10, minutes=30), at(4, 6, 7)]


def test_what_reaches_in_is_cut_and_what_overlaps_is_joined() -> None:
    found = busy(
        event("DTSTART:20260227T090000Z", "DTEND:20260301T090000Z"),
        event("DTSTART:20260401T090000Z", "DTEND:20260401T100000Z", uid="2"),
        event("DTSTART:20260401T093000Z", "DTEND:20260401T110000Z", uid="3"),
        event("DTSTART:20260430T230000Z", "DTEND:20260502T000000Z", uid="4"),
    )

    assert found == [
        Interval(START, utc(3, 1, 9)), at(4, 1, 9, minutes=120), Interval(utc(4, 30, 23), END)
    ]  # fmt: skip


def test_a_length_in_days_is_one_on_the_wall() -> None:
    day = event("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1D")

    assert busy(day) == [Interval(utc(3, 28, 11), utc(3, 29, 10))]


def test_our_own_meetings_are_not_in_the_way() -> None:
    data = calendar(event("DTSTART:20260401T090000Z", "DURATION:PT1H", uid="group-7@minim"))

    assert busy_times(data, start=START, end=END, ours=lambda uid: uid.endswith("@minim")) == ()
    assert busy_times(data, start=START, end=END) == (at(4, 1, 9),)


def test_the_working_hours_somebody_keeps_in_a_calendar_are_not_in_the_way() -> None:
    lines = ("DTSTART:20260401T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1")

    assert busy(event("SUMMARY:Working hours", *lines)) == []
    assert busy(event("SUMMARY:Working", *lines)) == [at(4, 1, 9)]


def test_published_free_busy_times_are_read() -> None:
    found = busy(
        "BEGIN:VFREEBUSY",
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260401T090000Z/20260401T100000Z,20260402T090000Z/PT1H",
        "FREEBUSY;FBTYPE=FREE:20260403T090000Z/PT1H",
        "END:VFREEBUSY",
    )

    assert found == [at(4, 1, 9), at(4, 2, 9)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_texts_are_read_however_they_are_written(encoding: str, newline: str) -> None:
    text = calendar(
        event("DTSTART:2026\n 0401T\n\t090000Z", "dtend:20260401T100000Z", "SUMMARY:Größe")
    ).decode()

    data = text.replace("\r\n", newline).encode(encoding)

    assert busy_times(data, start=START, end=END) == (at(4, 1, 9),)


def test_lines_that_do_not_matter_may_be_broken() -> None:
    assert busy(
        event("DTSTART:20260401T090000Z", "DURATION:PT1H", "no colon here", ";;;", '"', ":", "X-Y")
    ) == [at(4, 1, 9)]
