"""Groups from a matrix: every count stays true, small cases are exact, and the same seed gives the same groups."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from minim.engine import Progress
from minim.engine.matrix import MDGP, diversify
from minim.engine.matrix.kernels import BEST, NEVER, NOW, highest, weigh
from minim.engine.matrix.table import MatrixForm
from tests.engine.crew import COMPILED, examples

SECONDS = 0.02 if COMPILED else 0.0001


def matrix(count: int, seed: int, most: int = 100) -> NDArray[np.float64]:
    """Return random whole distances, the same in both directions."""
    drawn = np.triu(np.random.default_rng(seed).integers(0, most, (count, count)), 1).astype(np.float64)
    return drawn + drawn.T


def partitions(count: int, bounds: list[tuple[int, int]]) -> Iterator[list[list[int]]]:
    """Yield every way to share elements over numbered groups within their bounds."""

    def seat(at: int, groups: list[list[int]]) -> Iterator[list[list[int]]]:
        if at == count:
            if all(low <= len(group) for group, (low, _) in zip(groups, bounds, strict=True)):
                yield [list(group) for group in groups]
            return
        for group, (_, high) in zip(groups, bounds, strict=True):
            if len(group) < high:
                group.append(at)
                yield from seat(at + 1, groups)
                group.pop()

    return seat(0, [[] for _ in bounds])


@given(
    st.integers(4, 70), st.integers(0, 2**32 - 1), st.booleans(), st.sampled_from([(1e6, 1.0), (20.0, 1.0)])
)
@examples(40)
def test_after_any_steps_every_count_is_true(
    count: int, seed: int, loose: bool, heat: tuple[float, float]
) -> None:
    sizes = [count // 2, count - count // 2] if not loose else [(1, count), (1, count), (1, count)]
    form = MatrixForm(MDGP.of(matrix(count, seed), sizes), seed)
    seats = form.seats(form.fresh(np.random.default_rng(seed)))

    form.anneal(seats, form.everybody, np.array([seed | 1], dtype=np.uint64), 300, *heat, 0)

    true = form.seats(seats.where.astype(np.int64))
    assert np.array_equal(seats.gain, true.gain)
    assert np.array_equal(seats.own, true.own)
    assert np.array_equal(seats.size, true.size)
    assert seats.value[NOW] == true.value[NOW]
    assert ((form.problem.low <= seats.size) & (seats.size <= form.problem.high)).all()
    assert form.seats(form.where(seats)).value[NOW] == seats.value[BEST] >= seats.value[NOW]


@given(st.integers(4, 50), st.integers(0, 2**32 - 1), st.integers(-200, 200))
@examples(40)
def test_every_trade_is_weighed_as_its_outcome_says(count: int, seed: int, bar: int) -> None:
    problem = MDGP.of(matrix(count, seed), [count // 2, count - count // 2])
    form = MatrixForm(problem, seed)
    seats = form.seats(form.fresh(np.random.default_rng(seed)))
    where, noise = seats.where.copy(), form.table.noise[:count]
    now, warm, stays = int(seats.value[NOW]), np.float32(3), np.float32(bar)

    better = weigh(
        seats.gain,
        seats.own,
        seats.where,
        form.table.distance[0],
        noise,
        seats.far,
        seats.worth,
        0,
        warm,
        stays,
    )

    for j in range(count):
        other = where.astype(np.int64)
        other[[0, j]] = other[[j, 0]]
        gained = form.seats(other).value[NOW] - now if where[j] != where[0] else NEVER
        assert abs(seats.worth[j] - (gained + warm * noise[j])) < 0.01
    assert better == (seats.worth > stays).sum()
    assert seats.worth[highest(seats.worth)] == seats.worth.max()
    assert np.array_equal(seats.gain, form.seats(where.astype(np.int64)).gain)


@given(st.integers(4, 8), st.integers(0, 2**32 - 1), st.booleans())
@examples(25)
def test_small_cases_are_solved_exactly(count: int, seed: int, loose: bool) -> None:
    bounds = [(1, count - 1), (1, count)] if loose else [(count // 2, count // 2), (count - count // 2,) * 2]
    problem = MDGP.of(matrix(count, seed), bounds)

    found = diversify(problem, seconds=SECONDS / 10, seed=seed)

    assert found.value == max(problem.value(groups) for groups in partitions(count, bounds))
    assert found.value == problem.value(found.groups)


def test_the_same_seed_gives_the_same_groups() -> None:
    problem = MDGP.of(matrix(40, 1), [10] * 4)

    once, again, other = (diversify(problem, seconds=SECONDS, seed=seed, threads=2) for seed in (3, 3, 4))

    assert once.groups == again.groups
    assert other.groups != once.groups
    assert sorted(at for group in once.groups for at in group) == list(range(40))
    assert [len(group) for group in once.groups] == [10] * 4


def test_the_clock_may_decide_and_ends_in_time() -> None:
    problem = MDGP.of(matrix(60, 2), [(5, 25)] * 4)

    found = diversify(problem, seconds=0.3, by_clock=True)

    assert found.seconds < 3
    assert found.value > diversify(problem, seconds=0, seed=5).value * 0.9


def test_equal_distances_end_too() -> None:
    assert diversify(MDGP.of(np.ones((6, 6)), [3, 3]), seconds=SECONDS).value == 6
    assert diversify(MDGP.of(np.zeros((3, 3)), [1, 2]), seconds=SECONDS).value == 0


def test_a_stop_leaves_groups_and_calls_back_on_the_own_thread_only() -> None:
    heard: list[tuple[int, Progress]] = []

    found = diversify(
        MDGP.of(matrix(30, 3), [10] * 3),
        seconds=60,
        progress=lambda progress: heard.append((threading.get_ident(), progress)),
        should_stop=lambda: len(heard) > 2,
    )

    assert found.stopped_by == "cancelled"
    assert sorted(at for group in found.groups for at in group) == list(range(30))
    assert {thread for thread, _ in heard} == {threading.get_ident()}
