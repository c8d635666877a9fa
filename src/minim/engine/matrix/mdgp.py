"""What goes in: a distance for each pair, and bounds for each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from minim.engine.arrays import Numbers
from minim.engine.candidate import ProblemError

WHOLE = 1 << 22
"""Sums of distances within a group stay below this, so that four of them are exact in a 32-bit float."""
DECIMALS = 6


@dataclass(frozen=True, eq=False)
class MDGP:
    """The maximally diverse grouping problem: share n elements over groups so that distances within groups add up to
    most. `distance` is n × n, symmetric; group g holds `low[g]` to `high[g]` elements.
    """

    distance: NDArray[np.float64]
    low: Numbers
    high: Numbers

    @classmethod
    def of(cls, distance: ArrayLike, sizes: Sequence[int | tuple[int, int]]) -> MDGP:
        """Check everything; a size is a number or a pair of bounds. Raises ProblemError that names the way out."""
        matrix = np.array(distance, dtype=np.float64)
        bounds = [(size, size) if isinstance(size, int | np.integer) else tuple(size) for size in sizes]
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not len(matrix):
            raise ProblemError(f"Distances are a square table, one row for each element, not {matrix.shape}.")
        if not np.isfinite(matrix).all() or not np.allclose(matrix, matrix.T):
            raise ProblemError("Distances are finite numbers, the same in both directions.")
        if not bounds or any(not 0 <= low <= high for low, high in bounds):
            raise ProblemError("Each group needs a size, or a lower and an upper bound, the lower first.")
        least, most = sum(low for low, _ in bounds), sum(high for _, high in bounds)
        if not least <= len(matrix) <= most:
            raise ProblemError(f"The groups hold {least} to {most} elements, but there are {len(matrix)}.")
        np.fill_diagonal(matrix, 0.0)
        low, high = np.array(bounds, dtype=np.int64).T
        return cls(matrix, np.ascontiguousarray(low), np.ascontiguousarray(high))

    @cached_property
    def scale(self) -> float:
        """How many whole steps make one unit of distance: as many as decimals ask for, and as fit."""
        rows = np.sort(np.abs(self.distance), axis=1)[:, -int(max(1, self.high.max())) :]
        most = WHOLE / max(1e-12, float(rows.sum(axis=1).max()))
        for decimals in range(DECIMALS + 1):
            step = 10.0**decimals
            if step <= most and np.allclose(self.distance * step, np.rint(self.distance * step), atol=1e-6):
                return step
        return most

    def value(self, groups: Sequence[Sequence[int]]) -> float:
        """Return the sum of distances within groups."""
        return float(sum(self.distance[np.ix_(group, group)].sum() / 2 for group in groups))
