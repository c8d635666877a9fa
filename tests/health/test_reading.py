"""What is known above a group, read from real rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from minim.groups.models import Group, Role
from minim.health.facts import Facts, Held, Said
from minim.health.reading import facts_of
from minim.meetings.afterword import Mood
from minim.meetings.models import Afterword, Meeting, Series
from minim.people.models import Person
from tests.make import make_group, make_people, make_program
from tests.meetings.held import FIRST, NOW, make_meetings, were_there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from time_machine import Traveller

    from tests.cast import Cast


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def facts(group: Group) -> Facts:
    (found,) = facts_of(Group.objects.filter(pk=group.pk))
    return found


def everybody(group: Group) -> list[Person]:
    return [seat.person for seat in group.sitting()]


def test_a_group_that_has_not_met(cast: Cast) -> None:
    assert facts(cast.group) == Facts(
        group=cast.group.pk,
        name=cast.group.name,
        program=cast.program.pk,
        opened_on=date(2026, 9, 1),
        size=4,
        facilitator=cast.fay.pk,
        facilitator_name="Fay",
        led_since=date(2026, 9, 1),
        is_trained=True,
        has_time=False,
    )


def test_how_many_came_and_of_how_many_who_sat_there_on_the_day(cast: Cast) -> None:
    meetings = make_meetings(cast.group, 4)
    there = everybody(cast.group)
    newcomer = make_people(1)[0]
    cast.group.seat(
        [(cast.fay, Role.FACILITATOR), *((one, Role.PARTICIPANT) for one in [*there[1:], newcomer])],
        (FIRST + timedelta(days=10)).date(),
    )

    were_there(meetings, there, there[:2], [*there, newcomer])

    assert facts(cast.group).held == (
        Held(date(2026, 10, 13), 1, 4, 4),
        Held(date(2026, 10, 20), 2, 2, 4),
        Held(date(2026, 10, 27), 3, 5, 5),
    )
    assert facts(cast.group).unnoted == 1
    assert facts(cast.group).stopped == 0


def test_who_missed_three_in_a_row_has_stopped_and_is_only_counted(cast: Cast) -> None:
    meetings, there = make_meetings(cast.group, 4), everybody(cast.group)

    were_there(meetings, there, there[:-1], there[:-1], there[:-1])

    assert facts(cast.group).stopped == 1
    assert there[-1].name not in str(facts(cast.group))


def test_called_off_is_not_the_same_as_a_holiday(cast: Cast) -> None:
    first, second, *_ = make_meetings(cast.group, 4)
    Meeting.objects.filter(pk=first.pk).update(skipped=True)
    Meeting.objects.filter(pk=second.pk).update(skipped=True, holiday="Republic Day")

    assert facts(cast.group).cancelled == (date(2026, 10, 13),)
    assert facts(cast.group).unnoted == 2


def test_only_what_is_over_counts(cast: Cast) -> None:
    meetings = make_meetings(cast.group, 8)

    were_there(meetings, everybody(cast.group))

    assert len(facts(cast.group).held) == 1
    assert facts(cast.group).unnoted == 5
    assert facts(cast.group).has_time


def test_a_series_that_ended_is_no_time(cast: Cast) -> None:
    make_meetings(cast.group, 8)
    Series.objects.update(ended_on=date(2026, 11, 20))

    assert not facts(cast.group).has_time


def test_a_boss_who_came_to_sit_above_somebody_is_seen(cast: Cast) -> None:
    Person.objects.filter(pk=cast.pat.pk).update(manager=cast.fay)
    Person.objects.renumber()

    found = {one.group: one.is_breaching for one in facts_of(Group.objects.all())}

    assert found == {cast.group.pk: True, cast.sams_group.pk: False}


def test_what_the_facilitator_said_of_a_meeting(cast: Cast) -> None:
    first, *_, last = make_meetings(cast.group, 6)
    Afterword.objects.say(last, Mood.HELP)
    Afterword.objects.say(first, Mood.GOOD)

    assert facts(cast.group).said == (
        Said(date(2026, 10, 13), Mood.GOOD),
        Said(date(2026, 11, 17), Mood.HELP),
    )


@pytest.mark.parametrize("size", [1, 12])
def test_many_groups_cost_no_more_questions_than_one(
    django_assert_num_queries: Any, db: None, size: int
) -> None:
    program = make_program()
    for _ in range(size):
        group = make_group(4, program=program)
        meetings = make_meetings(group, 6)
        were_there(meetings, *[everybody(group)] * 5)

    with django_assert_num_queries(11):
        found = facts_of(Group.objects.filter(program=program))

    assert [len(one.held) for one in found] == [5] * size
