"""How a program fares as a whole, and what is left unsaid because too few stand behind it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from minim.groups.models import Group
from minim.health.facts import Facts, Held
from minim.health.models import CareList
from minim.health.overview import Month, Overview, Poll, months, overview, poll, polls_of
from minim.pulse.bands import Level
from minim.pulse.models import Band, Round
from tests.make import make_group
from tests.meetings.held import NOW, make_meetings, were_there

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_django import DjangoAssertNumQueries

    from tests.cast import Cast

TODAY = date(2026, 12, 1)
NOVEMBER = date(2026, 11, 1)
WELL, MIXED, BAD, NONE = Level.WELL, Level.MIXED, Level.STRUGGLING, Level.NOT_ENOUGH


@pytest.fixture
def clock() -> Iterator[None]:
    with time_machine.travel(NOW.replace(month=12, day=1), tick=False):
        yield


def group(pk: int, *days: tuple[date, int]) -> Facts:
    """A group of eight, with how many came on which days."""
    held = tuple(Held(on, at, came, 8) for at, (on, came) in enumerate(days, start=1))
    return Facts(pk, f"Group {pk}", 1, date(2025, 1, 1), 8, held=held)


def in_november(pk: int, *came: int) -> Facts:
    return group(pk, *((NOVEMBER + timedelta(weeks=week), count) for week, count in enumerate(came)))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        pytest.param([], [], id="nobody has met"),
        pytest.param([in_november(1, 6, 6), in_november(2, 6, 6, 6)], [(5, None, None)], id="two groups"),
        pytest.param(
            [in_november(1, 6, 6), in_november(2, 6, 6), in_november(3, 6)],
            [(5, None, None)],
            id="five meetings",
        ),
        pytest.param([in_november(at, 6, 6) for at in range(3)], [(6, 75, 100)], id="enough"),
        pytest.param(
            [in_november(1, 8, 8, 8, 8), in_november(2, 2, 2), in_november(3, 2, 2)],
            [(8, 50, 50)],
            id="each group weighs the same, and so does each meeting",
        ),
        pytest.param([in_november(at, 7, 6) for at in range(3)], [(6, 80, 100)], id="in steps of five"),
    ],
)
def test_a_month(facts: Sequence[Facts], told: list[tuple[int, int | None, int | None]]) -> None:
    found = months(facts, TODAY)

    assert found == [Month(NOVEMBER, *one) for one in told]


def test_this_month_is_told_when_it_is_over() -> None:
    facts = [group(at, (NOVEMBER, 6), (date(2026, 11, 15), 6)) for at in range(3)]

    assert months(facts, date(2026, 11, 30)) == []
    assert months(facts, date(2026, 12, 1)) == [Month(NOVEMBER, 6, 75, 100)]


def test_a_year_at_most_with_its_gaps() -> None:
    days = (date(2025, 11, 30), 6), (date(2025, 12, 1), 6), (date(2025, 12, 15), 6), (date(2026, 2, 2), 6)

    found = months([group(at, *days) for at in range(3)], TODAY)

    assert found[:3] == [
        Month(date(2025, 12, 1), 6, 75, 100),
        Month(date(2026, 1, 1)),
        Month(date(2026, 2, 1), 3),
    ]
    assert (len(found), found[-1]) == (12, Month(NOVEMBER))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((WELL, MIXED, BAD, NONE), Poll(TODAY, 1, 1, 1, 1)),
        ((WELL, WELL, WELL), Poll(TODAY, 3, 0, 0, 0)),
        ((WELL, BAD, NONE, NONE, NONE), Poll(TODAY)),
        ((), Poll(TODAY)),
    ],
)
def test_words_of_a_poll_are_counted_from_three_groups_on(words: Sequence[Level], told: Poll) -> None:
    assert poll(TODAY, words) == told


def test_what_is_kept_is_what_was_seen() -> None:
    seen = overview([in_november(at, 6, 6) for at in range(3)], [], [Poll(TODAY, 3, 0, 0, 0)], TODAY)

    assert seen.young == 3
    assert Overview.from_json(seen.to_json()) == seen
    assert Overview.from_json({}) == Overview()


def test_the_look_keeps_it_closed_groups_included(clock: None, cast: Cast) -> None:
    groups = [cast.group, cast.sams_group, make_group(4, program=cast.program)]
    for one in groups:
        people = [seat.person for seat in one.sitting()]
        were_there(make_meetings(one, 6), *[people[:2]] * 2, *[people] * 4)
    groups[2].close(NOW.date())

    kept = CareList.objects.look(cast.program)

    seen = Overview.from_json(kept.overview)
    assert seen.months == (Month(date(2026, 10, 1), 9, 65, 35), Month(NOVEMBER, 9, 100, 100))
    assert seen.without_time == 2


def test_a_year_of_weekly_meetings_is_seen_whole(clock: None, cast: Cast) -> None:
    for one in (cast.group, cast.sams_group, make_group(4, program=cast.program)):
        Group.objects.filter(pk=one.pk).update(opened_on=date(2025, 11, 1))
        one.seats.update(taken_on=date(2025, 11, 1))
        meetings = make_meetings(one, 50, NOW.replace(year=2025, month=12, day=2))
        were_there(meetings, *[[seat.person for seat in one.sitting()]] * 50)

    seen = Overview.from_json(CareList.objects.look(cast.program).overview)

    assert [(one.came, one.quorate) for one in seen.months] == [(100, 100)] * 12


def test_what_polls_told(clock: None, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    groups = [cast.group, cast.sams_group, make_group(4, program=cast.program)]
    days = timezone.now() - timedelta(days=500), timezone.now() - timedelta(days=60)
    for number, at in enumerate(days, start=1):
        one = Round.objects.create(
            program=cast.program,
            number=number,
            opens_at=at - timedelta(days=7),
            closes_at=at,
            closed_at=at,
            floor=4,
            questions=[["a", "A"]],
            topics=[],
        )
        for where, level in zip(groups, (WELL, BAD, MIXED), strict=True):
            Band.objects.create(round=one, group=where, series=number, question="a", level=level)

    with django_assert_num_queries(2):
        found = polls_of(cast.program, TODAY)

    assert found == [Poll(date(2026, 10, 2), 1, 1, 1, 0)]
