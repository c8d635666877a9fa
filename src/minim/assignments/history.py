"""What people have sat in before: today's groups, and the rounds that went before."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from minim.assignments.facts import SeatFact

LONGEST_MEMORY = 6
"""Rounds that are remembered."""
A_ROUND_ENDS = 3
"""So many people leaving their seats on one day end a round; fewer are a change within it."""


def today(seats: Iterable[SeatFact]) -> dict[int, int]:
    """The group each person sits in now."""
    return {seat.person: seat.group for seat in seats if seat.left_on is None}


def earlier(seats: Sequence[SeatFact]) -> dict[int, tuple[str | None, ...]]:
    """Per person the group of each earlier round, newest first, None where they sat in none.

    The group somebody still sits in is no earlier one, so that staying together is not held against anybody.
    Groups are named by their number: a name may be used twice.
    """
    now, rounds = today(seats), _rounds(seats)
    found: dict[int, list[str | None]] = defaultdict(lambda: [None] * len(rounds))
    for seat in sorted(seats, key=lambda seat: (seat.taken_on, seat.left_on or date.max)):
        if seat.left_on is None or now.get(seat.person) == seat.group:
            continue
        for number, (after, until) in enumerate(rounds):
            if seat.taken_on < until and seat.left_on > after:
                found[seat.person][number] = str(seat.group)
    return {person: tuple(groups) for person, groups in found.items()}


def home_cohorts(now: Mapping[int, int], cohort_of: Mapping[int, int | None]) -> dict[int, int | None]:
    """The cohort to which most of a group's people belong today: there it is continued."""
    votes: dict[int, Counter[int | None]] = defaultdict(Counter)
    for person, group in now.items():
        if person in cohort_of:
            votes[group][cohort_of[person]] += 1
    return {
        group: min(counted, key=lambda cohort: (-counted[cohort], cohort or 0))
        for group, counted in votes.items()
    }


def _rounds(seats: Iterable[SeatFact]) -> list[tuple[date, date]]:
    """Stretches (after, until] between the days on which many changed seats, newest first."""
    left = Counter(seat.left_on for seat in seats if seat.left_on is not None)
    days = sorted((day for day, people in left.items() if people >= A_ROUND_ENDS), reverse=True)
    ends = [date.max, *days, date.min]
    stretches = [(after, until) for until, after in pairwise(ends)]
    told = [(after, until) for after, until in stretches if any(after < day <= until for day in left)]
    return told[:LONGEST_MEMORY]
