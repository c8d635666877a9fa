"""Simulated annealing with swaps and moves: the loop that the search spends its time in."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import HOURS, Arrays
from minim.engine.jit import kernel
from minim.engine.kernels import (
    BURDEN,
    GROUP,
    HIGH,
    LOW,
    NOBODY,
    OWN,
    PAIRS,
    SHAPE,
    SIZE,
    SLOT,
    SPOT,
    Seats,
    difference,
    moved,
    reseat,
    settle,
    shapely,
    trial,
    unfairness,
)
from minim.engine.slots import MISSES

STEP = 64
"""Moves between two coolings."""
STRICT = 60
"""A breach that costs this many temperatures is never accepted, so it need not be weighed."""


class Partners(NamedTuple):
    """Whom it can make sense to trade places with: free people sorted by level and working week.

    `order[near_from[i] : near_to[i]]` are about the level of i; `kin_from`, `kin_to` also keep the same hours.
    """

    order: NDArray[np.int64]
    near_from: NDArray[np.int64]
    near_to: NDArray[np.int64]
    kin_from: NDArray[np.int64]
    kin_to: NDArray[np.int64]


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
    start, end = int(people.near_from[i]), int(people.near_to[i])
    if below(rng, 2) == 0 and people.kin_to[i] - people.kin_from[i] > 1:
        start, end = int(people.kin_from[i]), int(people.kin_to[i])
    return int(people.order[start + below(rng, end - start)])


@kernel
def limit(rng: NDArray[np.uint64], heat: float) -> float:
    """Draw the dearest change that is accepted now (Metropolis: uphill the less often the steeper)."""
    return -heat * math.log(1.0 - chance(rng))


@kernel
def at_best(a: Arrays, s: Seats, penalty: int, group: int, out: int) -> int:
    """Return a change of one group that nobody in the place of `out` can beat, without a look at its members."""
    burden, slot = int(s.group[group, BURDEN]), int(s.group[group, SLOT])
    least = burden - a.price[HOURS] * (slot % MISSES)
    if out != NOBODY:
        least -= s.toll[out, OWN]
    breaches = s.group[group, PAIRS] + s.group[group, SHAPE] + slot // MISSES
    return int(least + unfairness(a, least) - burden - unfairness(a, burden) - penalty * breaches)


@kernel
def spoils(a: Arrays, s: Seats, group: int, out: int, inn: int) -> bool:
    """Tell whether a change surely breaks the levels or takes the only Facilitator of a group that was in order.

    In a band of 0 a Facilitator one level above is legal though a glance says no.
    """
    return a.band > 0 and s.group[group, SHAPE] == 0 and not shapely(a, s, group, out, inn)


@kernel
def attempt(
    a: Arrays, s: Seats, rng: NDArray[np.uint64], i: int, j: int, h: int, penalty: int, heat: float
) -> int:
    """Let i go to group h, and j, unless NOBODY, to the place of i; return the change, or 0 when refused.

    Most trades are refused, and most of these by what they could save at best, before members are looked at.
    """
    g = s.seat[i, GROUP]
    dearest = limit(rng, heat)
    change = moved(a, i, h) - moved(a, i, g)
    if j != NOBODY:
        change += moved(a, j, g) - moved(a, j, h)
    there_at_best = at_best(a, s, penalty, h, j)
    if change + at_best(a, s, penalty, g, i) + there_at_best > dearest:
        return 0
    if penalty > STRICT * heat and (spoils(a, s, g, i, j) or spoils(a, s, h, j, i)):
        return 0
    here = trial(a, s, g, i, j)
    change += difference(a, s, penalty, g, here)
    if change + there_at_best > dearest:
        return 0
    there = trial(a, s, h, j, i)
    change += difference(a, s, penalty, h, there)
    if change > dearest:
        return 0
    settle(a, s, g, i, j, here)
    settle(a, s, h, j, i, there)
    left, right = s.seat[i, SPOT], s.seat[max(j, 0), SPOT]
    reseat(s, g, i, j, left)
    reseat(s, h, j, i, right)
    return change


@kernel
def anneal(
    a: Arrays,
    s: Seats,
    people: Partners,
    pool: NDArray[np.int64],
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
        i = int(pool[below(rng, pool.shape[0])])
        j = partner(people, rng, i)
        g, h = int(s.seat[i, GROUP]), int(s.seat[j, GROUP])
        if g == h:
            continue
        if s.group[g, SIZE] > s.group[g, LOW] and s.group[h, SIZE] < s.group[h, HIGH] and below(rng, 3) == 0:
            j = NOBODY
        total += attempt(a, s, rng, i, j, h, penalty, heat)
    return total
