"""Pairs with an equal word: how few there can be, by counting."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import Numbers
from minim.engine.proof.cohort import Cohort


def fewest_pairs(people: int, groups: int) -> int:
    """Return the fewest pairs when so many people of one word are shared out over groups.

    Pairs within groups are a sum of convex functions of the counts, so equal counts, up to one, are the best.
    """
    return int(_fewest(np.array(people), np.array(groups)))


class Rooms:
    """How many groups can hold anyone of a stretch of levels and of working weeks.

    Each such group is filled, up to the smallest size, with people within reach of the stretch, and one of them
    leads it: so there are at most (people within reach) / (smallest size) of them, and at most as many as there are
    Facilitators within reach. Cells are (level, zone), zones being neighboring weeks by their first hour.
    """

    def __init__(self, cohort: Cohort) -> None:
        levels, at_level = np.unique(cohort.level, return_inverse=True)
        zone, meets = cohort.zones
        self.shape = len(levels), len(meets)
        self.cell: Numbers = at_level * self.shape[1] + zone
        near = _stretches(np.abs(levels[:, None] - levels[None, :]) <= cohort.reach)
        share = _stretches(meets)
        people = self._within(self.cell, near, share) // cohort.low
        self.most = np.maximum(1, np.minimum(people, self._within(self.cell[cohort.leads], near, share)))

    def _within(self, cells: Numbers, near: NDArray[np.int64], share: NDArray[np.int64]) -> NDArray[np.int64]:
        count = np.bincount(cells, minlength=self.shape[0] * self.shape[1]).reshape(self.shape)
        found: NDArray[np.int64] = np.einsum("abl,lz,cdz->abcd", near, count, share, optimize=True)
        return found

    def at_least(self, codes: Numbers, groups: int) -> int:
        """Return how many pairs with an equal code there must be, over so many groups.

        Levels are cut into stretches, and each stretch of levels into stretches of weeks: people of one part sit only
        in the groups that can hold them, and pairs inside different parts are different pairs. So every cut gives a
        true bound; the best one is found by dynamic programming, for all words at once.
        """
        if groups < 1 or not len(codes):
            return 0
        most = np.minimum(self.most, groups)
        counts = self._crowded(codes, most)
        if not len(counts):
            return 0
        total = counts.cumsum(axis=1)
        best = [np.zeros(len(counts), dtype=np.int64)]
        for last in range(self.shape[0]):
            options = []
            for first in range(last + 1):
                inside = total[:, last] - (total[:, first - 1] if first else 0)
                options.append(best[first] + _best_cut(inside, most[first, last]))
            best.append(np.max(options, axis=0))
        return int(best[-1].sum())

    def _crowded(self, codes: Numbers, most: NDArray[np.int64]) -> NDArray[np.int64]:
        """Count the people of each word in each cell, for words with more people than rooms somewhere."""
        known = codes >= 0
        if not known.any():
            return np.zeros((0, *self.shape), dtype=np.int64)
        levels, zones = self.shape
        alone = most[
            np.arange(levels)[:, None], np.arange(levels)[:, None], np.arange(zones), np.arange(zones)
        ].ravel()
        totals = np.bincount(codes[known])
        fewest = np.full(len(totals), np.iinfo(np.int64).max)
        np.minimum.at(fewest, codes[known], alone[self.cell[known]])
        chosen = np.flatnonzero(totals > fewest)
        place = np.full(len(totals), -1)
        place[chosen] = np.arange(len(chosen))
        crowd = known.copy()
        crowd[known] = place[codes[known]] >= 0
        cells = place[codes[crowd]] * levels * zones + self.cell[crowd]
        return np.bincount(cells, minlength=len(chosen) * levels * zones).reshape(-1, levels, zones)


def _best_cut(inside: NDArray[np.int64], most: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the best bound over all cuts of the weeks, for counts[word, zone]."""
    total = inside.cumsum(axis=1)
    best = [np.zeros(len(inside), dtype=np.int64)]
    for last in range(inside.shape[1]):
        options = [
            best[first] + _fewest(total[:, last] - (total[:, first - 1] if first else 0), most[first, last])
            for first in range(last + 1)
        ]
        best.append(np.max(options, axis=0))
    return best[-1]


def _fewest(people: NDArray[np.int64], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    each, more = np.divmod(people, groups)
    found: NDArray[np.int64] = each * (each - 1) // 2 * groups + more * each
    return found


def _stretches(single: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each stretch first..last the union of its rows, as 0 and 1; empty when last < first."""
    found = np.zeros((len(single), *single.shape), dtype=np.int64)
    for first in range(len(single)):
        for last, union in enumerate(accumulate(single[first:], np.logical_or), first):
            found[first, last] = union
    return found
