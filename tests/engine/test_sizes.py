from __future__ import annotations

from itertools import product
from math import prod

import pytest

from minim.engine import Candidate, Problem, ProblemError, chance_of_quorum, smallest_size


@pytest.mark.parametrize(
    ("attendance", "size"), [(0.9, 5), (0.8, 6), (0.7, 7), (0.6, 8), (0.5, 11), (0.4, 14)]
)
def test_lower_attendance_means_larger_groups(attendance: float, size: int) -> None:
    assert smallest_size(attendance) == size


def test_a_cohort_counts_by_its_mean() -> None:
    assert smallest_size([0.6, 0.8] * 10) == 7


def test_the_chance_of_a_quorum_is_the_sum_over_all_who_may_come() -> None:
    chances = [0.9, 0.5, 0.3, 0.7]

    by_hand = sum(
        prod(p if comes else 1 - p for p, comes in zip(chances, coming, strict=True))
        for coming in product((0, 1), repeat=4)
        if sum(coming) >= 3
    )

    assert chance_of_quorum(chances) == pytest.approx(by_hand)


def test_nobody_coming_is_named() -> None:
    with pytest.raises(ProblemError, match="even a group of 60 is too small"):
        Problem.of([Candidate(key="a", level=1)], reports_to={}, size=None, expected_attendance=0.01)


def test_sizes_follow_expected_attendance() -> None:
    people = [Candidate(key=f"p{at}", level=1) for at in range(20)]

    assert Problem.of(people, reports_to={}, size=None, expected_attendance=0.7).size == (7, 10)
