"""The core that people and matrices share: how long coolings last, and who wins a race."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.engine.search.core import Pace, Search, race
from minim.engine.watch import Watch
from tests.engine.crew import examples


@given(st.integers(0, 10_000_000), st.integers(1, 1_000_000))
@examples(100)
def test_rounds_cover_a_cooling_from_hot_to_cold(moves: int, size: int) -> None:
    rounds = list(Pace(moves).rounds(size))

    assert moves - len(rounds) < sum(made for made, _, _ in rounds) <= moves
    assert [before for _, before, _ in rounds][1:] == [after for _, _, after in rounds][:-1]
    assert (rounds[0][1], rounds[-1][2]) == (0, 1)


def test_by_the_clock_a_cooling_ends_when_its_time_is_over() -> None:
    shares = [share for _, share, _ in Pace(0, 0.05).rounds(10)]

    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] < 1


@pytest.mark.parametrize("threads", [1, 2])
def test_the_best_rival_wins_and_of_equals_the_first(threads: int) -> None:
    found = [(0, 7), (1, 2), (0, 5), (0, 5)]

    def run(place: int) -> Search:
        rival = Search(None, watch, place)  # type: ignore[arg-type]
        rival.best, (rival.best_breaches, rival.best_cost) = np.array([place]), found[place]
        return rival

    watch = Watch(1, threads=threads)
    search = Search(None, watch, 0)  # type: ignore[arg-type]
    race(search, [partial(run, place) for place in range(4)], "improving")

    assert (search.best_breaches, search.best_cost) == (0, 5)
    assert search.best is not None
    assert search.best.tolist() == [2]
