"""The fast twin of rules.py and score.py: what one move changes, in time linear in the two groups it touches.

Costs are whole thousandths of a point. `out` leaves a group and `inn` joins it; NOBODY stands for no one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import ALIKE_FROM, ENERGY, ENTER, EXPERIENCE, LEADS, LEAVE, LEVEL, Arrays
from minim.engine.jit import kernel
from minim.engine.slots import MISSES
from minim.engine.wishes import FAIRNESS_SCALE, MILLI

NOBODY = -1
FAR = 1 << 30


class Seats(NamedTuple):
    """Who sits where, and what each person and group costs there.

    `own` and `strife` are the cost and the forbidden pairs of a person with their group; `burden` and `pairs` the same
    of a group; `shape` counts level and Facilitator breaches, `slot` is the cost of the best start, `load` the cost of
    each start. `low` and `high` bound each group's size.
    """

    where: NDArray[np.int32]
    spot: NDArray[np.int32]
    members: NDArray[np.int32]
    size: NDArray[np.int32]
    low: NDArray[np.int32]
    high: NDArray[np.int32]
    own: NDArray[np.int64]
    strife: NDArray[np.int64]
    burden: NDArray[np.int64]
    pairs: NDArray[np.int64]
    shape: NDArray[np.int64]
    slot: NDArray[np.int64]
    load: NDArray[np.int16]


@kernel
def pair(a: Arrays, i: int, j: int) -> tuple[int, int]:
    """Return cost and forbidden pairs (own chain, kept apart) of two people in one group."""
    p = a.people
    bad = 0
    if p[i, ENTER] < p[j, ENTER]:
        if p[j, ENTER] < p[i, LEAVE]:
            bad += 1
    elif p[i, ENTER] < p[j, LEAVE]:
        bad += 1
    for at in range(a.apart_from[i], a.apart_from[i + 1]):
        if a.apart[at] == j:
            bad += 1
    cost = 0
    if p[i, EXPERIENCE] >= 0 and p[j, EXPERIENCE] >= 0:
        cost += a.experience * abs(p[i, EXPERIENCE] - p[j, EXPERIENCE])
    if p[i, ENERGY] >= 0 and p[j, ENERGY] >= 0:
        cost += a.energy * abs(p[i, ENERGY] - p[j, ENERGY])
    for column in range(a.alike.shape[0]):
        word = p[i, ALIKE_FROM + column]
        if word >= 0 and word == p[j, ALIKE_FROM + column]:
            cost += a.alike[column]
    return cost, bad


@kernel
def unfairness(a: Arrays, burden: int) -> int:
    """Return the points a group's burden adds beyond itself."""
    return burden * burden // (FAIRNESS_SCALE * MILLI) * a.fairness // MILLI


@kernel
def moved(a: Arrays, i: int, group: int) -> int:
    """Return the cost of seating somebody elsewhere than today."""
    return a.moves if a.today[i] != NOBODY and a.today[i] != group else 0


@kernel
def member(s: Seats, group: int, at: int, out: int, inn: int) -> int:
    """Return the member at a place once `out` has left and `inn` has joined; NOBODY for an empty place."""
    if at == s.size[group]:
        return inn if out == NOBODY else NOBODY
    i = int(s.members[group, at])
    return inn if i == out else i


@kernel
def strays(a: Arrays, s: Seats, group: int, out: int, inn: int, leader: int) -> int:
    """Return how many stand outside the window of levels that holds most people, the leader not counted."""
    count = 0
    most = 0
    for at in range(s.size[group] + 1):
        i = member(s, group, at, out, inn)
        if i in (NOBODY, leader):
            continue
        count += 1
        inside = 0
        for other in range(s.size[group] + 1):
            j = member(s, group, other, out, inn)
            if j != NOBODY and j != leader and 0 <= a.people[j, LEVEL] - a.people[i, LEVEL] <= a.band:
                inside += 1
        most = max(most, inside)
    return count - most


@kernel
def led_by(a: Arrays, s: Seats, group: int, out: int, inn: int, leader: int) -> int:
    """Return level and Facilitator breaches when `leader` leads (NOBODY: the group has no Facilitator)."""
    breaches = strays(a, s, group, out, inn, leader)
    if leader == NOBODY:
        return breaches + 1
    low, high = FAR, -FAR
    for at in range(s.size[group] + 1):
        i = member(s, group, at, out, inn)
        if i not in (NOBODY, leader):
            low, high = min(low, a.people[i, LEVEL]), max(high, a.people[i, LEVEL])
    if a.people[leader, LEVEL] > low + 1 and low < FAR:
        breaches += 1
    if a.people[leader, LEVEL] < high - a.band:
        breaches += 1
    return breaches


@kernel
def misshapen(a: Arrays, s: Seats, group: int, out: int, inn: int) -> tuple[int, int]:
    """Return the fewest level and Facilitator breaches over all choices of a Facilitator, and who that is."""
    least, leader = led_by(a, s, group, out, inn, NOBODY), NOBODY
    for at in range(s.size[group] + 1):
        i = member(s, group, at, out, inn)
        if i != NOBODY and a.people[i, LEADS] == 1:
            breaches = led_by(a, s, group, out, inn, i)
            if breaches < least:
                least, leader = breaches, i
    return least, leader


