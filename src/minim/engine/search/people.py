"""People in groups as a form of the search. Large companies are cut into parts that threads anneal side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import LEVEL, Numbers
from minim.engine.kernels import GROUP, NOBODY, Seats, totals
from minim.engine.problem import Problem
from minim.engine.search.anneal import BLOCK, LOWEST, Part, anneal, draw, part_of
from minim.engine.search.core import Search
from minim.engine.search.seating import Room
from minim.engine.threads import together
from minim.engine.watch import Watch
from minim.engine.wishes import MILLI

ROUND, ROUND_EACH = 20_000, 10
"""Steps between two looks at the clock and at the request to stop, and as many for each person where that is more."""
PART = 1_000
"""People in one part at most: their table of pairs stays close to the processor, and memory linear in all people."""
JITTER = 1.5
"""Levels by which groups are displaced by chance before they are cut into parts of about one level."""
PENALTY = 3000 * MILLI
"""Cost of a breach in the objective: far above any wish."""
STRICT = 60
"""A breach that costs this many temperatures is never drawn."""
NOISE = 1 << 15
"""How much Gumbel noise is drawn once and read from changing places; more does not change results."""


class PeopleForm:
    """The groups of a room, and in how many parts they are searched, whatever the number of threads."""

    def __init__(self, problem: Problem, room: Room, threads: int) -> None:
        self.problem, self.room, self.threads = problem, room, threads
        held = room.fixed[room.people]
        people = int(((held == NOBODY) | ~room.locked[held]).sum())
        self.parts = 1 if people <= PART else 2 * -(-people // (2 * PART))
        rng = np.random.default_rng(0x47756D62)
        self.noise = rng.gumbel(size=NOISE + people + len(room.names) + BLOCK).astype(np.float32)

    @property
    def round(self) -> int:
        return max(ROUND, ROUND_EACH * len(self.room.people))

    def seats(self, where: Numbers) -> Seats:
        return self.room.seats(where)

    def where(self, seats: Seats) -> Numbers:
        return seats.seat[:, GROUP].copy()

    def totals(self, seats: Seats) -> tuple[int, int]:
        return totals(self.problem.arrays, seats)

    def anneal(
        self,
        seats: Seats,
        pool: Numbers,
        rng: NDArray[np.uint64],
        moves: int,
        hot: float,
        cold: float,
        penalty: int,
    ) -> None:
        """Cut the groups into parts by chance; people trade places within their part, until the next cut."""
        lot = np.random.default_rng(int(draw(rng)))
        group = seats.seat[:, GROUP]
        inside = np.zeros(len(group), dtype=np.bool_)
        inside[pool] = True
        jobs = []
        for rows, groups, place, desk in self.cut(group, lot):
            own = place[rows[inside[rows]]]
            if len(own):
                part = partial(part_of, self.problem.arrays, seats, rows, groups, place, desk, self.noise)
                bits = lot.integers(1, 1 << 62, 1, dtype=np.uint64)
                jobs.append(
                    partial(
                        self._anneal,
                        seats,
                        part,
                        own,
                        bits,
                        moves * len(own) // len(pool),
                        hot,
                        cold,
                        penalty,
                    )
                )
        together(self.threads, jobs)

    def _anneal(
        self, seats: Seats, part: Callable[[], Part], pool: Numbers, rng: NDArray[np.uint64], *cooling: Any
    ) -> None:
        """Search one part; its tables live only as long."""
        made = part()
        made.bar[self.room.fixed[made.rows] != NOBODY] = LOWEST
        anneal(self.problem.arrays, seats, made, pool, rng, *cooling)

    def cut(
        self, group: Numbers, lot: np.random.Generator
    ) -> Iterator[tuple[Numbers, Numbers, Numbers, Numbers]]:
        """Yield people and groups of each part, and the numbers of both in their parts."""
        cut = self._by_level(group, lot)
        desk, part_of_group = (np.full(len(self.room.names), NOBODY, dtype=np.int64) for _ in range(2))
        for at, groups in enumerate(cut):
            desk[groups] = np.arange(len(groups))
            part_of_group[groups] = at
        part = np.where(group == NOBODY, NOBODY, part_of_group[group])
        line = np.argsort(part, kind="stable")
        ends = np.searchsorted(part[line], np.arange(len(cut) + 1))
        place = np.zeros(len(group), dtype=np.int64)
        for begin, end in pairwise(ends):
            place[line[begin:end]] = np.arange(end - begin)
        for groups, (begin, end) in zip(cut, pairwise(ends), strict=True):
            yield line[begin:end], groups, place, desk

    def _by_level(self, group: Numbers, lot: np.random.Generator) -> list[Numbers]:
        """Return the open groups in parts, those of about one level together."""
        open_groups = np.flatnonzero(~self.room.locked)
        if self.parts == 1:
            return [open_groups]
        seated, count = group != NOBODY, len(self.room.names)
        level = self.problem.arrays.people[seated, LEVEL]
        size = np.bincount(group[seated], minlength=count)
        mean = np.bincount(group[seated], weights=level, minlength=count) / np.maximum(size, 1)
        key = mean[open_groups] + JITTER * lot.random(len(open_groups))
        return np.array_split(open_groups[np.argsort(key, kind="stable")], self.parts)


class PeopleSearch(Search):
    """One search for seats in one room."""

    def __init__(self, problem: Problem, room: Room, watch: Watch, seed: int, bound: float = 0.0) -> None:
        super().__init__(PeopleForm(problem, room, watch.threads), watch, seed, bound, penalty=PENALTY)
        self.problem, self.room = problem, room
