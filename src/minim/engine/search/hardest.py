"""First seats for a tight company: whoever has fewest possible companions is seated first, and those with them.

Somebody who stands above half the room can sit with few people only. A search that moves one person at a time hardly
ever gathers just these few in one group, so here a group is built around that person before the others are shared out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import APART_FROM, APART_TO, ENTER, KIND, LEADS, LEAVE, LEVEL, Numbers
from minim.engine.kernels import NOBODY
from minim.engine.search.seating import Room
from minim.engine.slots import MISSES

Mask = NDArray[np.bool_]

NUCLEI = 300
"""So many of the hardest people get a group built around them; beyond, people are shared out one by one."""
SAMPLE = 400
"""People against whom companions are counted in a large company."""
CHOICE = 48
"""Companions weighed for one seat."""
MOST_CELLS = 60_000_000
"""Groups × people beyond which only the nuclei are seated here, and the rest by level."""


def hardest_first(room: Room, rng: np.random.Generator) -> Numbers:
    """Return seats for everybody: legal as far as this simple order of seating finds a legal seat."""
    table = _Table(room, rng)
    for at in table.line[:NUCLEI]:
        if table.where[at] == NOBODY and not table.join(at):
            table.gather(at)
    if len(room.names) * len(table.where) <= MOST_CELLS:
        for at in table.line:
            if table.where[at] == NOBODY and not table.join(at):
                table.begin(at)
    return room.filled(table.where, rng)


class _Table:
    """Groups being filled: `open[g]` marks everybody who may still join group g without breaking a rule."""

    def __init__(self, room: Room, rng: np.random.Generator) -> None:
        self.room, self.rng = room, rng
        self.a = room.problem.arrays
        self.people = self.a.people
        self.level, self.enter, self.leave = (
            np.ascontiguousarray(self.people[:, column]) for column in (LEVEL, ENTER, LEAVE)
        )
        self.where = room.fixed.copy()
        self.size = np.zeros(len(room.names), dtype=np.int64)
        self.led = np.zeros(len(room.names), dtype=np.bool_)
        self.open: dict[int, Mask] = {}
        self.load: dict[int, NDArray[np.int64]] = {}
        self.free = np.zeros(len(self.where), dtype=np.bool_)
        self.free[room.free] = True
        for at in np.flatnonzero(self.where != NOBODY):
            self._count(int(at), int(self.where[at]))
        self.line = self._hardest()

    def join(self, at: int) -> bool:
        """Seat somebody in the emptiest group that was begun and may take them; false when there is none."""
        started = [group for group in self.open if self._takes(group, at)]
        if not started:
            return False
        short = [group for group in started if self.size[group] < self.room.low[group]]
        self._seat(at, min(short or started, key=lambda group: (self.size[group], group)))
        return True

    def begin(self, at: int) -> bool:
        """Seat somebody in an empty group; false when all groups are begun."""
        empty = np.flatnonzero((self.size == 0) & ~self.room.locked)
        if not empty.size:
            return False
        self._seat(at, int(empty[0]))
        return True

    def gather(self, at: int) -> None:
        """Start a group around somebody who fits nowhere, and ask companions who leave most others possible."""
        if not self.begin(at):
            return
        group = int(self.where[at])
        while self.size[group] < self.room.low[group]:
            pool = np.flatnonzero(self.open[group] & self.free & (self.where == NOBODY))
            if not self.led[group] and (leaders := pool[self.people[pool, LEADS] == 1]).size:
                pool = leaders
            if not pool.size:
                return
            some = self.rng.permutation(pool)[:CHOICE]
            left = self.open[group] & self.free & (self.where == NOBODY)
            self._seat(int(max(some, key=lambda one: int((left & self._companions(int(one))).sum()))), group)

    def _takes(self, group: int, at: int) -> bool:
        return bool(
            self.size[group] < self.room.high[group] and not self.room.locked[group] and self.open[group][at]
        )

    def _seat(self, at: int, group: int) -> None:
        self.where[at] = group
        self._count(at, group)

    def _count(self, at: int, group: int) -> None:
        """Note who can no longer join once this person sits here."""
        if group not in self.open:
            self.open[group] = np.ones(len(self.where), dtype=np.bool_)
            self.load[group] = np.zeros(self.a.starts.shape[1], dtype=np.int64)
        self.size[group] += 1
        self.led[group] |= self.people[at, LEADS] == 1
        self.open[group] &= self._companions(at)
        if self.a.starts.shape[1]:
            self.load[group] += self.a.starts[self.people[at, KIND]]
            kinds = (self.load[group][None, :] + self.a.starts).min(axis=1) < MISSES
            self.open[group] &= kinds[self.people[:, KIND]]

    def _companions(self, at: int) -> Mask:
        """Mark everybody who may share a group with this person, as far as two people alone decide it."""
        one = self.people[at]
        fits: Mask = np.abs(self.level - one[LEVEL]) <= max(1, self.a.band)
        fits &= ~((self.enter > one[ENTER]) & (self.enter < one[LEAVE]))
        fits &= ~((one[ENTER] > self.enter) & (one[ENTER] < self.leave))
        fits[self.a.apart[one[APART_FROM] : one[APART_TO]]] = False
        fits[at] = False
        return fits

    def _hardest(self) -> list[int]:
        """Free people, those with the fewest possible companions first; equals in random order.

        Two who may sit together are companions of each other, so a sample of people tells it of everybody.
        """
        free = self.rng.permutation(self.room.free)
        companions = np.zeros(len(self.people), dtype=np.int64)
        for at in free[:SAMPLE]:
            companions += self._companions(int(at))
        line: list[int] = free[np.argsort(companions[free], kind="stable")].tolist()
        return line
