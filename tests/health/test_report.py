"""What leaves for senior leadership: no names, safe numbers, and comparisons only where they mean something."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.health.facts import Facts, Held, Polled
from minim.health.report import Change, Quarter, attendance, change, meetings, rescued, until
from minim.pulse.bands import Level

SPRING = Quarter(2027, 2)
TODAY = date(2027, 7, 5)


def group(*came: int, first: date = SPRING.first, **facts: Any) -> Facts:
    """Met every second week from this day on."""
    held = tuple(Held(first + timedelta(weeks=2 * at), at + 1, count, 8) for at, count in enumerate(came))
    return Facts(1, "Alder", 1, facts.pop("opened_on", date(2027, 1, 4)), 8, 2, "Fay", held=held, **facts)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_quarters_follow_each_other_without_a_gap(day: date) -> None:
    quarter = Quarter.of(day)

    assert quarter.first <= day <= quarter.last
    assert quarter.after.first == quarter.last + timedelta(days=1)
    assert quarter.after.before == quarter.before.after == quarter


def test_a_quarter_has_a_name() -> None:
    assert str(SPRING) == "April to June 2027"


@pytest.mark.parametrize(("groups", "told"), [(2, None), (3, 75), (9, 75)])
def test_attendance_is_told_in_steps_and_of_enough_groups(groups: int, told: int | None) -> None:
    assert attendance([group(6, 6, 6)] * groups, SPRING) == told


def test_a_group_that_met_once_does_not_count() -> None:
    assert attendance([group(6), group(6), group(6, 6), group(6, 6)], SPRING) is None
    assert meetings([group(6), group(6, 6)], SPRING) == 3


EARLIER = SPRING.before.first
COMPARED = [
    ("better", [(4, 7), (4, 7), (5, 7), (4, 8)], Change.UP),
    ("worse", [(7, 4), (7, 4), (7, 5), (8, 4)], Change.DOWN),
    ("one group worse, by chance", [(6, 6), (6, 6), (6, 6), (7, 3)], Change.SAME),
    ("as before", [(6, 6), (5, 5), (7, 7)], Change.SAME),
    ("too few", [(4, 8), (4, 8)], Change.UNKNOWN),
]


@pytest.mark.parametrize(
    ("pairs", "expected"), [one[1:] for one in COMPARED], ids=[one[0] for one in COMPARED]
)
def test_only_what_is_more_than_chance_is_a_change(pairs: list[tuple[int, int]], expected: Change) -> None:
    both = [
        Facts(1, "Alder", 1, EARLIER, 8, held=group(*[then] * 6, first=EARLIER).held + group(*[now] * 6).held)
        for then, now in pairs
    ]

    assert change(both, SPRING) == expected


def test_a_group_that_was_in_need_and_is_not_any_more_is_rescued() -> None:
    well = group(6, 6, 6, 6, 6, 6)
    helped = group(2, 2, 2, 6, 6, 6, 6, first=SPRING.first - timedelta(weeks=2))
    still = group(6, 6, 6, 2, 2, 2)
    polls = group(6, 6, 6, polled=(Polled(SPRING.first, Level.STRUGGLING), Polled(SPRING.last, Level.WELL)))

    assert rescued([well, helped, still, polls], SPRING, TODAY) == 2
    assert rescued([helped, helped], SPRING, TODAY) is None


def test_nothing_of_later_days_is_known() -> None:
    then = until(group(6, 6, 6, is_breaching=True, stopped=2), SPRING.first + timedelta(days=1))

    assert len(then.held) == 1
    assert (then.is_breaching, then.stopped) == (False, 0)
