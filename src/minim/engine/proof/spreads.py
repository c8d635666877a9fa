"""How far apart people must be in a number: experience and energy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import Numbers
from minim.engine.proof.cohort import Bits, Cohort

Distances = NDArray[np.float64]
STEPS = 40
"""Halvings of the price of a group."""


def apart_at_least(cohort: Cohort, values: Numbers, chosen: Bits, groups: int) -> float:
    """Return the least sum of differences within groups between the chosen people whose value is known (not negative).

    In a group with m of them, each is at least as far from the other m − 1 as from the m − 1 nearest whom levels and
    hours allow; half of all these sums is d(m). Each person stands for 1/m of a group and there are at most `groups`
    groups, so whatever price μ ≥ 0 a group is given, no plan is below the sum over people of the least
    d(m) + μ/m, less μ times `groups` (Lagrangian relaxation). The best price is found by halving.
    """
    known = chosen & (values >= 0)
    count = int(known.sum())
    if count < 2 or groups < 1:
        return 0.0
    low = cohort.low if count == cohort.size else 1
    half = _nearest(cohort, values, known, min(cohort.high, count))[:, low - 1 :] / 2
    if not half.shape[1] or not np.isfinite(half[:, 0]).all():
        return 0.0
    sizes = np.arange(low, low + half.shape[1])
    far = half[(half > 0).any(axis=1)]
    return _best_price(far, count - len(far), 1 / sizes, groups) if len(far) else 0.0


def _nearest(cohort: Cohort, values: Numbers, known: Bits, most: int) -> Distances:
    """Return for each known person the summed distance to the m − 1 nearest, for m from 1 to `most`."""
    zone, meets = cohort.zones
    order = np.flatnonzero(known)[np.argsort(values[known], kind="stable")]
    level, zone, value = cohort.level[order], zone[order], values[order].astype(np.float64)
    found = np.zeros((len(order), most))
    padding = np.full(most, np.inf)
    steps = np.array([step for step in range(1 - most, most) if step])
    for own_level, own_zone in _cells(level, zone):
        company = (np.abs(level - own_level) <= cohort.reach) & meets[own_zone, zone]
        mine = (level == own_level) & (zone == own_zone)
        row = np.concatenate([-padding, value[company], padding])
        place = company.cumsum()[mine] - 1 + most
        gaps = np.sort(np.abs(row[place[:, None] + steps] - value[mine][:, None]), axis=1)[:, : most - 1]
        found[np.flatnonzero(mine), 1:] = gaps.cumsum(axis=1)
    return found


def _cells(level: Numbers, zone: Numbers) -> Sequence[tuple[int, int]]:
    return list(dict.fromkeys(zip(level.tolist(), zone.tolist(), strict=True)))


def _best_price(half: Distances, others: int, shares: Distances, groups: int) -> float:
    """Return the bound at the best price; it is concave in the price. `others` have near company in any number."""
    best = float(half[:, 0].sum())
    if len(shares) == 1:
        return best
    cheap, dear = 0.0, float(half[np.isfinite(half)].max() / (shares[-2] - shares[-1]))
    for _ in range(STEPS):
        price = (cheap + dear) / 2
        offers = half + price * shares
        pick = offers.argmin(axis=1)
        rest = others * shares[-1]
        best = max(best, float(offers.min(axis=1).sum() + price * (rest - groups)))
        cheap, dear = (price, dear) if shares[pick].sum() + rest > groups else (cheap, price)
    return best
