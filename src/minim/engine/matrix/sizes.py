"""Which sizes within the bounds to begin with.

Where pairs differ little, the number of pairs decides, and it grows with the square of a size: some groups are best as
large as can be and others as small. A search that moves single elements passes through all sizes between, which are
worse, and hardly ever arrives. So the sizes with most pairs are found first, exactly, by dynamic programming.
"""

from __future__ import annotations

import numpy as np

from minim.engine.arrays import Numbers


def most_pairs(low: Numbers, high: Numbers, total: int) -> Numbers:
    """Return sizes within the bounds that add up to `total` and hold most pairs. Time and memory: groups × total."""
    groups = len(low)
    best = np.full((groups + 1, total + 1), -1, dtype=np.int64)
    choice = np.zeros((groups + 1, total + 1), dtype=np.int64)
    best[0, 0] = 0
    for group in range(groups):
        for size in range(int(low[group]), min(int(high[group]), total) + 1):
            before = best[group, : total + 1 - size]
            pairs = np.where(before >= 0, before + size * (size - 1) // 2, -1)
            better = pairs > best[group + 1, size:]
            best[group + 1, size:][better] = pairs[better]
            choice[group + 1, size:][better] = size
    sizes, left = np.zeros(groups, dtype=np.int64), total
    for group in range(groups, 0, -1):
        sizes[group - 1] = choice[group, left]
        left -= int(sizes[group - 1])
    return sizes
