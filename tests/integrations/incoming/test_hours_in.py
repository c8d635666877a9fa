from __future__ import annotations

import pytest

from minim.integrations.calendar.hours_in import hours_in
from minim.integrations.calendar.ics import CalendarUnreadable
from tests.integrations.incoming.texts import calendar, event


def available(*lines: str) -> str:
    return "\n".join(["BEGIN:VAVAILABILITY", "BEGIN:AVAILABLE", *lines, "END:AVAILABLE", "END:VAVAILABILITY"])


def hours(*parts: str, zone: str = "") -> str:
    found = hours_in(calendar(*parts), zone=zone)
    return str(found)


def test_availability_is_read_as_rfc_7953_has_it() -> None:
    """The example of its section 4: Monday to Thursday from nine to five, Friday until noon."""
    found = hours(
        available(
            "DTSTART;TZID=America/Montreal:20111002T090000",
            "DTEND;TZID=America/Montreal:20111002T170000",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH",
        ),
        available(
            "DTSTART;TZID=America/Montreal:20111006T090000",
            "DURATION:PT3H",
            "RRULE:FREQ=WEEKLY;BYDAY=FR",
        ),
    )

    assert found == "Mon-Thu 09:00-17:00; Fri 09:00-12:00"


@pytest.mark.parametrize("name", ["Working hours", "WORKING HOURS ", "Arbeitszeit", "Heures de travail"])
def test_entries_that_are_called_so_are_hours(name: str) -> None:
    weekdays = "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"

    found = hours(event(f"SUMMARY:{name}", "DTSTART:20260105T083000", "DURATION:PT8H", weekdays))

    assert found == "Mon-Fri 08:30-16:30"


def test_without_days_it_is_the_day_it_began_on_or_every_day() -> None:
    weekly = event("SUMMARY:Working hours", "DTSTART:20260107T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    daily = event("SUMMARY:Working hours", "DTSTART:20260107T120000", "DURATION:PT1H", "RRULE:FREQ=DAILY")

    assert hours(weekly) == "Wed 09:00-10:00"
    assert hours(daily) == "Mon-Sun 12:00-13:00"


def test_hours_in_utc_are_moved_to_the_owners_clock_and_day() -> None:
    entry = available("DTSTART:20260104T230000Z", "DTEND:20260105T070000Z", "RRULE:FREQ=WEEKLY;BYDAY=SU")

    assert hours(entry, zone="Asia/Tokyo") == "Mon 08:00-16:00"
    assert hours("X-WR-TIMEZONE:Asia/Tokyo", entry) == "Mon 08:00-16:00"


def test_a_night_shift_belongs_to_two_days() -> None:
    night = available("DTSTART:20260105T220000", "DURATION:PT8H", "RRULE:FREQ=WEEKLY;BYDAY=SU")

    assert hours(night) == "Mon 00:00-06:00; Sun 22:00-24:00"


def test_hours_that_ended_give_way_to_those_that_last() -> None:
    once = available("DTSTART:20200106T060000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;UNTIL=20210101")
    now = available("DTSTART:20260105T090000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY")

    assert hours(once, now) == "Mon 09:00-11:00"
    assert hours(once) == "Mon 06:00-08:00"


@pytest.mark.parametrize(
    "entry",
    [
        "",
        event("SUMMARY:Lunch", "DTSTART:20260105T120000", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
        event("SUMMARY:Working hours", "DTSTART:20260105T120000", "DURATION:PT1H"),
        event("SUMMARY:Working hours", "DTSTART:20260105", "RRULE:FREQ=DAILY"),
        event("SUMMARY:Working hours", "DTSTART:20260105T120000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY"),
        event(
            "SUMMARY:Working hours", "DTSTART:20260105T120000", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=2"
        ),
    ],
)
def test_what_is_no_week_says_nothing(entry: str) -> None:
    assert hours_in(calendar(entry)) is None


@pytest.mark.parametrize(
    "end", ["DTEND:20260105T080000", "DTEND:20260107T080000", "DURATION:-PT1H", "X-NONE:1"]
)
def test_hours_that_cannot_be_are_named_by_their_line(end: str) -> None:
    with pytest.raises(CalendarUnreadable, match=r"^Line 6: These working hours end before they start"):
        hours(available("DTSTART:20260105T090000", end, "RRULE:FREQ=DAILY"))
