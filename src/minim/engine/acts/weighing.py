"""Weighs many small changes at once: the door from an act to the kernels."""

from __future__ import annotations

import numpy as np

from minim.engine.arrays import LEVEL, Arrays, Numbers
from minim.engine.jit import kernel
from minim.engine.kernels import (
    BURDEN,
    GROUP,
    NOBODY,
    PAIRS,
    SHAPE,
    SIZE,
    SLOT,
    SPOT,
    Seats,
    nobody,
    reseat,
    settle,
    trial,
    unfairness,
)
from minim.engine.slots import MISSES

STRIFE, FORM, ABSENT, POINTS = range(4)
"""Columns of what a group would be: forbidden pairs, level and Facilitator breaches, people who miss the best hour,
and by how much its points change."""


@kernel
def apart(a: Arrays, s: Seats, group: int, out: int, inn: int, reach: int) -> bool:
    """Tell whether somebody stands further than `reach` from anybody in a group whose levels are in order."""
    if inn == NOBODY or s.group[group, SHAPE] > 0:
        return False
    for at in range(s.group[group, SIZE]):
        i = s.members[group, at]
        if i != out and abs(a.people[i, LEVEL] - a.people[inn, LEVEL]) > reach:
            return True
    return False


@kernel
def weigh(a: Arrays, s: Seats, groups: Numbers, outs: Numbers, inns: Numbers, reach: int) -> Numbers:
    """Return for each row what its group would be when `out` leaves and `inn` joins (NOBODY for no one).

    Whoever stands further than `reach` levels from somebody there surely breaks one rule; the rest is not weighed then.
    """
    found = np.empty((groups.shape[0], 4), dtype=np.int64)
    for row in range(groups.shape[0]):
        group = groups[row]
        if apart(a, s, group, outs[row], inns[row], reach):
            found[row, STRIFE], found[row, FORM] = s.group[group, PAIRS], 1
            found[row, ABSENT], found[row, POINTS] = s.group[group, SLOT] // MISSES, 0
            continue
        burden, pairs, shape, slot = trial(a, s, group, outs[row], inns[row])
        before = int(s.group[group, BURDEN])
        found[row, STRIFE], found[row, FORM], found[row, ABSENT] = pairs, shape, slot // MISSES
        found[row, POINTS] = burden + unfairness(a, burden) - before - unfairness(a, before)
    return found


@kernel
def leave(a: Arrays, s: Seats, i: int) -> None:
    """Empty the seat of i."""
    group = s.seat[i, GROUP]
    settle(a, s, group, i, nobody(), trial(a, s, group, i, nobody()))
    reseat(s, group, i, nobody(), s.seat[i, SPOT])
    s.seat[i, GROUP] = nobody()


@kernel
def enter(a: Arrays, s: Seats, i: int, group: int) -> None:
    """Seat i, who has no seat, in a group."""
    settle(a, s, group, nobody(), i, trial(a, s, group, nobody(), i))
    reseat(s, group, nobody(), i, 0)


def warm(a: Arrays, s: Seats) -> None:
    """Compile or load the kernels above, by letting somebody stand up and sit down again."""
    seated = np.flatnonzero(s.seat[:, GROUP] != NOBODY)[:1]
    for i in seated.tolist():
        group = int(s.seat[i, GROUP])
        weigh(a, s, s.seat[seated, GROUP], seated, np.full(1, NOBODY, dtype=np.int64), 1)
        leave(a, s, i)
        enter(a, s, i, group)
