"""When somebody can be met: what they say of themselves, days that differ, and calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from minim.people.hours import availabilities
from minim.people.models import BusyCalendar, DifferentDay, Person
from minim.timetable import Interval, Span, Trouble
from minim.worker.tidying import Tidier
from tests.make import make_person

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 11, tzinfo=UTC)


def at(person: Person, moment: datetime = NOON) -> Trouble:
    return availabilities([person], TUESDAY, TUESDAY)[person.pk].trouble_at(moment, 60)


def test_what_somebody_says_of_themselves_stands_before_the_roster() -> None:
    pat = make_person(time_zone="Europe/Berlin", working_hours="Mon-Fri 9:00-17:00")
    assert (pat.zone, at(pat)) == ("Europe/Berlin", Trouble.NONE)

    pat.own_zone, pat.own_hours = "America/New_York", "Mon-Fri 9:00-15:00"

    assert (pat.zone, at(pat)) == ("America/New_York", Trouble.OUTSIDE)


def test_a_day_that_differs_and_a_day_away() -> None:
    pat = make_person(time_zone="Europe/Berlin", working_hours="Mon-Fri 9:00-17:00")
    DifferentDay.objects.create(person=pat, on=TUESDAY, hours="13:00-20:00")
    assert at(pat) == Trouble.AWAY
    assert at(pat, NOON + timedelta(hours=6)) == Trouble.NONE
    assert availabilities([pat], TUESDAY, TUESDAY)[pat.pk].spans_on(TUESDAY) == (Span(13 * 60, 20 * 60),)

    DifferentDay.objects.update(hours="none")

    assert at(pat, NOON + timedelta(hours=2)) == Trouble.AWAY


def test_a_busy_time_counts_for_its_owner_alone() -> None:
    pat, fay = make_person(time_zone="Europe/Berlin"), make_person(time_zone="Europe/Berlin")
    calendar = BusyCalendar.objects.create(person=pat, name="Work", address="https://calendar.example/pat")
    calendar.read([Interval(NOON, NOON + timedelta(hours=1)), Interval(NOON, NOON + timedelta(hours=2))])

    assert (at(pat), at(fay)) == (Trouble.BUSY, Trouble.NONE)
    assert len(availabilities([pat, fay], TUESDAY, TUESDAY)[pat.pk].busy) == 1
    calendar.delete()
    assert at(pat) == Trouble.NONE


def test_hours_of_many_cost_two_queries(django_assert_num_queries: object) -> None:
    people = [make_person(time_zone="Europe/Berlin") for _ in range(12)]

    with django_assert_num_queries(2):  # type: ignore[operator]
        availabilities(people, TUESDAY, TUESDAY + timedelta(days=200))


def test_a_zone_or_hours_nobody_can_read_any_more_do_no_harm() -> None:
    pat = make_person(time_zone="Mars/Olympus", working_hours="when the sun shines")

    assert (pat.zone, availabilities([pat], TUESDAY, TUESDAY)[pat.pk].zone) == ("", "UTC")
    assert at(pat) == Trouble.NONE


def test_calendars_of_whoever_left_are_read_no_more() -> None:
    pat = make_person()
    BusyCalendar.objects.create(person=pat, name="Work", address="https://calendar.example/pat")
    BusyCalendar.objects.create(person=pat, name="A file")
    assert BusyCalendar.objects.waiting().count() == 1

    pat.leave()

    assert BusyCalendar.objects.waiting().count() == 0


def test_a_calendar_that_fails_is_tried_less_and_less_often() -> None:
    calendar = BusyCalendar.objects.create(
        person=make_person(), name="Work", address="https://calendar.example/"
    )
    pauses = []
    for _ in range(12):
        calendar.failed("It does not answer.")
        pauses.append(round((calendar.next_at - timezone.now()).total_seconds() / 60))

    assert pauses[:3] == [30, 60, 120]
    assert pauses[-1] == 24 * 60
    assert pauses == sorted(pauses)


def test_days_long_past_are_forgotten() -> None:
    pat = make_person()
    for days in (-9, -1, 5):
        DifferentDay.objects.create(person=pat, on=timezone.localdate() + timedelta(days=days))

    Tidier().work()

    assert DifferentDay.objects.count() == 2
