from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.engine import Candidate, Problem, ProblemError, chance_of_quorum, smallest_size


@pytest.mark.parametrize(
    ("attendance", "size"), [(0.9, 5), (0.8, 6), (0.7, 7), (0.6, 8), (0.5, 11), (0.4, 14)]
)
def test_lower_attendance_means_larger_groups(attendance: float, size: int) -> None:
    assert smallest_size(attendance) == size


def test_a_cohort_counts_by_its_mean() -> None:
    assert smallest_size([0.6, 0.8] * 10) == 7


def test_of_nobody_there_is_no_size() -> None:
    with pytest.raises(ValueError, match="nobody whose attendance"):
        smallest_size([])


def test_nobody_coming_is_named() -> None:
    with pytest.raises(ProblemError, match="even a group of 60 is too small"):
        Problem.of([Candidate(key="a", level=1)], reports_to={}, size=None, expected_attendance=0.01)


def test_sizes_follow_expected_attendance() -> None:
    people = [Candidate(key=f"p{at}", level=1) for at in range(20)]

    assert Problem.of(people, reports_to={}, size=None, expected_attendance=0.7).size == (7, 10)


def brute_chance(chances: Sequence[float], quorum: int) -> Fraction:
    """Return the chance of a quorum by looking at every set of people who may come, in exact fractions."""
    total = Fraction(0)
    for coming in product((False, True), repeat=len(chances)):
        if sum(coming) >= quorum:
            total += prod(
                (Fraction(p) if comes else 1 - Fraction(p) for p, comes in zip(chances, coming, strict=True)),
                start=Fraction(1),
            )
    return total


chances = st.lists(st.floats(0, 1), max_size=7)


@given(chances, st.integers(0, 9))
def test_the_chance_is_exact_for_any_people(people: list[float], quorum: int) -> None:
    assert chance_of_quorum(people, quorum) == pytest.approx(float(brute_chance(people, quorum)), abs=1e-12)


@given(chances, st.integers(0, 9), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(people: list[float], quorum: int, random: Random) -> None:
    shuffled = random.sample(people, len(people))

    assert chance_of_quorum(shuffled, quorum) == pytest.approx(chance_of_quorum(people, quorum), abs=1e-12)


@given(chances, st.floats(0, 1), st.integers(0, 9))
def test_one_more_person_never_makes_a_quorum_less_likely(
    people: list[float], more: float, quorum: int
) -> None:
    assert chance_of_quorum([*people, more], quorum) >= chance_of_quorum(people, quorum) - 1e-12


@given(chances, st.integers(0, 9))
def test_a_larger_quorum_is_never_more_likely(people: list[float], quorum: int) -> None:
    assert 0 <= chance_of_quorum(people, quorum + 1) <= chance_of_quorum(people, quorum) + 1e-12 <= 1 + 2e-12


@given(st.floats(0.3, 1), st.integers(1, 6), st.floats(0.5, 0.99))
def test_the_size_is_the_smallest_that_is_sure_enough(
    attendance: float, quorum: int, certainty: float
) -> None:
    size = smallest_size(attendance, quorum, certainty)

    assert size >= quorum
    assert chance_of_quorum([attendance] * size, quorum) >= certainty
    assert size == quorum or chance_of_quorum([attendance] * (size - 1), quorum) < certainty


@given(st.floats(0.3, 1), st.floats(0.3, 1), st.integers(1, 5), st.floats(0.5, 0.98))
def test_the_size_grows_with_what_is_asked_and_shrinks_with_attendance(
    one: float, other: float, quorum: int, certainty: float
) -> None:
    seldom, often = sorted((one, other))

    assert smallest_size(often, quorum, certainty) <= smallest_size(seldom, quorum, certainty)
    assert smallest_size(one, quorum, certainty) <= smallest_size(one, quorum + 1, certainty)
    assert smallest_size(one, quorum, certainty) <= smallest_size(one, quorum, certainty + 0.01)


@pytest.mark.parametrize(
    ("people", "quorum", "chance"),
    [
        ([], 0, 1.0),
        ([], 1, 0.0),
        ([1.0] * 3, 3, 1.0),
        ([0.5], 1, 0.5),
        ([0.9, 0.9], 3, 0.0),
        ([0.0] * 9, 1, 0.0),
    ],
)
def test_few_people_are_counted_by_hand(people: list[float], quorum: int, chance: float) -> None:
    assert chance_of_quorum(people, quorum) == chance


def test_three_who_always_come_are_enough() -> None:
    assert smallest_size(1.0) == 3
    assert smallest_size([1.0, 1.0]) == 3
