"""The fast twin of rules.py and score.py: what one move changes, in time linear in the two groups it touches.

Costs are whole thousandths of a point. `out` leaves a group and `inn` joins it; NOBODY stands for no one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import (
    ALIKE_FROM,
    APART_FROM,
    APART_TO,
    ENERGY,
    ENTER,
    EXPERIENCE,
    FAIRNESS,
    HOURS,
    KIND,
    LEADS,
    LEAVE,
    LEVEL,
    MOVES,
    TODAY,
    Arrays,
)
from minim.engine.jit import kernel
from minim.engine.slots import MISSES
from minim.engine.wishes import FAIRNESS_SCALE, MILLI

NOBODY = -1
FAR = 1 << 30


GROUP, SPOT = range(2)
OWN, STRIFE = range(2)
BURDEN, PAIRS, SHAPE, SLOT, SIZE, LOW, HIGH = range(7)


class Seats(NamedTuple):
    """Who sits where, and what each person and group costs there.

    `seat[i]` is the GROUP of a person and the SPOT among its `members`. `toll[i]` is the cost (OWN) and the number of
    forbidden pairs (STRIFE) of a person with their group. `group[g]` holds the same of a group (BURDEN, PAIRS), its
    level and Facilitator breaches (SHAPE), the cost of its best start (SLOT), its size and bounds. `load[g]` is the
    cost of each start.
    """

    seat: NDArray[np.int64]
    toll: NDArray[np.int64]
    group: NDArray[np.int64]
    members: NDArray[np.int64]
    load: NDArray[np.int16]


@kernel
def nobody() -> int:
    """Return NOBODY as an ordinary number: a constant argument would compile every kernel once more."""
    return int(np.int64(NOBODY))


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
    for at in range(p[i, APART_FROM], p[i, APART_TO]):
        if a.apart[at] == j:
            bad += 1
    cost = 0
    if p[i, EXPERIENCE] >= 0 and p[j, EXPERIENCE] >= 0:
        cost += a.price[EXPERIENCE] * abs(p[i, EXPERIENCE] - p[j, EXPERIENCE])
    if p[i, ENERGY] >= 0 and p[j, ENERGY] >= 0:
        cost += a.price[ENERGY] * abs(p[i, ENERGY] - p[j, ENERGY])
    for column in range(ALIKE_FROM, a.price.shape[0]):
        if p[i, column] == p[j, column] and p[i, column] >= 0:
            cost += a.price[column]
    return cost, bad


@kernel
def unfairness(a: Arrays, burden: int) -> int:
    """Return the points a group's burden adds beyond itself."""
    return int(burden * burden // (FAIRNESS_SCALE * MILLI) * a.price[FAIRNESS] // MILLI)


@kernel
def moved(a: Arrays, i: int, group: int) -> int:
    """Return the cost of seating somebody elsewhere than today."""
    today = int(a.people[i, TODAY])
    return int(a.price[MOVES]) if today != NOBODY and today != group else 0


@kernel
def member(s: Seats, group: int, at: int, out: int, inn: int) -> int:
    """Return the member at a place once `out` has left and `inn` has joined; NOBODY for an empty place."""
    if at == s.group[group, SIZE]:
        return inn if out == NOBODY else NOBODY
    i = int(s.members[group, at])
    return inn if i == out else i


@kernel
def shapely(a: Arrays, s: Seats, group: int, out: int, inn: int) -> bool:
    """Tell at a glance that levels are near and someone may lead; False asks for a closer look by `misshapen`."""
    low, high, leads = FAR, -FAR, FAR
    for at in range(s.group[group, SIZE] + 1):
        i = member(s, group, at, out, inn)
        if i != NOBODY:
            level = int(a.people[i, LEVEL])
            low, high = min(low, level), max(high, level)
            if a.people[i, LEADS] == 1:
                leads = min(leads, level)
    return high - low <= a.band and leads < FAR and leads <= low + 1


@kernel
def strays(a: Arrays, s: Seats, group: int, out: int, inn: int, leader: int) -> tuple[int, int]:
    """Return how many stand outside the window of levels that holds most people, and the highest level inside.

    The leader does not count. Of two windows that hold as many, the lower one is taken.
    """
    count, most, base, top = 0, 0, FAR, -FAR
    for at in range(s.group[group, SIZE] + 1):
        i = member(s, group, at, out, inn)
        if i in (NOBODY, leader):
            continue
        count += 1
        low, inside, high = int(a.people[i, LEVEL]), 0, -FAR
        for other in range(s.group[group, SIZE] + 1):
            j = member(s, group, other, out, inn)
            if j != NOBODY and j != leader and 0 <= a.people[j, LEVEL] - low <= a.band:
                inside += 1
                high = max(high, int(a.people[j, LEVEL]))
        if inside > most or (inside == most and low < base):
            most, base, top = inside, low, high
    return count - most, top


@kernel
def led_by(a: Arrays, s: Seats, group: int, out: int, inn: int, leader: int) -> int:
    """Return level and Facilitator breaches when `leader` leads (NOBODY: the group has no Facilitator)."""
    breaches, top = strays(a, s, group, out, inn, leader)
    if leader == NOBODY:
        return breaches + 1
    low = FAR
    for at in range(s.group[group, SIZE] + 1):
        i = member(s, group, at, out, inn)
        if i not in (NOBODY, leader):
            low = min(low, int(a.people[i, LEVEL]))
    level = int(a.people[leader, LEVEL])
    if level > low + 1:
        breaches += 1
    if level < top - a.band:
        breaches += 1
    return breaches


@kernel
def misshapen(a: Arrays, s: Seats, group: int, out: int, inn: int) -> tuple[int, int]:
    """Return the fewest level and Facilitator breaches over all choices of a Facilitator, and who that is."""
    least, leader = led_by(a, s, group, out, inn, nobody()), nobody()
    for at in range(s.group[group, SIZE] + 1):
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
    if out != NOBODY and inn != NOBODY and a.people[out, KIND] == a.people[inn, KIND]:
        return int(s.group[group, SLOT])
    best = FAR
    for at in range(starts):
        cost = int(s.load[group, at])
        if out != NOBODY:
            cost -= int(a.starts[a.people[out, KIND], at])
        if inn != NOBODY:
            cost += int(a.starts[a.people[inn, KIND], at])
        best = min(best, cost)
    return best


@kernel
def trial(a: Arrays, s: Seats, group: int, out: int, inn: int) -> tuple[int, int, int, int]:
    """Return what a group would be after a change: burden, forbidden pairs, shape breaches, cost of the best start."""
    burden, pairs = int(s.group[group, BURDEN]), int(s.group[group, PAIRS])
    if out != NOBODY:
        burden -= s.toll[out, OWN]
        pairs -= s.toll[out, STRIFE]
    if inn != NOBODY:
        for at in range(s.group[group, SIZE]):
            i = int(s.members[group, at])
            if i != out:
                cost, bad = pair(a, inn, i)
                burden += cost
                pairs += bad
    shape = 0
    if not shapely(a, s, group, out, inn):
        shape = misshapen(a, s, group, out, inn)[0]
    slot = best_slot(a, s, group, out, inn)
    burden += a.price[HOURS] * (slot % MISSES - s.group[group, SLOT] % MISSES)
    return burden, pairs, shape, slot


@kernel
def difference(a: Arrays, s: Seats, penalty: int, group: int, after: tuple[int, int, int, int]) -> int:
    """Return by how much the objective of one group changes: points plus `penalty` for each breach."""
    burden, pairs, shape, slot = after
    breaches = pairs + shape + slot // MISSES
    before = s.group[group, PAIRS] + s.group[group, SHAPE] + s.group[group, SLOT] // MISSES
    points = burden + unfairness(a, burden) - s.group[group, BURDEN] - unfairness(a, s.group[group, BURDEN])
    return int(points + penalty * (breaches - before))


@kernel
def settle(a: Arrays, s: Seats, group: int, out: int, inn: int, after: tuple[int, int, int, int]) -> None:
    """Carry out a change that `trial` has weighed; the seat of `out` becomes free or goes to `inn`."""
    own, strife = 0, 0
    for at in range(s.group[group, SIZE]):
        i = int(s.members[group, at])
        if i == out:
            continue
        if out != NOBODY:
            cost, bad = pair(a, out, i)
            s.toll[i, OWN] -= cost
            s.toll[i, STRIFE] -= bad
        if inn != NOBODY:
            cost, bad = pair(a, inn, i)
            s.toll[i, OWN] += cost
            s.toll[i, STRIFE] += bad
            own += cost
            strife += bad
    for at in range(a.starts.shape[1]):
        if out != NOBODY:
            s.load[group, at] -= a.starts[a.people[out, KIND], at]
        if inn != NOBODY:
            s.load[group, at] += a.starts[a.people[inn, KIND], at]
    s.group[group, BURDEN], s.group[group, PAIRS], s.group[group, SHAPE], s.group[group, SLOT] = after
    if inn != NOBODY:
        s.toll[inn, OWN], s.toll[inn, STRIFE] = own, strife


@kernel
def reseat(s: Seats, group: int, out: int, inn: int, spot: int) -> None:
    """Write the change into the lists; `spot` is where `out` sat."""
    if out != NOBODY and inn != NOBODY:
        s.members[group, spot] = inn
        s.seat[inn, SPOT] = spot
    elif out != NOBODY:
        last = int(s.members[group, s.group[group, SIZE] - 1])
        s.members[group, spot] = last
        s.seat[last, SPOT] = spot
        s.group[group, SIZE] -= 1
    else:
        s.members[group, s.group[group, SIZE]] = inn
        s.seat[inn, SPOT] = s.group[group, SIZE]
        s.group[group, SIZE] += 1
    if inn != NOBODY:
        s.seat[inn, GROUP] = group


@kernel
def refresh(a: Arrays, s: Seats) -> None:
    """Compute everything from `where` alone."""
    for group in range(s.group.shape[0]):
        for column in range(LOW):
            s.group[group, column] = 0
        for at in range(a.starts.shape[1]):
            s.load[group, at] = 0
    for i in range(s.seat.shape[0]):
        s.toll[i, OWN], s.toll[i, STRIFE] = 0, 0
    for i in range(s.seat.shape[0]):
        group = int(s.seat[i, GROUP])
        if group == NOBODY:
            continue
        for at in range(s.group[group, SIZE]):
            j = int(s.members[group, at])
            cost, bad = pair(a, i, j)
            s.toll[i, OWN] += cost
            s.toll[j, OWN] += cost
            s.toll[i, STRIFE] += bad
            s.toll[j, STRIFE] += bad
            s.group[group, BURDEN] += cost
            s.group[group, PAIRS] += bad
        s.members[group, s.group[group, SIZE]] = i
        s.seat[i, SPOT] = s.group[group, SIZE]
        s.group[group, SIZE] += 1
        for at in range(a.starts.shape[1]):
            s.load[group, at] += a.starts[a.people[i, KIND], at]
    for group in range(s.group.shape[0]):
        s.group[group, SHAPE] = misshapen(a, s, group, nobody(), nobody())[0]
        s.group[group, SLOT] = best_slot(a, s, group, nobody(), nobody())
        s.group[group, BURDEN] += a.price[HOURS] * (s.group[group, SLOT] % MISSES)


@kernel
def totals(a: Arrays, s: Seats) -> tuple[int, int]:
    """Return breaches and cost of all groups."""
    breaches, cost = 0, 0
    for group in range(s.group.shape[0]):
        breaches += s.group[group, PAIRS] + s.group[group, SHAPE] + s.group[group, SLOT] // MISSES
        cost += s.group[group, BURDEN] + unfairness(a, int(s.group[group, BURDEN]))
    for i in range(s.seat.shape[0]):
        if s.seat[i, GROUP] != NOBODY:
            cost += moved(a, i, int(s.seat[i, GROUP]))
    return breaches, cost
