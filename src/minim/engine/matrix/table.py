"""A matrix as a form of the search: seats in it, what they are worth, and how they are annealed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import Numbers
from minim.engine.matrix.kernels import BEST, Seats, Table, steps
from minim.engine.matrix.mdgp import MDGP
from minim.engine.matrix.sizes import most_pairs

NOISE = 1 << 15
"""How much noise is drawn once and read from changing places; more does not change results."""
LOOKS, LEAST = 20, 10_000
"""Steps per element between two looks at the clock, and in all at least."""


class MatrixForm:
    """Distances as whole numbers, and the noise that all searches in them share."""

    def __init__(self, problem: MDGP, seed: int) -> None:
        self.problem = problem
        rng = np.random.default_rng([seed, 0x47756D62])
        n, groups = len(problem.distance), len(problem.low)
        whole = np.rint(problem.distance * problem.scale).astype(np.float32)
        noise = rng.gumbel(size=NOISE + n + groups).astype(np.float32)
        self.table = Table(whole, problem.low, problem.high, noise)
        self.sizes = most_pairs(problem.low, problem.high, n)
        self.everybody = np.arange(n, dtype=np.int64)

    @property
    def size(self) -> int:
        return len(self.everybody)

    @property
    def round(self) -> int:
        return max(LEAST, LOOKS * self.size)

    def fresh(self, rng: np.random.Generator) -> Numbers:
        """Seat everybody at random, in the sizes that hold most pairs."""
        return rng.permutation(np.repeat(np.arange(len(self.sizes)), self.sizes))

    def seats(self, where: Numbers) -> Seats:
        n, groups = len(where), len(self.sizes)
        member = np.zeros((groups, n), dtype=np.float32)
        member[where, self.everybody] = 1
        gain = member @ self.table.distance
        own = gain[where, self.everybody]
        at = where.astype(np.uint32)
        value = int(own.sum(dtype=np.float64)) // 2
        size = np.bincount(where, minlength=groups).astype(np.int64)
        far, worth = np.zeros((2, n), dtype=np.float32)
        numbers = np.array([value, value, 0], dtype=np.int64)
        return Seats(at, at.copy(), size, gain, own, far, worth, numbers)

    def where(self, seats: Seats) -> Numbers:
        return seats.best.astype(np.int64)

    def totals(self, seats: Seats) -> tuple[int, int]:
        return 0, -int(seats.value[BEST])

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
        steps(self.table, seats, rng, moves, hot, cold)

    def warm_up(self) -> None:
        """Compile the kernels, or load them."""
        seats = self.seats(np.arange(self.size, dtype=np.int64) % len(self.sizes))
        steps(self.table, seats, np.array([1], dtype=np.uint64), 1, 1.0, 1.0)
