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
    gentle_starts,
    in_words,
    start_costs,
    starts_within,
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
