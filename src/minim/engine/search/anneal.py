"""Simulated annealing: everybody a person could trade places with is weighed at once, and one of them drawn.

Pairs, forbidden or not, are weighed by tables that a processor reads many numbers at a time. Drawing the largest sum
of saving and Gumbel noise (a heat bath) wastes no step on trades that are refused. Hours, levels and Facilitators are
no sums over pairs: they are asked of the exact kernels, for the trade that was drawn only, and it is drawn again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import FAIRNESS, LEVEL, MOVES, TODAY, Arrays, Numbers
from minim.engine.jit import kernel, wide_kernel
from minim.engine.kernels import (
    BURDEN,
    GROUP,
    HIGH,
    LOW,
    NOBODY,
    SIZE,
    SPOT,
    Seats,
    difference,
    moved,
    pair,
    reseat,
    settle,
    trial,
)
from minim.engine.wishes import FAIRNESS_SCALE, MILLI

STEP = 64
"""Steps between two coolings."""
LOWEST = np.float32(-1e30)
BLOCK = 40
"""Numbers of which the largest is looked for together."""
DRAWN = 6
"""Trades of one person asked of the exact kernels in one step at most."""

Floats = NDArray[np.float32]


class Part(NamedTuple):
    """People and groups that are searched together, numbered from 0.

    `rows` and `groups` are their numbers in the seats, `place` and `desk` lead back. `pair[x, y]` is what two cost in
    one group, `gain[g, x]` what x would cost in group g, `own[x]` what x costs in their group, `where[x]`, `pull[x]`
    how dear a point more is there (fairness). `bar[x]` is 0 for those who may trade. `home[x]` is today's group; to
    sit there is worth `stay`. `burden` is that of each group, `unfair` what a point squared costs. `worth` begins with
    people and goes on with groups, `tops` is the largest of each block of it; `far` is scratch.
    """

    rows: NDArray[np.int64]
    groups: NDArray[np.int64]
    place: NDArray[np.int64]
    desk: NDArray[np.int64]
    pair: Floats
    gain: Floats
    own: Floats
    pull: Floats
    bar: Floats
    where: NDArray[np.uint32]
    home: NDArray[np.uint32]
    burden: Floats
    noise: Floats
    far: Floats
    worth: Floats
    tops: Floats
    unfair: np.float32
    stay: np.float32


def part_of(
    a: Arrays, s: Seats, rows: Numbers, groups: Numbers, place: Numbers, desk: Numbers, noise: Floats
) -> Part:
    """Return a part of these people and groups, tables yet to fill; `place` and `desk` hold their numbers there."""
    n, count = len(rows), len(groups)
    blocks = -(-(n + count) // BLOCK)
    today = a.people[rows, TODAY]
    here = (today >= 0) & (today < len(desk))
    here[here] = groups[np.minimum(desk[today[here]], count - 1)] == today[here]
    home = np.full(n, count, dtype=np.uint32)
    home[here] = desk[today[here]]
    pair_table, gain = (np.empty((many, n), dtype=np.float32) for many in (n, count))
    own, pull, bar, far = (np.zeros(n, dtype=np.float32) for _ in range(4))
    return Part(
        rows, groups, place, desk, pair_table, gain, own, pull, bar,
        where=desk[s.seat[rows, GROUP]].astype(np.uint32),
        home=home,
        burden=s.group[groups, BURDEN].astype(np.float32),
        noise=noise,
        far=far,
        worth=np.full(blocks * BLOCK, LOWEST, dtype=np.float32),
        tops=np.full(blocks, LOWEST, dtype=np.float32),
        unfair=np.float32(a.price[FAIRNESS] / (FAIRNESS_SCALE * MILLI * MILLI)),
        stay=np.float32(a.price[MOVES] if here.any() else 0),
    )  # fmt: skip


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
def fill(a: Arrays, p: Part, penalty: int) -> None:
    """Write down what any two cost in one group, and what follows from who sits where."""
    p.gain.fill(0)
    for x in range(p.rows.shape[0]):
        i = int(p.rows[x])
        p.pair[x, x] = 0
        for y in range(x):
            j = int(p.rows[y])
            cost, bad = pair(a, i, j)
            if abs(a.people[i, LEVEL] - a.people[j, LEVEL]) > max(1, a.band):
                bad += 1
            p.pair[x, y] = p.pair[y, x] = np.float32(cost + penalty * bad)
    for x in range(p.rows.shape[0]):
        row, gain = p.pair[x], p.gain[p.where[x]]
        for y in range(row.shape[0]):
            gain[y] += row[y]
    for x in range(p.rows.shape[0]):
        p.own[x] = p.gain[p.where[x], x]
        p.pull[x] = np.float32(1) + np.float32(2) * p.unfair * p.burden[p.where[x]]


@wide_kernel
def weigh_trades(p: Part, x: int, at: int, heat: float) -> None:
    """Fill `worth` of everybody as one to trade places with: what it saves, with noise."""
    n, g = p.rows.shape[0], np.int64(p.where[x])
    here, row, own, where, worth = p.gain[g], p.pair[x], p.own, p.where, p.worth
    base, warm, k = here[x], np.float32(heat), p.unfair
    push, noise = p.pull[x], p.noise[at : at + n]
    for y in range(n):
        p.far[y] = p.gain[where[y], x]
    for y in range(n):
        there = p.far[y] - own[y] - row[y]
        back = here[y] - base - row[y]
        worth[y] = warm * noise[y] + p.bar[y] - back * (push + k * back) - there * (p.pull[y] + k * there)
    if p.stay > 0:
        price, home, homes, zero = p.stay, p.home[x], p.home, np.float32(0)
        for y in range(n):
            kept = (price if where[y] == home else zero) + (price if homes[y] == where[x] else zero)
            lost = price if homes[y] == where[y] else zero
            worth[y] += kept - lost
        if home == where[x]:
            for y in range(n):
                worth[y] -= price
        worth[x] = warm * noise[x] + p.bar[x]


@wide_kernel
def top(p: Part, block: int) -> None:
    """Note the largest worth of one block."""
    some = p.worth[block * BLOCK : (block + 1) * BLOCK]
    most = LOWEST
    for at in range(BLOCK):
        most = max(most, some[at])
    p.tops[block] = most


@kernel
def best_of(p: Part) -> int:
    """Return where the largest worth stands."""
    block = 0
    for at in range(p.tops.shape[0]):
        if p.tops[at] > p.tops[block]:
            block = at
    at = block * BLOCK
    while p.worth[at] != p.tops[block]:
        at += 1
    return at


@wide_kernel
def weigh(s: Seats, p: Part, x: int, at: int, heat: float) -> None:
    """Fill `worth` of everybody and, as places to go to alone, of groups; those who sit with x are left out."""
    weigh_trades(p, x, at, heat)
    n, g = p.rows.shape[0], np.int64(p.where[x])
    group = p.groups[g]
    for spot in range(s.group[group, SIZE]):
        other = p.place[s.members[group, spot]]
        if other != x:
            p.worth[other] = LOWEST
    left = p.own[x] * (p.pull[x] - p.unfair * p.own[x])
    for h in range(p.groups.shape[0]):
        p.worth[n + h] = LOWEST
        other = p.groups[h]
        if (
            h != g
            and s.group[group, SIZE] > s.group[group, LOW]
            and s.group[other, SIZE] < s.group[other, HIGH]
        ):
            there = p.gain[h, x]
            kept = p.stay * np.float32(int(p.home[x] == h) - int(p.home[x] == g))
            dear = np.float32(1) + np.float32(2) * p.unfair * p.burden[h]
            noise = np.float32(heat) * p.noise[at + n + h]
            p.worth[n + h] = noise + left + kept - there * (dear + p.unfair * there)
    for block in range(p.tops.shape[0]):
        top(p, block)


@wide_kernel
def seat(s: Seats, p: Part, x: int, y: int, g: int, h: int) -> None:
    """Write into the tables that x went from g to h, and y, unless NOBODY, the other way."""
    here, there, mine = p.gain[g], p.gain[h], p.pair[x]
    if y == NOBODY:
        for v in range(mine.shape[0]):
            here[v] -= mine[v]
            there[v] += mine[v]
    else:
        theirs = p.pair[y]
        for v in range(mine.shape[0]):
            change = theirs[v] - mine[v]
            here[v] += change
            there[v] -= change
        p.where[y] = g
    p.where[x] = h
    for q in (g, h):
        group = p.groups[q]
        p.burden[q] = s.group[group, BURDEN]
        pull = np.float32(1) + np.float32(2) * p.unfair * p.burden[q]
        for spot in range(s.group[group, SIZE]):
            v = p.place[s.members[group, spot]]
            p.own[v] = p.gain[q, v]
            p.pull[v] = pull


@kernel
def anneal(
    a: Arrays,
    s: Seats,
    p: Part,
    pool: NDArray[np.int64],
    rng: NDArray[np.uint64],
    tries: int,
    hot: float,
    cold: float,
    penalty: int,
) -> int:
    """Let people of `pool` (numbers in the part) take that many steps, cooling; return the total change.

    It stands in one piece because every kernel that calls another compiles both once more.
    """
    fill(a, p, penalty)
    n, noises = p.rows.shape[0], p.noise.shape[0] - p.worth.shape[0]
    heat, cooling, total = hot, (cold / hot) ** (STEP / max(tries, STEP)), 0
    for at in range(tries):
        if at % STEP == STEP - 1:
            heat *= cooling
        x, noise = int(pool[below(rng, pool.shape[0])]), below(rng, noises)
        weigh(s, p, x, noise, heat)
        i, g = int(p.rows[x]), int(p.groups[np.int64(p.where[x])])
        last, change = x, 0
        here = there = (0, 0, 0, 0)
        for _ in range(DRAWN):
            y = best_of(p)
            if y == x:
                break
            j, to = (int(p.rows[y]), int(np.int64(p.where[y]))) if y < n else (int(np.int64(NOBODY)), y - n)
            h = int(p.groups[to])
            if y == last:
                settle(a, s, g, i, j, here)
                settle(a, s, h, j, i, there)
                left, right = s.seat[i, SPOT], s.seat[max(j, 0), SPOT]
                reseat(s, g, i, j, left)
                reseat(s, h, j, i, right)
                seat(s, p, x, y if y < n else -1, int(np.int64(p.where[x])), to)
                total += change
                break
            here, there, change = trial(a, s, g, i, j), trial(a, s, h, j, i), moved(a, i, h) - moved(a, i, g)
            if j != NOBODY:
                change += moved(a, j, g) - moved(a, j, h)
            change += difference(a, s, penalty, g, here) + difference(a, s, penalty, h, there)
            p.worth[y] = np.float32(heat) * p.noise[noise + y] - np.float32(change)
            top(p, y // BLOCK)
            last = y
    return total
