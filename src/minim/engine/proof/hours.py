"""How few can find their group's best hour early or late."""

from __future__ import annotations

import numpy as np

from minim.engine.proof.cohort import Bits, Cohort
from minim.engine.slots import MISSES


def early_or_late(cohort: Cohort) -> Bits:
    """Tell who finds every hour early or late at which any group with them could meet.

    A group can meet at a start only when enough people of neighboring levels can come then, one of them willing to
    lead. Who has no gentle one among those starts counts in every plan.
    """
    starts = cohort.problem.arrays.starts
    if not starts.shape[1] or not cohort.size:
        return np.zeros(cohort.size, dtype=bool)
    levels, at = np.unique(cohort.level, return_inverse=True)
    weeks = len(starts)
    near = np.abs(levels[:, None] - levels[None, :]) <= cohort.reach
    cells = at * weeks + cohort.kind
    can = cohort.possible.astype(np.float64)
    count, led = (
        near @ (np.bincount(those, minlength=len(levels) * weeks).reshape(len(levels), weeks) @ can)
        for those in (cells, cells[cohort.leads])
    )
    viable = (count >= cohort.low) & (led >= 1)
    gentle = (viable.astype(np.float64) @ (starts == 0).T.astype(np.float64)) > 0
    awkward = ((viable.astype(np.float64) @ (starts < MISSES).T.astype(np.float64)) > 0) & ~gentle
    found: Bits = awkward[at, cohort.kind]
    return found
