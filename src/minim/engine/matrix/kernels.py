"""One step of a search in a matrix: every trade of one element is weighed at once, and one of them drawn.

Weighing all trades of an element reads five rows from end to end, which a processor does many numbers at a time.
Drawing among them by their temperature (the largest sum of gain and Gumbel noise) wastes no step on refused trades.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.jit import kernel, wide_kernel
from minim.engine.search.anneal import STEP, below

BLOCK = 40
LOWEST = np.float32(-1e30)
STAYS = -1
NOW, BEST, TAKEN = range(3)

Floats = NDArray[np.float32]


class Table(NamedTuple):
    """Distances and bounds. `distance` holds whole numbers; `noise` is a long row of Gumbel noise."""

    distance: Floats
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    noise: Floats


class Seats(NamedTuple):
    """Who sits where. `gain[g, i]` is the sum of distances from i to group g, `own[i]` that to the group of i.

    `far` and `worth` are scratch rows. `value` holds the value now, the best one, and how many moves were taken.
    """

    where: NDArray[np.uint32]
    best: NDArray[np.uint32]
    size: NDArray[np.int64]
    gain: Floats
    own: Floats
    far: Floats
    worth: Floats
    value: NDArray[np.int64]


@wide_kernel
def weigh(t: Table, s: Seats, i: int, at: int, heat: float) -> int:
    """Return with whom i trades, or i itself: the best of all gains, each with its own noise."""
    n = t.distance.shape[0]
    g = np.int64(s.where[i])
    warm, two = np.float32(heat), np.float32(2)
    row, here, noise = t.distance[i], s.gain[g], t.noise[at : at + n]
    base = s.gain[g, i]
    for j in range(n):
        s.far[j] = s.gain[s.where[j], i] - base
    for j in range(n):
        s.worth[j] = s.far[j] + here[j] - s.own[j] - two * row[j] + warm * noise[j]
    most, block = LOWEST, 0
    for start in range(0, s.worth.shape[0], BLOCK):
        top = LOWEST
        for j in range(start, start + BLOCK):
            top = max(top, s.worth[j])
        if top > most:
            most, block = top, start
    j = block
    while s.worth[j] != most:
        j += 1
    return j


@wide_kernel
def elsewhere(t: Table, s: Seats, i: int, at: int, heat: float, most: float) -> int:
    """Return the group that i goes to alone when that is worth more than any trade, else STAYS."""
    g, best = np.int64(s.where[i]), STAYS
    if s.size[g] == t.low[g]:
        return best
    for h in range(s.gain.shape[0]):
        if h != g and s.size[h] < t.high[h]:
            worth = s.gain[h, i] - s.own[i] + np.float32(heat) * t.noise[at + h]
            if worth > most:
                most, best = worth, h
    return best


@wide_kernel
def go(t: Table, s: Seats, i: int, h: int) -> None:
    """Let i leave its group for group h."""
    g, row = np.int64(s.where[i]), t.distance[i]
    s.value[NOW] += np.int64(s.gain[h, i] - s.own[i])
    here, there = s.gain[g], s.gain[h]
    for v in range(row.shape[0]):
        here[v] -= row[v]
        there[v] += row[v]
    s.where[i] = h
    s.size[g] -= 1
    s.size[h] += 1
    _own_again(s, int(g), int(h))


@wide_kernel
def trade(t: Table, s: Seats, i: int, j: int) -> None:
    """Let i and j trade places."""
    g, h = np.int64(s.where[i]), np.int64(s.where[j])
    mine, theirs = t.distance[i], t.distance[j]
    here, there = s.gain[g], s.gain[h]
    s.value[NOW] += np.int64(there[i] - here[i] + here[j] - there[j] - np.float32(2) * mine[j])
    for v in range(mine.shape[0]):
        change = theirs[v] - mine[v]
        here[v] += change
        there[v] -= change
    s.where[i], s.where[j] = h, g
    _own_again(s, int(g), int(h))


@wide_kernel
def _own_again(s: Seats, g: int, h: int) -> None:
    here, there = s.gain[g], s.gain[h]
    for v in range(s.own.shape[0]):
        if s.where[v] == g:
            s.own[v] = here[v]
        elif s.where[v] == h:
            s.own[v] = there[v]


@kernel
def steps(t: Table, s: Seats, rng: NDArray[np.uint64], count: int, hot: float, cold: float) -> None:
    """Take that many steps, cooling from hot to cold (in whole steps of distance); `best` keeps the best seats."""
    n, groups = t.distance.shape[0], s.gain.shape[0]
    heat, cooling = hot, (cold / hot) ** (STEP / max(count, STEP))
    for at in range(count):
        if at % STEP == STEP - 1:
            heat *= cooling
        i = below(rng, n)
        noise = below(rng, t.noise.shape[0] - n - groups)
        j = weigh(t, s, i, noise, heat)
        h = elsewhere(t, s, i, noise + n, heat, s.worth[j])
        if h != STAYS:
            go(t, s, i, h)
        elif s.where[i] != s.where[j]:
            trade(t, s, i, j)
        else:
            continue
        s.value[TAKEN] += 1
        if s.value[NOW] > s.value[BEST]:
            s.value[BEST] = s.value[NOW]
            for v in range(n):
                s.best[v] = s.where[v]
