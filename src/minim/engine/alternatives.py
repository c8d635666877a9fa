"""Where else somebody could sit, and what that would change."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import LEVEL, Arrays
from minim.engine.jit import kernel
from minim.engine.kernels import (
    BURDEN,
    FAR,
    GROUP,
    HIGH,
    LOW,
    NOBODY,
    PAIRS,
    SHAPE,
    SIZE,
    SLOT,
    Seats,
    difference,
    moved,
    nobody,
    pair,
    shapely,
    trial,
    unfairness,
)
from minim.engine.slots import MISSES

PROMISING = 5
"""Groups in which every trade is weighed, chosen by what joining them costs."""
LISTED = 16
"""Groups of which those are chosen, by the pairs that joining them makes."""
NEAR = 120
"""How many groups on either side, in the order of levels and hours, are looked at, however many there are."""


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
def more_broken(s: Seats, group: int, after: tuple[int, int, int, int]) -> int:
    """Return how many more rules a group breaks after a change than before; below zero is fewer."""
    before = s.group[group, PAIRS] + s.group[group, SHAPE] + s.group[group, SLOT] // MISSES
    return int(after[1] + after[2] + after[3] // MISSES - before)


@kernel
def exchange(a: Arrays, s: Seats, i: int, j: int, h: int, penalty: int) -> tuple[int, int, bool]:
    """Return what changes when i goes to group h and j, unless NOBODY, takes the place of i.

    That is: points, broken rules, and whether neither group breaks more rules than before.
    """
    g = s.seat[i, GROUP]
    here, there = trial(a, s, g, i, j), trial(a, s, h, j, i)
    change = difference(a, s, penalty, g, here) + difference(a, s, penalty, h, there)
    change += moved(a, i, h) - moved(a, i, g)
    if j != NOBODY:
        change += moved(a, j, g) - moved(a, j, h)
    left, met = more_broken(s, g, here), more_broken(s, h, there)
    return change - penalty * (left + met), left + met, left <= 0 and met <= 0


@kernel
def welcome(a: Arrays, s: Seats, i: int, h: int) -> int:
    """Return what i costs with the members of a group by pairs alone; forbidden pairs put it last."""
    total = 0
    for at in range(s.group[h, SIZE]):
        cost, bad = pair(a, i, s.members[h, at])
        total += cost + FAR * bad
    return total


@kernel
def fewest(costs: NDArray[np.int64], groups: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return so many groups with the least costs, the cheapest first; fewer when there are fewer. Sorts `costs`."""
    count = min(count, groups.shape[0])
    for rank in range(count):
        least = rank
        for at in range(rank + 1, groups.shape[0]):
            if costs[at] < costs[least]:
                least = at
        cost, group = costs[least], groups[least]
        for at in range(least, rank, -1):
            costs[at], groups[at] = costs[at - 1], groups[at - 1]
        costs[rank], groups[rank] = cost, group
    return groups[:count]


@kernel
def promising(a: Arrays, s: Seats, i: int, penalty: int, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return those of the groups that i would fit best: chosen by pairs first, then by all there is to weigh."""
    costs = np.empty(groups.shape[0], dtype=np.int64)
    known = 0
    open_to = np.empty(groups.shape[0], dtype=np.int64)
    for h in groups:
        if h == s.seat[i, GROUP] or s.group[h, SIZE] == 0:
            continue
        if a.band > 0 and not shapely(a, s, h, nobody(), i):
            continue
        costs[known], open_to[known] = welcome(a, s, i, h), h
        known += 1
    some = fewest(costs[:known], open_to[:known], LISTED)
    for at in range(some.shape[0]):
        h = some[at]
        costs[at] = difference(a, s, penalty, h, trial(a, s, h, nobody(), i)) + moved(a, i, h)
    return fewest(costs[: some.shape[0]], some, PROMISING)


@kernel
def best_exchange(
    a: Arrays, s: Seats, i: int, h: int, fixed: NDArray[np.bool_], penalty: int
) -> tuple[int, int, int]:
    """Return the best legal way for i into group h: points, more broken rules (FAR: no way), partner or NOBODY."""
    points, broken, partner = FAR, FAR, nobody()
    g = s.seat[i, GROUP]
    alone = s.group[g, SIZE] > s.group[g, LOW] and s.group[h, SIZE] < s.group[h, HIGH]
    for at in range(s.group[h, SIZE] + 1):
        j = nobody()
        if at < s.group[h, SIZE]:
            j = s.members[h, at]
        if (j == NOBODY and not alone) or (j != NOBODY and fixed[j]):
            continue
        change, more, legal = exchange(a, s, i, j, h, penalty)
        if legal and (more < broken or (more == broken and change < points)):
            points, broken, partner = change, more, j
    return points, broken, partner


def in_line(a: Arrays, s: Seats) -> NDArray[np.int64]:
    """Return the groups ordered by levels and then by best hour: who fits into one fits best into those beside it."""
    held = np.flatnonzero(s.seat[:, GROUP] != NOBODY)
    groups, levels = s.seat[held, GROUP], a.people[held, LEVEL].astype(np.int64)
    low, high = np.full(len(s.group), FAR), np.full(len(s.group), -FAR)
    np.minimum.at(low, groups, levels)
    np.maximum.at(high, groups, levels)
    hour = s.load.argmin(axis=1) if s.load.shape[1] else np.zeros(len(s.group), dtype=np.int64)
    return np.lexsort((hour, high, low))


def alternatives(
    a: Arrays, s: Seats, people: NDArray[np.int64], fixed: NDArray[np.bool_], penalty: int
) -> NDArray[np.int64]:
    """Return for each person the two best other groups: (points, group, partner); group NOBODY when none fits.

    None of them breaks a rule that holds now. What mends most comes first, then what costs least.
    """
    line = in_line(a, s)
    return best_elsewhere(a, s, people, fixed, penalty, line, np.argsort(line))


@kernel
def best_elsewhere(
    a: Arrays,
    s: Seats,
    people: NDArray[np.int64],
    fixed: NDArray[np.bool_],
    penalty: int,
    line: NDArray[np.int64],
    place: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Look for the two best among the groups near one's own in `line`, where group g has `place[g]`."""
    found = np.empty((people.shape[0], 2, 3), dtype=np.int64)
    found.fill(nobody())
    for row in range(people.shape[0]):
        i = people[row]
        if s.seat[i, GROUP] == NOBODY or fixed[i]:
            continue
        first = second = FAR
        here = place[s.seat[i, GROUP]]
        for h in promising(a, s, i, penalty, line[max(0, here - NEAR) : here + NEAR + 1]):
            points, broken, partner = best_exchange(a, s, i, h, fixed, penalty)
            if broken < first or (broken == first and broken < FAR and points < found[row, 0, 0]):
                second = first
                for at in range(3):
                    found[row, 1, at] = found[row, 0, at]
                found[row, 0, 0], found[row, 0, 1], found[row, 0, 2], first = points, h, partner, broken
            elif broken < second or (broken == second and broken < FAR and points < found[row, 1, 0]):
                found[row, 1, 0], found[row, 1, 1], found[row, 1, 2], second = points, h, partner, broken
    return found
