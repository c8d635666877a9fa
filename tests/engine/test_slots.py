from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minim.engine.candidate import WEEK
from minim.engine.slots import (
    MARGIN,
    MISSES,
    best_start,
    compress,
    early_or_late,
    gentle_starts,
    in_words,
    start_costs,
    starts_within,
    table_of_costs,
)
from tests.engine.crew import NINE_TO_FIVE


def bits(quarters: Iterable[int]) -> int:
    return sum(1 << quarter for quarter in quarters)


weeks = st.lists(st.tuples(st.integers(0, WEEK - 1), st.integers(1, 60)), max_size=4).map(
    lambda stretches: bits({(start + more) % WEEK for start, long in stretches for more in range(long)})
)


@given(weeks, st.integers(1, 8))
def test_a_start_lies_where_the_whole_meeting_fits(hours: int, quarters: int) -> None:
    fits = [k for k in range(WEEK) if all(hours >> (k + more) % WEEK & 1 for more in range(quarters))]

    assert starts_within(hours, quarters) == bits(fits)


@given(weeks, st.integers(1, 8))
def test_a_gentle_start_keeps_an_hour_from_both_ends(hours: int, quarters: int) -> None:
    around = range(-MARGIN, quarters + MARGIN)
    fits = [k for k in range(WEEK) if all(hours >> (k + more) % WEEK & 1 for more in around)]

    assert gentle_starts(hours, quarters) == bits(fits)


@given(st.lists(weeks, min_size=1, max_size=5), st.data())
def test_compressed_starts_lose_no_best_start(people: list[int], data: st.DataObject) -> None:
    costs = np.stack([start_costs(hours, 4) for hours in people])
    rows = data.draw(st.lists(st.integers(0, len(people) - 1), min_size=1, max_size=6))

    few = compress(costs)

    least = int(few[rows].sum(axis=0).min()) if few.shape[1] else 0
    assert least == int(costs[rows].sum(axis=0).min())


@given(st.lists(weeks | st.none(), min_size=1, max_size=5), st.integers(1, 8))
def test_a_table_holds_the_costs_of_every_week(people: list[int | None], quarters: int) -> None:
    possible = np.array([[starts_within(hours, quarters) >> k & 1 for k in range(WEEK)] for hours in people])
    gentle = np.array([[gentle_starts(hours, quarters) >> k & 1 for k in range(WEEK)] for hours in people])

    table = table_of_costs(people, quarters)

    assert table.tolist() == np.where(gentle, 0, np.where(possible, 1, MISSES)).tolist()
    assert start_costs(people[0], quarters).tolist() == table[0].tolist()


@given(st.lists(weeks | st.none(), min_size=1, max_size=8), st.integers(1, 8))
def test_bits_find_the_best_start_too(people: list[int | None], quarters: int) -> None:
    _, _, unpopular = best_start([start_costs(hours, quarters) for hours in people])

    assert early_or_late(people, quarters) == unpopular


@given(st.lists(weeks, min_size=1, max_size=5, unique=True))
def test_compressed_starts_are_few(people: list[int]) -> None:
    columns = compress(table_of_costs(people, 4)).T

    beats = [[bool((one <= other).all()) for other in columns] for one in columns]

    assert beats == np.eye(len(columns), dtype=bool).tolist()


def test_nine_to_five_is_gentle_from_ten_to_three() -> None:
    costs = start_costs(NINE_TO_FIVE, 4)

    assert [int(costs[quarter]) for quarter in (35, 36, 39, 40, 60, 61, 64, 65)] == [
        MISSES,
        1,
        1,
        0,
        0,
        1,
        1,
        MISSES,
    ]


def test_the_best_start_is_missed_by_fewest() -> None:
    early, late = NINE_TO_FIVE, NINE_TO_FIVE << 32

    start, missing, unpopular = best_start([start_costs(hours, 4) for hours in (early, early, late)])

    assert (in_words(start), missing, unpopular) == ("Monday 10:00 UTC", 1, 0)
