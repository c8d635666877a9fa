"""Chooses which groups to mend together, and mends them by rules alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import LEVEL, Numbers
from minim.engine.kernels import NOBODY, PAIRS, SHAPE, SLOT
from minim.engine.search.mending import company_of, mend_by_rules, tables_for
from minim.engine.search.seating import Room
from minim.engine.slots import MISSES

TOGETHER = 2_500
"""People mended together at most: in a larger company some broken groups and some others at about their levels."""
PORTION, PORTION_EACH = 60_000, 100
"""Trades after which mending begins again from the best seats so far, and as many more for each person."""


def repaired(room: Room, where: Numbers, rng: np.random.Generator, work: int) -> Numbers:
    """Return seats with fewer broken rules, or the same ones. `work` counts the trades that are weighed."""
    portion = PORTION + PORTION_EACH * min(len(room.people), TOGETHER)
    broken = _broken(room, where)
    while work > 0 and broken.any():
        groups = np.flatnonzero(~room.locked)
        if len(room.people) > TOGETHER:
            groups = _with_helpers(room, where, broken, rng)
        where = _mended(room, where, groups, rng, min(work, portion))
        broken = _broken(room, where)
        work -= portion
    return where


def _broken(room: Room, where: Numbers) -> NDArray[np.bool_]:
    group = room.seats(where).group
    broken: NDArray[np.bool_] = group[:, PAIRS] + group[:, SHAPE] + group[:, SLOT] // MISSES > 0
    return broken & ~room.locked


def _with_helpers(room: Room, where: Numbers, broken: NDArray[np.bool_], rng: np.random.Generator) -> Numbers:
    """Return the broken groups and, as far as there is room, others at about their levels."""
    count = np.bincount(where[where != NOBODY], minlength=len(room.names))
    mean = np.bincount(
        where[room.people], weights=room.problem.arrays.people[room.people, LEVEL], minlength=len(room.names)
    ) / np.maximum(count, 1)
    some = rng.permutation(np.flatnonzero(broken))
    some = some[: max(1, int(np.searchsorted(np.cumsum(count[some]), TOGETHER / 2)))]
    others = rng.permutation(np.flatnonzero(~room.locked & ~broken))
    near = np.abs(mean[others][:, None] - mean[some][None, :]).min(axis=1) if len(others) else mean[others]
    line = np.append(some, others[np.argsort(near > 1, kind="stable")])
    return np.sort(line[np.cumsum(count[line]) <= TOGETHER])


def _mended(room: Room, where: Numbers, groups: Numbers, rng: np.random.Generator, work: int) -> Numbers:
    a = room.problem.arrays
    place = np.full(len(room.names), NOBODY, dtype=np.int64)
    place[groups] = np.arange(len(groups))
    rows = np.flatnonzero((where != NOBODY) & (place[where] != NOBODY))
    if not len(rows):
        return where
    free = room.fixed[rows] == NOBODY
    company = company_of(a.people, a.apart, a.starts, rows, free, a.band, room.problem.size)
    inside = place[where[rows]]
    bits = rng.integers(1, 1 << 62, 1, dtype=np.uint64)
    best = inside.copy()
    mend_by_rules(company, tables_for(company, inside, len(groups)), bits, work, best)
    where = where.copy()
    where[rows] = groups[best]
    return where
