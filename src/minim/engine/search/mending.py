"""Mends broken groups by rules alone: tabu search over swaps and moves of people in broken groups.

Wishes do not count here, so that one step can weigh everybody a person might trade places with: the best trade is
made even when it breaks more, and what was just left is not returned to for a while (tabu search, Glover 1986).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import APART_FROM, APART_TO, ENTER, KIND, LEADS, LEAVE, LEVEL, Numbers
from minim.engine.jit import kernel
from minim.engine.kernels import NOBODY
from minim.engine.search.anneal import below
from minim.engine.slots import MISSES

ENOUGH = 300
"""Trades weighed for one step at least; once so many were, a trade that breaks fewer rules is taken at once."""
TENURE = 6
"""Steps for which nobody returns to a group they left, and up to as many more by chance."""
FAR = 1 << 30


class Company(NamedTuple):
    """People and the rules between them, numbered from 0, levels without long gaps.

    `bad[i, j]` is 1 for two who may not share a group, `comes[i, s]` is 1 when i can come to meeting time s.
    """

    bad: NDArray[np.int8]
    level: NDArray[np.int64]
    leads: NDArray[np.int64]
    comes: NDArray[np.int16]
    free: NDArray[np.bool_]
    band: int
    low: int
    high: int


class Tables(NamedTuple):
    """Who sits where, and counts of it: everything a trade is weighed by.

    `strife[i, g]` counts those in group g with whom i may not sit; `levels` and `leaders` count members and willing
    ones by level, `come` those who can come by meeting time. `broken[g]` is forbidden pairs, level and Facilitator
    breaches, and those who miss the best time.
    """

    where: NDArray[np.int64]
    spot: NDArray[np.int64]
    members: NDArray[np.int64]
    size: NDArray[np.int64]
    strife: NDArray[np.int16]
    levels: NDArray[np.int16]
    leaders: NDArray[np.int16]
    come: NDArray[np.int16]
    broken: NDArray[np.int64]
    shut: NDArray[np.int64]


PAIRS, SHAPE, SLOT = range(3)


@kernel
def shape_of(c: Company, t: Tables, group: int, out: int, inn: int) -> int:
    """Return level and Facilitator breaches of a group after a change: 0 exactly when it is legal."""
    least, size = FAR, int(t.size[group]) + (inn != NOBODY) - (out != NOBODY)
    if size == 0:
        return 1
    for base in range(t.levels.shape[1] - c.band - 1):
        inside, led, above = 0, 0, 0
        for level in range(base, base + max(c.band, 1) + 1):
            here, willing = int(t.levels[group, level]), int(t.leaders[group, level])
            if out != NOBODY and c.level[out] == level:
                here -= 1
                willing -= c.leads[out]
            if inn != NOBODY and c.level[inn] == level:
                here += 1
                willing += c.leads[inn]
            if level <= base + c.band:
                inside += here
            if level <= base + 1:
                led += willing
            if level > base + c.band:
                above = min(1, willing)
        if inside + above > 0:
            least = min(least, size - inside - above + (1 if led == 0 else 0))
    return least


@kernel
def slot_of(c: Company, t: Tables, group: int, out: int, inn: int) -> int:
    """Return how many cannot come to the best meeting time of a group after a change."""
    most, size = 0, int(t.size[group]) + (inn != NOBODY) - (out != NOBODY)
    for start in range(t.come.shape[1]):
        there = t.come[group, start]
        if out != NOBODY:
            there -= c.comes[out, start]
        if inn != NOBODY:
            there += c.comes[inn, start]
        most = max(most, int(there))
    return size - most


@kernel
def weigh(c: Company, t: Tables, i: int, j: int, g: int, h: int, most: int) -> int:
    """Return by how much breaches change when i goes from g to h, and j (NOBODY: no one) the other way.

    What is surely above `most` is not weighed to the end.
    """
    change = int(t.strife[i, h]) - int(t.strife[i, g])
    if j != NOBODY:
        change += int(t.strife[j, g]) - int(t.strife[j, h]) - 2 * int(c.bad[i, j])
    hope = t.broken[g, SHAPE] + t.broken[g, SLOT] + t.broken[h, SHAPE] + t.broken[h, SLOT]
    if change - hope > most:
        return FAR
    if j == NOBODY or c.level[i] != c.level[j] or c.leads[i] != c.leads[j]:
        change += shape_of(c, t, g, i, j) - t.broken[g, SHAPE] + shape_of(c, t, h, j, i) - t.broken[h, SHAPE]
    if change - t.broken[g, SLOT] - t.broken[h, SLOT] > most:
        return FAR
    change += slot_of(c, t, g, i, j) - t.broken[g, SLOT]
    if change - t.broken[h, SLOT] > most:
        return FAR
    return int(change + slot_of(c, t, h, j, i) - t.broken[h, SLOT])


@kernel
def leave(c: Company, t: Tables, i: int) -> None:
    """Take somebody out of their group; forbidden pairs are counted, shape and slot are not."""
    g = t.where[i]
    last = t.members[g, t.size[g] - 1]
    t.members[g, t.spot[i]] = last
    t.spot[last] = t.spot[i]
    t.size[g] -= 1
    t.broken[g, PAIRS] -= t.strife[i, g]
    t.levels[g, c.level[i]] -= 1
    t.leaders[g, c.level[i]] -= c.leads[i]
    for start in range(t.come.shape[1]):
        t.come[g, start] -= c.comes[i, start]
    for k in range(t.where.shape[0]):
        t.strife[k, g] -= c.bad[i, k]
    t.where[i] = NOBODY


@kernel
def enter(c: Company, t: Tables, i: int, g: int) -> None:
    """Seat somebody; forbidden pairs are counted, shape and slot are not."""
    t.members[g, t.size[g]] = i
    t.spot[i] = t.size[g]
    t.size[g] += 1
    t.broken[g, PAIRS] += t.strife[i, g]
    t.levels[g, c.level[i]] += 1
    t.leaders[g, c.level[i]] += c.leads[i]
    for start in range(t.come.shape[1]):
        t.come[g, start] += c.comes[i, start]
    for k in range(t.where.shape[0]):
        t.strife[k, g] += c.bad[i, k]
    t.where[i] = g


@kernel
def tally(c: Company, t: Tables, group: int) -> None:
    """Count shape and slot of a group anew."""
    nobody = int(np.int64(NOBODY))
    t.broken[group, SHAPE] = shape_of(c, t, group, nobody, nobody)
    t.broken[group, SLOT] = slot_of(c, t, group, nobody, nobody)


@kernel
def pick_broken(t: Tables, rng: NDArray[np.uint64]) -> int:
    """Draw one of the broken groups; NOBODY when there is none."""
    chosen, seen = int(np.int64(NOBODY)), 0
    for group in range(t.size.shape[0]):
        if t.broken[group, PAIRS] + t.broken[group, SHAPE] + t.broken[group, SLOT] > 0:
            seen += 1
            if below(rng, seen) == 0:
                chosen = group
    return chosen


@kernel
def places(c: Company, t: Tables, g: int, h: int) -> int:
    """Return how many places of group h somebody of group g can take: its members' and, with room, one more."""
    if g == h:
        return 0
    return int(t.size[h]) + (1 if t.size[g] > c.low and t.size[h] < c.high else 0)


