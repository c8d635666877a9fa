"""Simulated annealing with swaps and moves: the loop that the search spends its time in."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import Arrays
from minim.engine.jit import kernel
from minim.engine.kernels import NOBODY, Seats, difference, moved, reseat, settle, trial

STEP = 64
"""Moves between two coolings."""


class Partners(NamedTuple):
    """Whom it can make sense to trade places with: free people sorted by level and working week.

    `order[near_from[i] : near_to[i]]` are about the level of i; `kin_from`, `kin_to` also keep the same hours.
    """

    order: NDArray[np.int32]
    near_from: NDArray[np.int32]
    near_to: NDArray[np.int32]
    kin_from: NDArray[np.int32]
    kin_to: NDArray[np.int32]


@kernel
def draw(rng: NDArray[np.uint64]) -> np.uint64:
    """Return the next 64 random bits (xorshift64, Marsaglia 2003)."""
    rng[0] ^= rng[0] << np.uint64(13)
    rng[0] ^= rng[0] >> np.uint64(7)
    rng[0] ^= rng[0] << np.uint64(17)
    return np.uint64(rng[0])


@kernel
def below(rng: NDArray[np.uint64], count: int) -> int:
    """Return a random whole number from 0 to count - 1."""
    return (int(draw(rng) >> np.uint64(33)) * count) >> 31


@kernel
def chance(rng: NDArray[np.uint64]) -> float:
    """Return a random number from 0 up to 1."""
    return float(draw(rng) >> np.uint64(11)) / 9007199254740992.0


@kernel
def partner(people: Partners, rng: NDArray[np.uint64], i: int) -> int:
    """Draw somebody near in level, half of the time with the same working week."""
    start, end = people.near_from[i], people.near_to[i]
    if below(rng, 2) == 0 and people.kin_to[i] - people.kin_from[i] > 1:
        start, end = people.kin_from[i], people.kin_to[i]
    return int(people.order[start + below(rng, end - start)])


@kernel
def accepts(rng: NDArray[np.uint64], change: int, temperature: float) -> bool:
    """Metropolis: always downhill, uphill the less often the steeper."""
    return change <= 0 or chance(rng) < math.exp(-change / temperature)


@kernel
def try_swap(a: Arrays, s: Seats, rng: NDArray[np.uint64], i: int, j: int, penalty: int, heat: float) -> int:
    """Trade two places if the change is accepted; return the change, or 0 when refused."""
    g, h = s.where[i], s.where[j]
    here, there = trial(a, s, g, i, j), trial(a, s, h, j, i)
    change = difference(a, s, penalty, g, here) + difference(a, s, penalty, h, there)
    change += moved(a, i, h) + moved(a, j, g) - moved(a, i, g) - moved(a, j, h)
    if not accepts(rng, change, heat):
        return 0
    settle(a, s, g, i, j, here)
    settle(a, s, h, j, i, there)
    spot_i, spot_j = s.spot[i], s.spot[j]
    reseat(s, g, i, j, spot_i)
    reseat(s, h, j, i, spot_j)
    return change


@kernel
def try_move(a: Arrays, s: Seats, rng: NDArray[np.uint64], i: int, h: int, penalty: int, heat: float) -> int:
    """Move one person to another group if the change is accepted; return the change, or 0 when refused."""
    g = s.where[i]
    here, there = trial(a, s, g, i, NOBODY), trial(a, s, h, NOBODY, i)
    change = difference(a, s, penalty, g, here) + difference(a, s, penalty, h, there)
    change += moved(a, i, h) - moved(a, i, g)
    if not accepts(rng, change, heat):
        return 0
    settle(a, s, g, i, NOBODY, here)
    settle(a, s, h, NOBODY, i, there)
    spot = s.spot[i]
    reseat(s, g, i, NOBODY, spot)
    reseat(s, h, NOBODY, i, spot)
    return change


@kernel
def anneal(
    a: Arrays,
    s: Seats,
    people: Partners,
    pool: NDArray[np.int32],
    rng: NDArray[np.uint64],
    tries: int,
    hot: float,
    cold: float,
    penalty: int,
) -> int:
    """Try that many moves for people of `pool`, cooling from `hot` to `cold`; return the total change."""
    heat = hot
    cooling = (cold / hot) ** (STEP / max(tries, STEP))
    total = 0
    for at in range(tries):
        if at % STEP == STEP - 1:
            heat *= cooling
        i = pool[below(rng, pool.shape[0])]
        j = partner(people, rng, i)
        g, h = s.where[i], s.where[j]
        if g == h:
            continue
        if s.size[g] > s.low[g] and s.size[h] < s.high[h] and below(rng, 3) == 0:
            total += try_move(a, s, rng, i, h, penalty, heat)
        else:
            total += try_swap(a, s, rng, i, j, penalty, heat)
    return total
