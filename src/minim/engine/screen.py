"""A quick look for people whom hardly any group can take; only they need the patient proof of seatable.py."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minim.engine.anneal import Partners, below
from minim.engine.arrays import KIND, LEADS, LEVEL, Arrays
from minim.engine.jit import kernel
from minim.engine.kernels import pair
from minim.engine.slots import MISSES

PARTIES = 6
DRAWS = 60


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
def finds_party(a: Arrays, people: Partners, rng: NDArray[np.uint64], i: int, size: int) -> bool:
    """Tell whether a legal group of that size around one person is met by chance."""
    party = np.empty(size, dtype=np.int64)
    load = np.empty(a.starts.shape[1], dtype=np.int64)
    start, end = int(people.near_from[i]), int(people.near_to[i])
    for _ in range(PARTIES):
        party[0] = i
        count = 1
        for at in range(a.starts.shape[1]):
            load[at] = a.starts[a.people[i, KIND], at]
        for _ in range(DRAWS * size):
            j = int(people.order[start + below(rng, end - start)])
            if count == size - 1 and a.people[j, LEADS] == 0 and not is_led(a, party, count):
                continue
            if fits(a, party, count, load, j):
                party[count] = j
                count += 1
                for at in range(a.starts.shape[1]):
                    load[at] += a.starts[a.people[j, KIND], at]
                if count == size:
                    break
        if count == size and is_led(a, party, count):
            return True
    return False


@kernel
def suspects(
    a: Arrays, people: Partners, free: NDArray[np.int64], rng: NDArray[np.uint64], size: int
) -> NDArray[np.bool_]:
    """Mark everybody for whom no party was met."""
    lonely = np.zeros(free.shape[0], dtype=np.bool_)
    for at in range(free.shape[0]):
        lonely[at] = not finds_party(a, people, rng, int(free[at]), size)
    return lonely