@kernel
def best_trade(
    c: Company, t: Tables, rng: NDArray[np.uint64], g: int, step: int, enough: int
) -> tuple[int, int, int, int, int]:
    """Return change, who leaves the broken group g, for whom, for which group, and how many trades were weighed.

    A trade that was made lately is weighed only for breaking fewer than `enough` rules more than now.
    """
    best, who, other, target, ties, weighed = FAR, g, g, g, 0, 0
    nobody = int(np.int64(NOBODY))
    by_pairs = t.broken[g, SHAPE] + t.broken[g, SLOT] == 0
    groups = t.size.shape[0]
    first = below(rng, groups)
    for at in range(t.size[g]):
        i = int(t.members[g, at])
        if not c.free[i] or (by_pairs and t.strife[i, g] == 0):
            continue
        for step_on in range(groups):
            h = (first + step_on) % groups
            if weighed > ENOUGH and best < 0:
                return best, who, other, target, weighed
            for place in range(places(c, t, g, h)):
                j = int(t.members[h, place]) if place < t.size[h] else nobody
                if j != NOBODY and not c.free[j]:
                    continue
                weighed += 1
                change = weigh(c, t, i, j, g, h, best)
                if change > best:
                    continue
                barred = t.shut[i, h] > step or (j != NOBODY and t.shut[j, g] > step)
                if barred and change >= enough:
                    continue
                ties = 1 if change < best else ties + 1
                if change < best or below(rng, ties) == 0:
                    best, who, other, target = change, i, j, h
    return best, who, other, target, weighed


