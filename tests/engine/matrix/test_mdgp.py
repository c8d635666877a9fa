"""What may go into a matrix search, and what is refused with a sentence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.engine import ProblemError
from minim.engine.matrix import MDGP
from minim.engine.matrix.mdgp import WHOLE
from minim.engine.matrix.sizes import most_pairs
from tests.engine.crew import examples


def test_a_size_is_a_number_or_two_bounds() -> None:
    problem = MDGP.of(np.ones((5, 5)), [2, (1, 4)])

    assert (problem.low.tolist(), problem.high.tolist()) == ([2, 1], [2, 4])
    assert problem.value([[0, 1], [2, 3, 4]]) == 1 + 3


@pytest.mark.parametrize(
    ("distance", "sizes", "says"),
    [
        (np.ones((2, 3)), [2], "a square table"),
        (np.zeros((0, 0)), [1], "a square table"),
        ([[0, 1], [2, 0]], [2], "the same in both directions"),
        ([[0, np.nan], [np.nan, 0]], [2], "finite numbers"),
        (np.ones((4, 4)), [], "Each group needs a size"),
        (np.ones((4, 4)), [(3, 2)], "the lower first"),
        (np.ones((4, 4)), [1, 2], "The groups hold 3 to 3 elements, but there are 4"),
    ],
)
def test_what_cannot_be_understood_is_refused(distance: object, sizes: list[int], says: str) -> None:
    with pytest.raises(ProblemError, match=says):
        MDGP.of(distance, sizes)  # type: ignore[arg-type]


@given(st.integers(0, 3), st.integers(2, 9), st.integers(0, 2**32 - 1))
@examples(60)
def test_decimals_stay_exact_and_sums_stay_small(decimals: int, count: int, seed: int) -> None:
    drawn = np.random.default_rng(seed).integers(0, 1000, (count, count)) / 10**decimals
    problem = MDGP.of(np.triu(drawn, 1) + np.triu(drawn, 1).T, [count])

    whole = problem.distance * problem.scale

    assert np.allclose(whole, np.rint(whole), atol=1e-6)
    assert whole.sum(axis=1).max() <= WHOLE


def pairs(sizes: tuple[int, ...]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4), st.data())
@examples(80)
def test_no_sizes_hold_more_pairs(bounds: list[tuple[int, int]], data: st.DataObject) -> None:
    low = np.array([first for first, _ in bounds])
    high = low + np.array([more for _, more in bounds])
    total = data.draw(st.integers(int(low.sum()), int(high.sum())))
    every = np.stack(np.meshgrid(*[np.arange(a, b + 1) for a, b in zip(low, high, strict=True)]), -1)
    legal = [tuple(row) for row in every.reshape(-1, len(low)).tolist() if sum(row) == total]

    found = tuple(most_pairs(low, high, total).tolist())

    assert found in legal
    assert pairs(found) == max(pairs(sizes) for sizes in legal)
