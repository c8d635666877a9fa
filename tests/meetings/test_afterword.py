"""How a meeting was: said in one tap by whoever led it, for two weeks, and told above the group as a word and a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from minim.groups.models import Group, Role
from minim.meetings.afterword import Told, may_be_said
from minim.meetings.models import Afterword, Meeting, Mood
from tests.meetings.held import NOW, make_meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoAssertNumQueries
    from time_machine import Traveller

    from tests.cast import Cast

LAST = 6
"""Of nine meetings, a week apart, the last that is over."""


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def meetings(clock: Traveller, cast: Cast) -> list[Meeting]:
    return make_meetings(cast.group, 9)


def test_fay_says_how_it_was_and_says_otherwise(cast: Cast, meetings: list[Meeting]) -> None:
    Afterword.objects.say(meetings[LAST], Mood.HARD)
    Afterword.objects.say(meetings[LAST], Mood.GOOD)

    assert list(Afterword.objects.values_list("meeting", "word")) == [(meetings[LAST].pk, "good")]


def test_she_is_asked_about_the_last_meeting_until_she_has_said_it(
    cast: Cast, meetings: list[Meeting]
) -> None:
    assert Afterword.objects.asked_of(cast.fay, cast.group) == meetings[LAST]

    Afterword.objects.say(meetings[LAST], Mood.GOOD)

    assert Afterword.objects.asked_of(cast.fay, cast.group) is None


def test_nobody_else_is_asked(cast: Cast, meetings: list[Meeting]) -> None:
    asked = [one.name for one in (cast.olive, cast.pat, cast.bo, cast.sam, cast.root, cast.fay)
             if may_be_said(meetings[LAST], one)]  # fmt: skip

    assert asked == ["Fay"]


def test_it_can_be_said_for_two_weeks_after_its_end_and_not_before(
    cast: Cast, meetings: list[Meeting], clock: Traveller
) -> None:
    told = {}
    for days in (-7, 0, 13, 14):
        clock.move_to(meetings[LAST].ends_at + timedelta(days=days))
        told[days] = may_be_said(meetings[LAST], cast.fay)

    assert told == {-7: False, 0: True, 13: True, 14: False}


def test_a_meeting_that_was_left_out_is_not_asked_about(cast: Cast, meetings: list[Meeting]) -> None:
    Meeting.objects.filter(pk=meetings[LAST].pk).update(skipped=True)

    assert Afterword.objects.asked_of(cast.fay, cast.group) == meetings[LAST - 1]


def test_whoever_leads_since_then_neither_says_nor_changes_it(cast: Cast, meetings: list[Meeting]) -> None:
    others = [seat.person for seat in cast.group.sitting() if seat.person not in (cast.fay, cast.pat)]
    people = [(cast.pat, Role.FACILITATOR), *((one, Role.PARTICIPANT) for one in [cast.fay, *others])]
    cast.group.seat(people, NOW.date() + timedelta(days=1))

    assert not may_be_said(meetings[LAST], cast.pat)
    assert not may_be_said(meetings[LAST], cast.fay)


def test_above_the_group_it_is_a_day_and_a_word_for_all_groups_in_one_query(
    cast: Cast, meetings: list[Meeting], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sams = make_meetings(cast.sams_group, 7)
    for meeting, word in ((meetings[0], Mood.GOOD), (meetings[LAST], Mood.HELP), (sams[LAST], Mood.HARD)):
        Afterword.objects.say(meeting, word)

    with django_assert_num_queries(1):
        told = Afterword.objects.lately(Group.objects.overseen_by(cast.olive), date(2026, 11, 1))

    assert told == [
        Told(cast.group.pk, date(2026, 11, 24), Mood.HELP),
        Told(cast.sams_group.pk, date(2026, 11, 24), Mood.HARD),
    ]
