"""Where else somebody could sit, and what that would change."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import Arrays
from minim.engine.jit import kernel
from minim.engine.kernels import (
    BURDEN,
    FAR,
    GROUP,
    HIGH,
    LOW,
    NOBODY,
    SIZE,
    SLOT,
    Seats,
    difference,
    moved,
    nobody,
    shapely,
    trial,
    unfairness,
)
from minim.engine.slots import MISSES

PROMISING = 5
"""Groups in which every trade is weighed, chosen by what joining them costs."""


@kernel
def without_or_with(a: Arrays, s: Seats, i: int) -> NDArray[np.int64]:
    """Return for each group by how much its points and its people in early or late hours change.

    The group of i is weighed without them, every other group with them.
    """
    changes = np.zeros((s.group.shape[0], 2), dtype=np.int64)
    for group in range(s.group.shape[0]):
        out, inn = (i, nobody()) if group == s.seat[i, GROUP] else (nobody(), i)
        burden, _, _, slot = trial(a, s, group, out, inn)
        before = int(s.group[group, BURDEN])
        changes[group, 0] = burden + unfairness(a, burden) - before - unfairness(a, before)
        changes[group, 1] = slot % MISSES - s.group[group, SLOT] % MISSES
    return changes


@kernel
def exchange(a: Arrays, s: Seats, i: int, j: int, h: int, penalty: int) -> int:
    """Return what changes when i goes to group h and j, unless NOBODY, takes the place of i."""
    g = s.seat[i, GROUP]
    change = difference(a, s, penalty, g, trial(a, s, g, i, j)) + difference(
        a, s, penalty, h, trial(a, s, h, j, i)
    )
    change += moved(a, i, h) - moved(a, i, g)
    if j != NOBODY:
        change += moved(a, j, g) - moved(a, j, h)
    return change


@kernel
def promising(a: Arrays, s: Seats, i: int, penalty: int) -> NDArray[np.int64]:
    """Return the groups that i would fit best, NOBODY where there are fewer."""
    costs = np.empty(PROMISING, dtype=np.int64)
    groups = np.empty(PROMISING, dtype=np.int64)
    for at in range(PROMISING):
        costs[at], groups[at] = FAR * penalty, NOBODY
    for h in range(s.group.shape[0]):
        if h == s.seat[i, GROUP] or s.group[h, SIZE] == 0:
            continue
        if a.band > 0 and not shapely(a, s, h, nobody(), i):
            continue
        cost, group = difference(a, s, penalty, h, trial(a, s, h, nobody(), i)) + moved(a, i, h), h
        for at in range(PROMISING):
            if cost < costs[at]:
                costs[at], cost = cost, costs[at]
                groups[at], group = group, groups[at]
    return groups


@kernel
def best_exchange(
    a: Arrays, s: Seats, i: int, h: int, fixed: NDArray[np.bool_], penalty: int
) -> tuple[int, int]:
    """Return the cheapest way for i into group h: the change, and the partner of the trade or NOBODY."""
    least, partner = FAR * penalty, nobody()
    g = s.seat[i, GROUP]
    if s.group[g, SIZE] > s.group[g, LOW] and s.group[h, SIZE] < s.group[h, HIGH]:
        least = exchange(a, s, i, nobody(), h, penalty)
    for at in range(s.group[h, SIZE]):
        j = s.members[h, at]
        if not fixed[j]:
            change = exchange(a, s, i, j, h, penalty)
            if change < least:
                least, partner = change, j
    return least, partner


@kernel
def alternatives(
    a: Arrays, s: Seats, people: NDArray[np.int64], fixed: NDArray[np.bool_], penalty: int
) -> NDArray[np.int64]:
    """Return for each person the two cheapest other groups: (change, group, partner); group NOBODY when none fits."""
    found = np.empty((people.shape[0], 2, 3), dtype=np.int64)
    found.fill(nobody())
    for row in range(people.shape[0]):
        i = people[row]
        if s.seat[i, GROUP] == NOBODY or fixed[i]:
            continue
        for h in promising(a, s, i, penalty):
            if h == NOBODY:
                continue
            change, partner = best_exchange(a, s, i, h, fixed, penalty)
            for rank in range(2):
                if change < penalty and (found[row, rank, 1] == NOBODY or change < found[row, rank, 0]):
                    for column in range(3):
                        found[row, 1, column] = found[row, rank, column]
                    found[row, rank, 0], found[row, rank, 1], found[row, rank, 2] = change, h, partner
                    break
    return found
