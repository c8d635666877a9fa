"""The public door for matrices: groups whose elements are as far from each other as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from minim.engine.matrix.kernels import TAKEN
from minim.engine.matrix.mdgp import MDGP
from minim.engine.matrix.table import MatrixForm
from minim.engine.plan import Plain, Progress
from minim.engine.search.core import Pace, Search, race
from minim.engine.watch import Watch

TRADES_PER_SECOND = 900_000_000
"""Trades weighed in a second that the caller pays for: about what a core of 2026 does; a step weighs n of them."""
FEWEST, AGAIN = 20_000, 60
"""A cooling has so many steps at least. As many coolings as (steps / (AGAIN × n²))^¾ fared well on the published
instances, at a tenth of their time and at all of it: more time buys more coolings rather than longer ones."""
LIVELY, COLD = 0.42, 0.45
"""A cooling begins where this share of steps moves somebody, and ends at this share of the temperature there."""
LEVELS, COOLER, TASTE = 80, 0.9, 10
"""To find where: so many temperatures at most, each COOLER times the one before, TASTE × n steps at each."""


@dataclass(frozen=True, slots=True)
class Diversity(Plain):
    """`groups` hold element numbers; `value` is the sum of distances within groups, in the matrix's own unit."""

    groups: tuple[tuple[int, ...], ...]
    value: float
    seed: int
    seconds: float
    stopped_by: str


def diversify(
    problem: MDGP,
    *,
    seconds: float = 2.0,
    seed: int = 0,
    threads: int | None = None,
    by_clock: bool = False,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Diversity:
    """Share the elements of a matrix over groups so that distances within groups add up to most.

    `seconds` buys a number of steps, so that the same seed gives the same groups with as many threads; `by_clock`
    searches for exactly that long instead. Threads: as many as there are processors, unless said.
    """
    MatrixForm(MDGP.of(np.zeros((2, 2)), [1, 1]), 0).warm_up()
    watch = Watch(seconds, progress, should_stop, threads)
    form = MatrixForm(problem, seed)
    main = _search(form, watch, seed)
    hot, cold = fitted_heats(form, main)
    pace = Pace(max(FEWEST, int(seconds * TRADES_PER_SECOND / form.size)))
    turns = max(1, min(pace.moves // FEWEST, round((pace.moves / (AGAIN * form.size**2)) ** 0.75)))
    if by_clock:
        pace = Pace(0, max(0.01, seconds - watch.seconds))
    lanes = range(watch.threads)
    race(
        main, [partial(_lane, form, watch, seed, lane, turns, pace, hot, cold) for lane in lanes], "improving"
    )
    assert main.best is not None
    groups = tuple(tuple(np.flatnonzero(main.best == group).tolist()) for group in range(len(form.sizes)))
    return Diversity(groups, problem.value(groups), seed, watch.seconds, watch.stopped_by)


def fitted_heats(form: MatrixForm, search: Search) -> tuple[float, float]:
    """Return the temperatures between which a cooling does its work, measured on these very distances."""
    seats = form.seats(form.fresh(np.random.default_rng([search.seed, 1])))
    heat, steps = max(1.0, 4 * float(form.table.distance.std())), TASTE * form.size
    for _ in range(LEVELS):
        seats.value[TAKEN] = 0
        form.anneal(seats, form.everybody, search.rng, steps, heat, heat, 0)
        if seats.value[TAKEN] < LIVELY * steps:
            break
        heat *= COOLER
    search.consider(seats)
    return heat, COLD * heat


def _lane(
    form: MatrixForm, watch: Watch, seed: int, lane: int, turns: int, pace: Pace, hot: float, cold: float
) -> Search:
    """Cool several times from other first seats, one after the other."""
    search = _search(form, watch, seed + 7919 * (lane + 1))
    rng = np.random.default_rng([seed, lane, 2])
    for _ in range(turns):
        search.heat(form.seats(form.fresh(rng)), form.everybody, pace.part(1 / turns), hot, cold, "improving")
    return search


def _search(form: MatrixForm, watch: Watch, seed: int) -> Search:
    return Search(form, watch, seed, bound=-np.inf)
