"""The worker reminds at the hours people chose, follows seats, and asks groups that have no time yet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse

from minim.groups.models import Role
from minim.meetings.asking import token_of
from minim.meetings.models import Answer, Said, Series
from minim.notices.models import Notice, Preference
from minim.timetable import Rhythm
from minim.worker.models import Duty
from minim.worker.planning import Planner
from tests.make import make_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings
    from time_machine import Traveller

    from tests.cast import Cast

BEGIN = datetime(2026, 11, 22, 9, tzinfo=UTC)
MEETING = datetime(2026, 11, 30, 14, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(BEGIN, tick=False) as clock:
        yield clock


@pytest.fixture
def series(clock: Traveller, cast: Cast) -> Series:
    planned = Series.objects.begin(cast.group, Rhythm("Europe/Berlin", date(2026, 11, 30), 900, 60, 1))
    planner().work()
    return planned


def planner() -> Planner:
    return Planner("here", Event())


def reminded(name: str = "Pat") -> list[datetime]:
    letters = Notice.objects.filter(kind="reminder", recipient__name=name).order_by("pk")
    return [letter.created_at for letter in letters]


def let_pass(clock: Traveller, until: datetime, step: timedelta = timedelta(minutes=20)) -> None:
    moment = datetime.now(UTC)
    while moment < until:
        moment += step
        clock.move_to(moment, tick=False)
        planner().work()


def test_everybody_is_reminded_a_day_and_an_hour_before_unless_they_chose_otherwise(
    cast: Cast, series: Series, clock: Traveller
) -> None:
    Preference.objects.create(person=cast.fay, reminders=[120])
    clock.move_to(MEETING - timedelta(days=1, minutes=10), tick=False)

    let_pass(clock, MEETING + timedelta(hours=1))

    assert reminded() == [
        MEETING - timedelta(days=1) + timedelta(minutes=10),
        MEETING - timedelta(minutes=50),
    ]
    assert reminded("Fay") == [MEETING - timedelta(minutes=110)]


def test_a_reminder_leads_to_the_room_and_holds_nothing_secret(
    cast: Cast, series: Series, clock: Traveller, settings: Settings
) -> None:
    """Everybody has the same address in it; the room asks for a sign-in and a seat."""
    settings.BASE_URL = "https://minim.example"
    clock.move_to(MEETING - timedelta(hours=1, minutes=10), tick=False)
    let_pass(clock, MEETING)

    letters = Notice.objects.filter(kind="reminder")

    path = reverse("room:room", args=[series.group_id, series.meetings.all()[0].pk])
    assert len(letters) == cast.group.sitting().count()
    assert all(f"](https://minim.example{path})" in letter.body for letter in letters)
    assert {letter.subject for letter in letters} == {"Your group meets Monday 30 November at 15:00"}


def test_whoever_cannot_come_is_left_in_peace(cast: Cast, series: Series, clock: Traveller) -> None:
    meeting = series.meetings.all()[0]
    asked = Answer.objects.asked(token_of(cast.pat, meeting.stretch, meeting))
    assert asked is not None
    Answer.objects.give(asked, Said.DECLINED)
    clock.move_to(MEETING - timedelta(hours=2), tick=False)

    let_pass(clock, MEETING)

    assert (reminded(), len(reminded("Fay"))) == ([], 1)


def test_a_skipped_meeting_is_not_reminded_of_and_a_moved_one_at_its_new_hour(
    cast: Cast, series: Series, clock: Traveller
) -> None:
    first, second = series.meetings.all()[:2]
    first.skip()
    second.move(second.starts_at + timedelta(days=1))
    clock.move_to(MEETING - timedelta(days=1), tick=False)

    let_pass(clock, MEETING + timedelta(days=8), timedelta(minutes=30))

    assert reminded() == [MEETING + timedelta(days=7), MEETING + timedelta(days=7, hours=23)]


def test_after_a_standstill_what_is_still_useful_is_sent_once(
    cast: Cast, series: Series, clock: Traveller
) -> None:
    clock.move_to(MEETING - timedelta(minutes=30), tick=False)

    for _ in range(3):
        planner().work()
        clock.shift(timedelta(minutes=1))

    assert len(reminded()) == 1


def test_two_workers_remind_once(cast: Cast, series: Series, clock: Traveller) -> None:
    clock.move_to(MEETING - timedelta(minutes=55), tick=False)
    Duty.objects.filter(name="remind").update(leased_until=MEETING, lease_holder="there")

    planner().work()
    assert reminded() == []

    Duty.objects.filter(name="remind").update(leased_until=None)
    planner().work()
    planner().work()
    assert len(reminded()) == 1


def test_calendars_follow_seats_that_change(cast: Cast, series: Series, clock: Traveller) -> None:
    dee = make_person("Dee")
    people = [(seat.person, Role(seat.role)) for seat in cast.group.sitting() if seat.person != cast.pat]
    cast.group.seat([*people, (dee, Role.PARTICIPANT)], date(2026, 11, 22))
    clock.shift(timedelta(minutes=1))

    planner().work()

    kinds = Notice.objects.exclude(calendar=None).filter(recipient__in=[dee, cast.pat]).order_by("pk")
    assert list(kinds.values_list("kind", "recipient__name")) == [
        ("meeting-set", "Pat"),
        ("meeting-set", "Dee"),
        ("series-ended", "Pat"),
    ]


def test_a_facilitator_without_a_time_is_asked_once(cast: Cast, clock: Traveller) -> None:
    for _ in range(3):
        clock.shift(timedelta(days=1))
        planner().work()

    asked = Notice.objects.filter(kind="ask-time", recipient=cast.fay)
    assert [f"/groups/{cast.group.pk}/time/" in letter.body for letter in asked] == [True]
