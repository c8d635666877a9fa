"""Taking turns at unpopular hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import isclose
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.timetable import Held, HoursError, Member, Ranking, carried, rank_slots, rotations
from tests.timetable.groups import Asked, groups, member

WEEKLY: dict[str, Any] = {"zone": "Europe/Berlin", "minutes": 60, "first_on": date(2026, 11, 23)}
ANA = member(1, "Ana", "America/New_York", "Mon-Fri 7-18")
DEV = member(2, "Dev", "Asia/Dubai", "Mon-Fri 8-19")
MONDAY = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)


@settings(deadline=None, max_examples=60)
@given(groups(most=4), st.integers(2, 4))
def test_turns_never_make_the_worst_off_worse(drawn: tuple[Asked, list[Member]], turns: int) -> None:
    asked, people = drawn
    ranking = rank_slots(people, **asked.words(), quorum=1)
    least = min(who.paid for who in people)

    for way in rotations(ranking, turns=turns):
        loads = [way.shares[who.key] * (1 + (who.paid - least) / 10) for who in people]
        assert isclose(way.worst, max(loads), abs_tol=1e-4)
        assert len(way.slots) == turns
        for single in ranking.slots or ranking.quorum[:1]:
            assert way.worst < worst_of(single.weekday, single.minute, ranking)


def worst_of(weekday: int, minute: int, ranking: Ranking) -> float:
    assert ranking.judged is not None
    start = weekday * ranking.judged.ahead.per_day + minute // ranking.judged.ahead.step
    return float(ranking.judged.loads[:, start].max())


def test_two_take_turns_at_early_and_late() -> None:
    best = rotations(rank_slots([ANA, DEV], **WEEKLY))[0]

    assert [slot.name for slot in best.slots] == ["Monday 13:00", "Monday 15:00"]
    assert all(slot.fits_all for slot in best.slots)
    assert best.worst < 0.6
    assert set(best.shares) == {1, 2}


def test_turns_for_hardly_anything_are_not_offered() -> None:
    people = [member(1, "Ana", "UTC", "Mon 8-9; Tue 10-11"), member(2, "Ben", "UTC", "Mon 7-11; Tue 7-11")]

    assert rank_slots(people, **WEEKLY).slots[-1].points > 0
    assert rotations(rank_slots(people, **WEEKLY)) == ()


def test_whoever_paid_before_has_the_easier_turns() -> None:
    fair, eased = (
        rotations(rank_slots([replace(ANA, paid=paid), DEV], **WEEKLY), turns=4)[0] for paid in (0.0, 10.0)
    )

    assert (len(fair.slots), len(eased.slots)) == (4, 4)
    assert eased.shares[1] < fair.shares[1]
    assert eased.shares[2] > fair.shares[2]


def test_where_an_hour_costs_nothing_nobody_takes_turns() -> None:
    assert rotations(rank_slots([member(1, "Ben", "Europe/Berlin")], **WEEKLY)) == ()


def test_where_nothing_fits_they_take_turns_at_missing_out() -> None:
    people = [
        member(1, "Ana", "UTC", "Mon 9-10"),
        member(2, "Ben", "UTC", "Mon 9-12"),
        member(3, "Cem", "UTC", "Mon 9-12"),
        member(4, "Dev", "UTC", "Mon 11-12"),
    ]

    ranking = rank_slots(people, **WEEKLY)

    assert "Taking turns between two hours, nobody would have to miss every meeting." in ranking.advice
    assert [(slot.name, slot.missing) for slot in rotations(ranking)[0].slots] == [
        ("Monday 10:00", (4,)),
        ("Monday 12:00", (1,)),
    ]


def test_turns_are_two_three_or_four() -> None:
    with pytest.raises(HoursError, match="Two, three or four"):
        rotations(rank_slots([ANA, DEV], **WEEKLY), turns=5)
    assert rotations(rank_slots([], **WEEKLY)) == ()


def test_what_was_carried_counts_for_those_who_came() -> None:
    early = Held(MONDAY, 60)
    later = replace(early, starts_at=MONDAY + timedelta(hours=1), came=frozenset({2}))
    night = replace(early, starts_at=MONDAY - timedelta(hours=10), came=frozenset({1}))

    assert carried([ANA, DEV], [early]) == {1: 1.0, 2: 1.0}  # 8:30 in New York, until 18:30 in Dubai
    assert carried([ANA, DEV], [early, later]) == {1: 1.0, 2: 6.0}  # then until 19:30, after Dev's hours
    assert carried([ANA, DEV], [night]) == {1: 5.0, 2: 0.0}
    assert carried([ANA], []) == {1: 0}


def test_what_was_carried_needs_instants() -> None:
    with pytest.raises(HoursError, match="not at a bare clock time"):
        carried([ANA], [Held(MONDAY.replace(tzinfo=None), 60)])
