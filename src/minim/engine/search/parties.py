"""Legal groups met by chance around one person: they seat the few who are hard to seat before everybody else.

Whoever meets none is hard to seat at all and needs the patient proof of seatable.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import KIND, LEADS, LEVEL, Arrays
from minim.engine.jit import kernel
from minim.engine.kernels import NOBODY, pair
from minim.engine.search.anneal import below
from minim.engine.slots import MISSES

DRAWS = 60
"""People asked by chance for one party, for each seat in it."""


class Partners(NamedTuple):
    """Whom it can make sense to sit with: free people sorted by level and working week.

    `order[near_from[i] : near_to[i]]` are about the level of i.
    """

    order: NDArray[np.int64]
    near_from: NDArray[np.int64]
    near_to: NDArray[np.int64]


@kernel
def fits(a: Arrays, party: NDArray[np.int64], count: int, load: NDArray[np.int64], j: int) -> bool:
    """Tell whether somebody may join a party by chain, keep-apart, level and hours."""
    for at in range(count):
        i = int(party[at])
        if i == j or abs(a.people[i, LEVEL] - a.people[j, LEVEL]) > a.band or pair(a, i, j)[1] > 0:
            return False
    if a.starts.shape[1] == 0:
        return True
    best = MISSES
    for at in range(a.starts.shape[1]):
        best = min(best, load[at] + a.starts[a.people[j, KIND], at])
    return best < MISSES


@kernel
def is_led(a: Arrays, party: NDArray[np.int64], count: int) -> bool:
    """Tell whether somebody of the party may lead it."""
    lowest = a.people[party[0], LEVEL]
    for at in range(count):
        lowest = min(lowest, a.people[party[at], LEVEL])
    led = False
    for at in range(count):
        led |= a.people[party[at], LEADS] == 1 and a.people[party[at], LEVEL] <= lowest + 1
    return led


@kernel
def finds_party(
    a: Arrays,
    people: Partners,
    rng: NDArray[np.uint64],
    i: int,
    taken: NDArray[np.bool_],
    party: NDArray[np.int64],
) -> bool:
    """Fill `party` with a legal group around one person, of people not taken; tell whether one was met by chance."""
    size = party.shape[0]
    load = np.empty(a.starts.shape[1], dtype=np.int64)
    start, end = int(people.near_from[i]), int(people.near_to[i])
    party[0] = i
    count = 1
    for at in range(a.starts.shape[1]):
        load[at] = a.starts[a.people[i, KIND], at]
    for _ in range(DRAWS * size):
        j = int(people.order[start + below(rng, end - start)])
        if taken[j] or (count == size - 1 and a.people[j, LEADS] == 0 and not is_led(a, party, count)):
            continue
        if fits(a, party, count, load, j):
            party[count] = j
            count += 1
            for at in range(a.starts.shape[1]):
                load[at] += a.starts[a.people[j, KIND], at]
            if count == size:
                break
    return bool(count == size and is_led(a, party, count))


@kernel
def met_by_chance(
    a: Arrays, people: Partners, free: NDArray[np.int64], rng: NDArray[np.uint64], size: int
) -> NDArray[np.bool_]:
    """Mark everybody for whom a party was met; whoever is in it needs no other."""
    taken = np.zeros(len(a.people), dtype=np.bool_)
    met = np.zeros(len(a.people), dtype=np.bool_)
    party = np.empty(size, dtype=np.int64)
    for i in free:
        if not met[i] and finds_party(a, people, rng, int(i), taken, party):
            for at in range(size):
                met[party[at]] = True
    return met


def seat_parties(
    a: Arrays,
    people: Partners,
    few: NDArray[np.int64],
    groups: NDArray[np.int64],
    where: NDArray[np.int64],
    rng: NDArray[np.uint64],
    size: int,
) -> None:
    """Give each of the few, in order, one of `groups` with a party around them, where one is met."""
    taken = where != NOBODY
    party = np.empty(size, dtype=np.int64)
    empty = iter(groups)
    for i in few:
        if not taken[i] and finds_party(a, people, rng, int(i), taken, party):
            group = next(empty, None)
            if group is None:
                return
            taken[party] = True
            where[party] = group