@kernel
def best_slot(a: Arrays, s: Seats, group: int, out: int, inn: int) -> int:
    """Return the cost of the best start after a change: MISSES for each who cannot come, 1 for early or late."""
    starts = a.starts.shape[1]
    if starts == 0:
        return 0
    if out != NOBODY and inn != NOBODY and a.kind[out] == a.kind[inn]:
        return int(s.slot[group])
    best = FAR
    for at in range(starts):
        cost = int(s.load[group, at])
        if out != NOBODY:
            cost -= int(a.starts[a.kind[out], at])
        if inn != NOBODY:
            cost += int(a.starts[a.kind[inn], at])
        best = min(best, cost)
    return best


@kernel
def trial(a: Arrays, s: Seats, group: int, out: int, inn: int) -> tuple[int, int, int, int]:
    """Return what a group would be after a change: burden, forbidden pairs, shape breaches, cost of the best start."""
    burden, pairs = s.burden[group], s.pairs[group]
    if out != NOBODY:
        burden -= s.own[out]
        pairs -= s.strife[out]
    low, high, leads = FAR, -FAR, FAR
    for at in range(s.size[group] + 1):
        i = member(s, group, at, out, inn)
        if i == NOBODY:
            continue
        level = a.people[i, LEVEL]
        low, high = min(low, level), max(high, level)
        if a.people[i, LEADS] == 1:
            leads = min(leads, level)
        if inn not in (NOBODY, i):
            cost, bad = pair(a, inn, i)
            burden += cost
            pairs += bad
    shape = 0
    if high - low > a.band or leads > low + 1:
        shape = misshapen(a, s, group, out, inn)[0]
    slot = best_slot(a, s, group, out, inn)
    burden += a.hours * (slot % MISSES - s.slot[group] % MISSES)
    return burden, pairs, shape, slot


@kernel
def difference(a: Arrays, s: Seats, penalty: int, group: int, after: tuple[int, int, int, int]) -> int:
    """Return by how much the objective of one group changes: points plus `penalty` for each breach."""
    burden, pairs, shape, slot = after
    breaches = pairs + shape + slot // MISSES
    before = s.pairs[group] + s.shape[group] + s.slot[group] // MISSES
    points = burden + unfairness(a, burden) - s.burden[group] - unfairness(a, s.burden[group])
    return points + penalty * (breaches - before)


@kernel
def settle(a: Arrays, s: Seats, group: int, out: int, inn: int, after: tuple[int, int, int, int]) -> None:
    """Carry out a change that `trial` has weighed; the seat of `out` becomes free or goes to `inn`."""
    own, strife = 0, 0
    for at in range(s.size[group]):
        i = s.members[group, at]
        if i == out:
            continue
        if out != NOBODY:
            cost, bad = pair(a, out, i)
            s.own[i] -= cost
            s.strife[i] -= bad
        if inn != NOBODY:
            cost, bad = pair(a, inn, i)
            s.own[i] += cost
            s.strife[i] += bad
            own += cost
            strife += bad
    for at in range(a.starts.shape[1]):
        if out != NOBODY:
            s.load[group, at] -= a.starts[a.kind[out], at]
        if inn != NOBODY:
            s.load[group, at] += a.starts[a.kind[inn], at]
    s.burden[group], s.pairs[group], s.shape[group], s.slot[group] = after
    if inn != NOBODY:
        s.own[inn], s.strife[inn] = own, strife


@kernel
def reseat(s: Seats, group: int, out: int, inn: int, spot: int) -> None:
    """Write the change into the lists; `spot` is where `out` sat."""
    if out != NOBODY and inn != NOBODY:
        s.members[group, spot] = inn
        s.spot[inn] = spot
    elif out != NOBODY:
        last = s.members[group, s.size[group] - 1]
        s.members[group, spot] = last
        s.spot[last] = spot
        s.size[group] -= 1
    else:
        s.members[group, s.size[group]] = inn
        s.spot[inn] = s.size[group]
        s.size[group] += 1
    if inn != NOBODY:
        s.where[inn] = group


@kernel
def refresh(a: Arrays, s: Seats) -> None:
    """Compute everything from `where` alone."""
    s.size[:] = 0
    s.load[:, :] = 0
    s.own[:] = 0
    s.strife[:] = 0
    s.burden[:] = 0
    s.pairs[:] = 0
    for i in range(s.where.shape[0]):
        group = s.where[i]
        if group == NOBODY:
            continue
        for at in range(s.size[group]):
            j = s.members[group, at]
            cost, bad = pair(a, i, j)
            s.own[i] += cost
            s.own[j] += cost
            s.strife[i] += bad
            s.strife[j] += bad
            s.burden[group] += cost
            s.pairs[group] += bad
        s.members[group, s.size[group]] = i
        s.spot[i] = s.size[group]
        s.size[group] += 1
        for at in range(a.starts.shape[1]):
            s.load[group, at] += a.starts[a.kind[i], at]
    for group in range(s.size.shape[0]):
        s.shape[group] = misshapen(a, s, group, NOBODY, NOBODY)[0]
        s.slot[group] = best_slot(a, s, group, NOBODY, NOBODY)
        s.burden[group] += a.hours * (s.slot[group] % MISSES)


@kernel
def totals(a: Arrays, s: Seats) -> tuple[int, int]:
    """Return breaches and cost of all groups."""
    breaches, cost = 0, 0
    for group in range(s.size.shape[0]):
        breaches += s.pairs[group] + s.shape[group] + s.slot[group] // MISSES
        cost += s.burden[group] + unfairness(a, s.burden[group])
    for i in range(s.where.shape[0]):
        if s.where[i] != NOBODY:
            cost += moved(a, i, s.where[i])
    return breaches, cost
