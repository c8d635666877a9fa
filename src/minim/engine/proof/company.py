"""Who may share a group with whom, as far as two people alone decide it, and what that leaves of everybody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import APART_FROM, APART_TO, ENTER, KIND, LEADS, LEAVE, LEVEL, Numbers
from minim.engine.problem import Problem
from minim.engine.slots import MISSES

LARGE = 2_500
"""Beyond so many people no table of everybody by everybody is made; islands are then told by level and hours alone."""
Mask = NDArray[np.bool_]


class Company:
    """The people of unlocked groups. `meets[i, j]` tells whether two of them may share a group."""

    def __init__(self, problem: Problem, people: Numbers) -> None:
        locked = {problem.number[key] for group in problem.locked.values() for key in group.members}
        self.problem = problem
        self.rows = np.array([at for at in people if at not in locked], dtype=np.int64) if locked else people
        a = problem.arrays
        self.some = a.people[self.rows]
        self.levels = self.some[:, LEVEL]
        self.leads = self.some[:, LEADS] == 1
        self.reach = max(1, a.band)
        self.comes = np.unique(a.starts < MISSES, axis=1) if a.starts.shape[1] else None
        self.groups = None if problem.groups is None else problem.groups - len(problem.locked)

    @property
    def is_large(self) -> bool:
        return len(self.rows) > LARGE

    @property
    def most_groups(self) -> int:
        """No plan has more groups to fill."""
        most = min(len(self.rows) // self.problem.size[0], int(self.leads.sum()))
        return most if self.groups is None else min(most, self.groups)

    @cached_property
    def meets(self) -> Mask:
        """The table of everybody by everybody, for companies that are not large."""
        enter, leave, count = self.some[:, ENTER], self.some[:, LEAVE], len(self.rows)
        above = (enter[:, None] < enter[None, :]) & (enter[None, :] < leave[:, None])
        meets: Mask = np.abs(self.levels[:, None] - self.levels[None, :]) <= self.reach
        meets &= ~(above | above.T)
        if self.comes is not None:
            comes = self.comes.astype(np.float32)
            meets &= (comes @ comes.T > 0)[self.some[:, KIND]][:, self.some[:, KIND]]
        meets[self._apart()] = False
        pins = self._pins()
        meets &= (pins[:, None] < 0) | (pins[None, :] < 0) | (pins[:, None] == pins[None, :])
        meets[np.arange(count), np.arange(count)] = False
        return meets

    def islands(self) -> Iterator[Numbers]:
        """Yield places of people who can only sit among themselves, largest part last."""
        part = self._parts_by_class() if self.is_large else self._parts_by_pairs()
        for number in np.argsort(np.bincount(part), kind="stable"):
            yield np.flatnonzero(part == number)

    def _parts_by_pairs(self) -> Numbers:
        part = np.full(len(self.rows), -1, dtype=np.int64)
        for at in range(len(part)):
            if part[at] < 0:
                number, fresh = int(part.max()) + 1, np.zeros(len(part), dtype=np.bool_)
                fresh[at] = True
                while fresh.any():
                    part[fresh] = number
                    fresh = np.logical_and(self.meets[fresh].any(axis=0), part < 0)
        return part

    def _parts_by_class(self) -> Numbers:
        """Levels a group can span, whatever the hours."""
        known, at = np.unique(self.levels, return_inverse=True)
        gaps = (np.diff(known, prepend=known[:1]) > self.reach).astype(np.int64)
        parts: Numbers = np.cumsum(gaps)[at]
        return parts

    def _apart(self) -> tuple[Numbers, Numbers]:
        a = self.problem.arrays
        place = np.full(len(a.people), -1, dtype=np.int64)
        place[self.rows] = np.arange(len(self.rows))
        count = self.some[:, APART_TO] - self.some[:, APART_FROM]
        ends = [
            a.apart[one[APART_FROM] : one[APART_TO]] for one in self.some if one[APART_TO] > one[APART_FROM]
        ]
        one = np.repeat(np.arange(len(self.rows)), count)
        other = place[np.concatenate(ends)] if ends else np.zeros(0, dtype=np.int64)
        return one[other >= 0], other[other >= 0]

    def _pins(self) -> Numbers:
        number: dict[str, int] = {}
        pins = (self.problem.candidates[at].pinned for at in self.rows)
        return np.array(
            [-1 if pin is None else number.setdefault(pin, len(number)) for pin in pins], dtype=np.int64
        )