@kernel
def keep(t: Tables, best: NDArray[np.int64]) -> None:
    """Write the seats into `best`. An array assigned as a whole would compile for two seconds more."""
    for i in range(best.shape[0]):
        best[i] = t.where[i]


@kernel
def mend_by_rules(c: Company, t: Tables, rng: NDArray[np.uint64], work: int, best: NDArray[np.int64]) -> int:
    """Weigh about so many trades; write the least broken seats into `best` and return their breaches."""
    total = int(t.broken.sum())
    least, step, weighed = total, 0, 0
    keep(t, best)
    while least > 0 and weighed < work:
        g = pick_broken(t, rng)
        change, i, j, h, count = best_trade(c, t, rng, g, step, least - total)
        weighed += count + t.size.shape[0]
        step += 1
        if change == FAR:
            continue
        leave(c, t, i)
        if j != NOBODY:
            leave(c, t, j)
            enter(c, t, j, g)
            t.shut[j, h] = step + TENURE + below(rng, TENURE)
        enter(c, t, i, h)
        t.shut[i, g] = step + TENURE + below(rng, TENURE)
        tally(c, t, g)
        tally(c, t, h)
        total += change
        if total < least:
            least = total
            keep(t, best)
    return least


@kernel
def count_all(c: Company, t: Tables, where: NDArray[np.int64]) -> None:
    """Seat everybody in empty tables."""
    for i in range(where.shape[0]):
        enter(c, t, i, int(where[i]))
    for group in range(t.size.shape[0]):
        tally(c, t, group)


def company_of(
    people: NDArray[np.int32],
    apart: NDArray[np.int32],
    starts: NDArray[np.int16],
    rows: Numbers,
    free: NDArray[np.bool_],
    band: int,
    size: tuple[int, int],
) -> Company:
    """Return the rules between the people of these rows."""
    some = people[rows]
    enters, leaves = some[:, ENTER], some[:, LEAVE]
    above = (enters[:, None] < enters[None, :]) & (enters[None, :] < leaves[:, None])
    bad = above | above.T
    place = np.full(len(people), NOBODY, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    for at, row in enumerate(rows):
        others = place[apart[people[row, APART_FROM] : people[row, APART_TO]]]
        bad[at, others[others != NOBODY]] = True
    comes = np.ones((len(rows), 1), dtype=np.int16)
    if starts.shape[1]:
        comes = np.unique(starts < MISSES, axis=1).astype(np.int16)[some[:, KIND]]
    span = int(np.ptp(some[:, LEVEL])) if len(rows) else 0
    band = min(band, max(1, span))
    return Company(
        bad.astype(np.int8),
        _without_gaps(some[:, LEVEL], band),
        some[:, LEADS].astype(np.int64),
        np.ascontiguousarray(comes),
        free,
        band,
        *size,
    )


def _without_gaps(levels: NDArray[np.int32], band: int) -> Numbers:
    """Number levels from 1 on, keeping distances as far as they matter."""
    known, at = np.unique(levels, return_inverse=True)
    steps = np.minimum(np.diff(known, prepend=known[:1]), max(1, band) + 1)
    numbers: Numbers = np.cumsum(steps)[at].astype(np.int64) + 1
    return numbers


def tables_for(c: Company, where: Numbers, groups: int) -> Tables:
    """Return tables with everybody seated."""
    count, cap = len(where), max(c.high, int(np.bincount(where, minlength=groups).max())) + 2
    levels = int(c.level.max()) + c.band + 2
    t = Tables(
        where=np.full(count, NOBODY, dtype=np.int64),
        spot=np.zeros(count, dtype=np.int64),
        members=np.zeros((groups, cap), dtype=np.int64),
        size=np.zeros(groups, dtype=np.int64),
        strife=np.zeros((count, groups), dtype=np.int16),
        levels=np.zeros((groups, levels), dtype=np.int16),
        leaders=np.zeros((groups, levels), dtype=np.int16),
        come=np.zeros((groups, c.comes.shape[1]), dtype=np.int16),
        broken=np.zeros((groups, 3), dtype=np.int64),
        shut=np.zeros((count, groups), dtype=np.int64),
    )
    count_all(c, t, where)
    return t
