"""One step of a search in a matrix: every trade of one element is weighed at once, and one of them drawn.

Weighing all trades of an element reads five rows from end to end, which a processor does many numbers at a time.
Drawing among them by their temperature (the largest sum of gain and Gumbel noise) wastes no step on refused trades.
Staying takes part in the draw too; counting what beats it is quick, so the winner is looked for only when there is one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.jit import kernel, wide_kernel
from minim.engine.search.anneal import STEP, below

NEVER = np.float32(-1e30)
"""What a trade within a group is worth: it would be another way to stay."""
REST = np.float32(3)
"""Staying weighs e^-REST as much as a trade that changes nothing, so that cold steps move somebody more often."""
NOWHERE = -1
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
def weigh(
    gain: Floats,
    own: Floats,
    where: NDArray[np.uint32],
    row: Floats,
    noise: Floats,
    far: Floats,
    worth: Floats,
    i: int,
    warm: np.float32,
    stays: np.float32,
) -> int:
    """Fill `worth`: what trading with each is worth to i, with its own noise. Return how many beat staying.

    `row` are the distances of i. Arrays are handed over one by one because that is quicker than a tuple of many.
    """
    here, two = gain[where[i]], np.float32(2)
    base = here[i]
    here[i] = NEVER
    for j in range(far.shape[0]):
        far[j] = gain[where[j], i]
    here[i] = base
    better = np.int32(0)
    for j in range(far.shape[0]):
        new = far[j] - base + here[j] - own[j] - two * row[j] + warm * noise[j]
        worth[j] = new
        better += np.int32(new > stays)
    return int(better)


@wide_kernel
def highest(worth: Floats) -> int:
    """Return where the largest number stands."""
    at, most = 0, worth[0]
    for j in range(worth.shape[0]):
        if worth[j] > most:
            at, most = j, worth[j]
    return at


@wide_kernel
def elsewhere(t: Table, s: Seats, i: int, at: int, warm: np.float32, most: np.float32) -> int:
    """Return the group that i goes to alone when that is worth more than `most`, else NOWHERE."""
    g, best = np.int64(s.where[i]), NOWHERE
    for h in range(s.gain.shape[0]):
        if h != g and s.size[h] < t.high[h]:
            worth = s.gain[h, i] - s.own[i] + warm * t.noise[at + h]
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
    _own_again(s)


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
    _own_again(s)


@wide_kernel
def _own_again(s: Seats) -> None:
    own, where, gain = s.own, s.where, s.gain
    for v in range(own.shape[0]):
        own[v] = gain[where[v], v]


@kernel
def steps(t: Table, s: Seats, rng: NDArray[np.uint64], count: int, hot: float, cold: float) -> None:
    """Take that many steps, cooling from hot to cold (in whole steps of distance); `best` keeps the best seats."""
    n = t.distance.shape[0]
    room = t.noise.shape[0] - n - s.gain.shape[0]
    heat, cooling = hot, (cold / hot) ** (STEP / max(count, STEP))
    for at in range(count):
        if at % STEP == STEP - 1:
            heat *= cooling
        i, begin = below(rng, n), below(rng, room)
        noise, warm = t.noise[begin : begin + n], np.float32(heat)
        j, most = i, warm * (noise[i] - REST)
        if weigh(s.gain, s.own, s.where, t.distance[i], noise, s.far, s.worth, i, warm, most) > 0:
            j = highest(s.worth)
            most = s.worth[j]
        h = NOWHERE
        if s.size[s.where[i]] > t.low[s.where[i]]:
            h = elsewhere(t, s, i, begin + n, warm, most)
        if h != NOWHERE:
            go(t, s, i, h)
        elif j != i:
            trade(t, s, i, j)
        else:
            continue
        s.value[TAKEN] += 1
        if s.value[NOW] > s.value[BEST]:
            s.value[BEST] = s.value[NOW]
            for v in range(n):
                s.best[v] = s.where[v]
