"""People in groups as a form of the search. Large companies are cut into parts that threads anneal side by side."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import Numbers
from minim.engine.kernels import GROUP, NOBODY, Seats, totals
from minim.engine.problem import Problem
from minim.engine.search.anneal import Partners, anneal, draw
from minim.engine.search.core import Search
from minim.engine.search.seating import Room
from minim.engine.threads import together
from minim.engine.watch import Watch
from minim.engine.wishes import MILLI

ROUND = 50_000
"""Moves of one part between two looks at the clock and at the request to stop."""
PART = 400
"""Groups in one part: what it reads and writes then stays close to the processor."""
WHOLE = 400
"""Up to so many people are not cut: their searches run side by side instead."""
PENALTY = 3000 * MILLI
"""Cost of a breach in the objective: far above any wish."""


class PeopleForm:
    """The groups of a room, and in how many parts they are annealed, whatever the number of threads."""

    def __init__(self, problem: Problem, room: Room, threads: int) -> None:
        self.problem, self.room, self.threads = problem, room, threads
        groups = len(room.names)
        self.parts = 1 if len(room.people) <= WHOLE else 2 * max(1, round(groups / PART / 2))

    @property
    def round(self) -> int:
        return ROUND * self.parts

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
        arrays, partners = self.problem.arrays, self.room.partners
        if self.parts == 1 or len(pool) <= WHOLE:
            anneal(arrays, seats, partners, pool, rng, moves, hot, cold, penalty)
            return
        lot = np.random.default_rng(int(draw(rng)))
        part = lot.permutation(np.arange(len(self.room.names)) % self.parts)[seats.seat[:, GROUP]]
        part[seats.seat[:, GROUP] == NOBODY] = NOBODY
        near = split(partners, part, self.parts)
        chances = lot.integers(1, 1 << 62, (self.parts, 1), dtype=np.uint64)
        jobs = []
        for at in range(self.parts):
            own = pool[part[pool] == at]
            if len(own):
                share = moves * len(own) // len(pool)
                jobs.append(partial(anneal, arrays, seats, near, own, chances[at], share, hot, cold, penalty))
        together(self.threads, jobs)


def split(partners: Partners, part: Numbers, parts: int) -> Partners:
    """Return partners such that everybody finds only those of their own part."""
    order = partners.order[np.argsort(part[partners.order], kind="stable")]
    place = np.empty(len(part), dtype=np.int64)
    place[partners.order] = np.arange(len(partners.order))
    columns = [partners.near_from, partners.near_to, partners.kin_from, partners.kin_to]
    found = np.zeros((len(columns), len(part)), dtype=np.int64)
    begins = np.searchsorted(part[order], np.arange(parts + 1))
    for begin, end in pairwise(begins):
        people = order[begin:end]
        for at, column in enumerate(columns):
            found[at, people] = begin + np.searchsorted(place[people], column[people])
    return Partners(order, *found)


class PeopleSearch(Search):
    """One search for seats in one room."""

    def __init__(self, problem: Problem, room: Room, watch: Watch, seed: int, bound: float = 0.0) -> None:
        super().__init__(PeopleForm(problem, room, watch.threads), watch, seed, bound, penalty=PENALTY)
        self.problem, self.room = problem, room
