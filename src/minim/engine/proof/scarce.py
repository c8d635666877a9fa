"""The few people who can sit with hardly anybody: every way to group them, looked at one by one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import Numbers
from minim.engine.proof.cohort import Bits, Cohort
from minim.engine.score import unfairness
from minim.engine.slots import MISSES
from minim.engine.wishes import WISHES

Table = NDArray[np.float64]
WISHED = (
    *("same-manager", "same-department", "same-team", "same-function", "same-location", "newcomers"),
    *("earlier-groupmates", "experience", "energy", "unpopular-hours"),
)
"""The first columns of every table here, in quanta. Two more hold thousandths of a point: unfairness and everything."""
UNFAIR, POINTS = len(WISHED), len(WISHED) + 1
HOURS = WISHED.index("unpopular-hours")
MOST = 14
"""So many people at most are looked at."""
COMPANIONS = 64
"""Whoever shares levels and hours with more people than this is not scarce."""
LOOKED_AT = 64
"""So many of the scarce have their companions counted one by one, chains and keep-apart pairs included."""
CELLS = 600
"""So many different cells at most are weighed."""


@dataclass
class Scarce:
    """The least each wish costs for the scarce `people`, alone and with whoever else must fill their groups.

    Any plan cuts these people into cells, one for each group that holds any of them. A cell costs at least its own
    pairs and, when it is smaller than the smallest size, the cheapest pairs with that many of the others who may
    sit with all of it. The least sum over all ways to cut is found by dynamic programming over sets of people.
    Pairs of two others are not counted, so a bound on those may be added.
    """

    cohort: Cohort
    people: Numbers
    cells: Numbers = field(init=False)
    costs: Table = field(init=False)

    def __post_init__(self) -> None:
        cells = _Cells(self.cohort, self.people)
        weighed = [(mask, cost) for mask in cells.masks if (cost := cells.cost(mask)) is not None]
        self.cells = np.array([mask for mask, _ in weighed], dtype=np.int64)
        self.costs = np.array([cost for _, cost in weighed]).reshape(-1, POINTS + 1)
        self._found: dict[int, Table] = {0: np.full((len(self.people) + 1, POINTS + 1), np.inf)}
        self._found[0][0] = 0.0
        self._least = self._best((1 << len(self.people)) - 1)

    def at_least(self, groups: int) -> Table:
        """Return the least cost in every column, with at most so many groups; infinite when there is no way.

        When nobody else is there, it takes exactly as many groups.
        """
        if len(self.people) == self.cohort.size:
            return self._least[groups] if groups < len(self._least) else np.full(POINTS + 1, np.inf)
        least: Table = self._least[: groups + 1].min(axis=0)
        return least

    def parties(self, groups: int) -> list[Numbers]:
        """Return the cut of these people that costs least in points, as places in the problem: one party per group.

        It is empty when no cut into at most so many groups is possible, or into just as many when nobody else is there.
        Others complete the parties.
        """
        left, found = (1 << len(self.people)) - 1, []
        count = int(self._least[: groups + 1, POINTS].argmin())
        if len(self.people) == self.cohort.size:
            count = min(groups, len(self._least) - 1)
        while left and np.isfinite(self._best(left)[count, POINTS]):
            cell = next(
                cell
                for cell, cost in zip(self.cells.tolist(), self.costs[:, POINTS], strict=True)
                if cell & (left & -left)
                and not cell & ~left
                and np.isclose(
                    self._best(left ^ cell)[count - 1, POINTS] + cost, self._best(left)[count, POINTS]
                )
            )
            found.append(
                self.cohort.rows[[self.people[at] for at in range(len(self.people)) if cell >> at & 1]]
            )
            left, count = left ^ cell, count - 1
        return found

    def _best(self, mask: int) -> Table:
        """Return the least costs of cutting these people, by number of cells: whoever comes first has some cell."""
        if mask not in self._found:
            first = mask & -mask
            fits = (self.cells & first > 0) & (self.cells & ~mask == 0)
            best = np.full_like(self._found[0], np.inf)
            for cell, cost in zip(self.cells[fits].tolist(), self.costs[fits], strict=True):
                np.minimum(best[1:], self._best(mask ^ cell)[:-1] + cost, out=best[1:])
            self._found[mask] = best
        return self._found[mask]


def scarce(cohort: Cohort) -> Scarce | None:
    """Return the scarcest people and what they cost at least, or None when everybody has plenty of company."""
    company = _companions(cohort)
    few = np.flatnonzero(company <= COMPANIONS)
    few = few[np.argsort(company[few], kind="stable")][:LOOKED_AT]
    people = few[np.argsort(cohort.may_meet(few, np.arange(cohort.size)).sum(axis=1), kind="stable")][:MOST]
    return Scarce(cohort, _within_budget(cohort, people)) if len(people) > 1 else None


def _companions(cohort: Cohort) -> Numbers:
    """Return how many others each person shares levels and hours with."""
    levels, at = np.unique(cohort.level, return_inverse=True)
    weeks = len(cohort.meets)
    count = np.bincount(at * weeks + cohort.week, minlength=len(levels) * weeks).reshape(len(levels), weeks)
    near = np.abs(levels[:, None] - levels[None, :]) <= cohort.reach
    return ((near @ count) @ cohort.meets)[at, cohort.week] - 1


def _within_budget(cohort: Cohort, people: Numbers) -> Numbers:
    clash = _as_masks(~cohort.may_meet(people, people))
    masks = [0]
    for at in range(len(people)):
        masks += _joined(masks, at, clash[at], cohort.high)
        if len(masks) > CELLS:
            return people[:at]
    return people


def _joined(masks: list[int], at: int, clash: int, high: int) -> list[int]:
    return [mask | 1 << at for mask in masks if not mask & clash and mask.bit_count() < high]


def _as_masks(table: Bits) -> list[int]:
    return [sum(1 << int(at) for at in np.flatnonzero(row)) for row in table]


class _Cells:
    """Every set of scarce people that may share a group, and what such a group costs at least."""

    def __init__(self, cohort: Cohort, people: Numbers) -> None:
        self.cohort = cohort
        self.people = people
        clash = _as_masks(~cohort.may_meet(people, people))
        masks = [0]
        for at in range(len(people)):
            masks += _joined(masks, at, clash[at], cohort.high)
        self.masks = masks[1:]
        others = np.setdiff1d(np.arange(cohort.size), people)
        meet = cohort.may_meet(people, others)
        wanted = meet.any(axis=0)
        self.others: Numbers = others[wanted]
        self.meet = meet[:, wanted]
        self.among = _pair_costs(cohort, people, people)
        self.across = _pair_costs(cohort, people, self.others)
        self.come = cohort.possible[cohort.kind[self.others]].astype(np.float32)
        self.led = self.come * cohort.leads[self.others][:, None]
        self.price = np.array([WISHES[wish].milli(cohort.problem.weights[wish]) for wish in WISHED])
        self.unfairness_weight = cohort.problem.weights["fairness"]

    def cost(self, mask: int) -> Table | None:
        """Return the least a group with exactly these scarce people costs, or None when there is no such group."""
        cell = np.array([at for at in range(len(self.people)) if mask >> at & 1])
        need = max(0, self.cohort.low - len(cell))
        company = self._company(cell, need)
        if company is None:
            return None
        own = self.among[np.ix_(cell, cell)].sum(axis=(0, 1)) / 2
        if need:
            across = self.across[cell][:, company].sum(axis=0)
            own += np.partition(across, need - 1, axis=0)[:need].sum(axis=0)
        own[HOURS] = self._early_or_late(cell)
        burden = int(own @ self.price)
        unfair = unfairness(burden)
        return np.array([*own, unfair, burden + unfair * self.unfairness_weight])

    def _company(self, cell: Numbers, need: int) -> Bits | None:
        """Return who may fill a group around this cell, or None when no window of levels and no start makes one."""
        cohort, people = self.cohort, self.people[cell]
        level = cohort.level[people]
        spare: Bits = np.logical_and.reduce(self.meet[cell])
        starts: Bits = np.logical_and.reduce(cohort.possible[cohort.kind[people]])
        top, bottom = int(level.max()), int(level.min())
        theirs = cohort.level[self.others]
        led = bool((cohort.leads[people] & (level <= bottom + 1)).any())
        seen: Bits = np.zeros(len(spare), dtype=bool)
        found = False
        for base in range(top - cohort.reach, bottom + 1):
            inside = spare & (theirs >= base) & (theirs <= base + cohort.reach)
            enough = starts & (inside @ self.come >= need)
            leader = (inside & (theirs <= bottom + 1)) @ self.led > 0
            if (enough & (leader | led)).any():
                seen |= inside
                found = True
        alone = found and not seen.any()
        return seen if found and (not alone or self._is_led(people)) else None

    def _is_led(self, people: Numbers) -> bool:
        """Tell whether one of these can lead the rest, all together being the group."""
        level, band = self.cohort.level[people], self.cohort.problem.level_band
        for leader in np.flatnonzero(self.cohort.leads[people]):
            rest = np.delete(level, leader)
            near = rest.max() - rest.min() <= band and rest.max() - band <= level[leader] <= rest.min() + 1
            if near:
                return True
        return False

    def _early_or_late(self, cell: Numbers) -> float:
        starts = self.cohort.problem.arrays.starts
        if not starts.shape[1]:
            return 0.0
        cost = starts[self.cohort.kind[self.people[cell]]].astype(np.int64)
        return float(cost.sum(axis=0)[(cost < MISSES).all(axis=0)].min())


def _pair_costs(cohort: Cohort, one: Numbers, other: Numbers) -> Table:
    """Return what each two of these people cost each other, for each wish but those about hours."""
    costs = np.zeros((len(one), len(other), len(WISHED)))
    for words in cohort.words:
        mine, theirs = words.codes[one][:, None], words.codes[other][None, :]
        costs[:, :, WISHED.index(words.wish)] += words.quanta * ((mine == theirs) & (mine >= 0))
    for wish, values in cohort.spreads.items():
        mine, theirs = values[one][:, None], values[other][None, :]
        costs[:, :, WISHED.index(wish)] = np.where((mine >= 0) & (theirs >= 0), np.abs(mine - theirs), 0)
    costs[one[:, None] == other[None, :]] = 0
    return costs
