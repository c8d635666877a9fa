"""Whom no group can take, and why: only they may be left out.

A legal group stays legal when members leave who do not lead, so one of the smallest size is looked for. Of people in a
reporting tree, the most who may all sit together are those with nobody of the others below them: that makes the look
short, and exact but for keep-apart pairs, which are tried one way and the other.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import APART_FROM, APART_TO, ENTER, KIND, LEADS, LEAVE, LEVEL, Numbers
from minim.engine.problem import Problem
from minim.engine.slots import MISSES, starts_within

PATIENCE = 2_000
"""Sets of people looked at before giving up the proof that nobody can take somebody (they then count as seatable)."""
Mask = NDArray[np.bool_]


def why_unseatable(problem: Problem, key: str) -> str | None:
    """Return why no legal group at all can hold this person, or None when one can (or when it cannot be decided)."""
    return Parties(problem).why_not(problem.number[key])


class Parties:
    """Looks for legal groups of the smallest size. `anybody_leads` is for companies with too few Facilitators."""

    def __init__(self, problem: Problem, *, anybody_leads: bool = False) -> None:
        self.problem = problem
        self.needed = problem.size[0]
        self.reach = max(1, problem.level_band)
        gone = (who.oversees or who.key in problem.excused for who in problem.candidates)
        here = ~np.fromiter(gone, dtype=np.bool_, count=len(problem.candidates))
        a = problem.arrays
        self.rows = np.flatnonzero(here)
        self.rows = self.rows[np.argsort(a.people[self.rows, ENTER], kind="stable")]
        self.enter, self.leave, self.level, self.kind = (
            a.people[self.rows, column] for column in (ENTER, LEAVE, LEVEL, KIND)
        )
        self.leads = (a.people[self.rows, LEADS] == 1) | anybody_leads
        self.comes = np.unique(a.starts < MISSES, axis=1) if a.starts.shape[1] else np.ones((0, 0), np.bool_)
        self.place = np.full(len(here), -1, dtype=np.int64)
        self.place[self.rows] = np.arange(len(self.rows))
        self.apart = self._pairs_apart()
        self.tries = 0

    def why_not(self, row: int) -> str | None:
        """Return why no legal group can hold the candidate of this row, or None."""
        who, problem = self.problem.candidates[row], self.problem
        if who.oversees:
            return f"{who.label} oversees the program, so no group below them is theirs to sit in."
        if who.key in problem.excused:
            return f"{who.label} is left out by the Organizer's own decision."
        if not starts_within(who.hours, problem.quarters):
            minutes = problem.slot_minutes
            return f"{who.label} has no working hours long enough for a meeting of {minutes} minutes."
        if self.party_around(row) is not None or self.tries > PATIENCE:
            return None
        return self._reason(int(self.place[row]))

    def party_around(self, row: int) -> Numbers | None:
        """Return rows of a legal group of the smallest size around this candidate, or None when none was found.

        None is a proof unless `tries` went beyond PATIENCE.
        """
        at, self.tries = int(self.place[row]), 0
        fits = self._may_join(at)
        for pool in self._pools(at, fits):
            for leader, base in self._shapes(at):
                party = self._led(at, pool, leader, base)
                if party is not None:
                    return self.rows[party]
                if self.tries > PATIENCE:
                    return None
        return None

    def _pools(self, at: int, fits: Mask) -> Iterator[Mask]:
        """Yield those who may join, for each meeting time that suits the person."""
        if not self.comes.shape[1]:
            if int(fits.sum()) >= self.needed - 1:
                yield fits
            return
        for start in np.flatnonzero(self.comes[self.kind[at]]):
            pool = fits & self.comes[self.kind, start]
            if int(pool.sum()) >= self.needed - 1:
                yield pool

    def _shapes(self, at: int) -> Iterator[tuple[int, int]]:
        """Yield each level a leader can have, with the lowest level of the others."""
        level, band = int(self.level[at]), self.problem.level_band
        for leader in range(level - band, level + 2):
            for base in (leader - 1, leader):
                if base <= level <= base + band or (leader == level and self.leads[at]):
                    yield leader, base

    def _led(self, at: int, pool: Mask, leader: int, base: int) -> Numbers | None:
        """Return a group with a leader of this level and everybody else in the band that begins at `base`."""
        band, level = self.problem.level_band, int(self.level[at])
        others = pool & (self.level >= base) & (self.level <= base + band)
        if leader == level and self.leads[at]:
            found = self._together(others, self.needed - 1)
            if found is not None:
                return np.append(found, at)
        leaders = pool & self.leads & (self.level == leader)
        if not base <= level <= base + band or len(self._lowest(others | leaders)) < self.needed - 1:
            return None
        for one in np.flatnonzero(leaders):
            found = self._together(others & self._may_join(int(one)), self.needed - 2)
            if found is not None:
                return np.append(found, (at, int(one)))
            if self.tries > PATIENCE:
                return None
        return None

    def _together(self, pool: Mask, count: int) -> Numbers | None:
        """Return so many people of the pool who may all sit together, or None when none are found."""
        waiting = [pool]
        while waiting and self.tries <= PATIENCE:
            self.tries += 1
            pool = waiting.pop()
            lowest = self._lowest(pool)
            if len(lowest) < count:
                continue
            kept, clash = self._kept_apart(lowest)
            if len(kept) >= count:
                return kept[:count]
            for one in clash:
                rest = pool.copy()
                rest[one] = False
                waiting.append(rest)
        return None

    def _lowest(self, pool: Mask) -> Numbers:
        """Return everybody of the pool with nobody else of it below them: nobody can gather more of one tree."""
        some = np.flatnonzero(pool)
        if not len(some):
            return some
        free = np.append(self.enter[some[1:]] >= self.leave[some[:-1]], True)
        lowest: Numbers = some[free]
        return lowest

    def _kept_apart(self, some: Numbers) -> tuple[Numbers, tuple[int, ...]]:
        """Return some of these without keep-apart pairs, and one such pair if there is any."""
        there = np.zeros(len(self.rows), dtype=np.bool_)
        there[some] = True
        pairs = self.apart[there[self.apart].all(axis=1)]
        for one, other in pairs:
            if there[one] and there[other]:
                there[one] = False
        return np.flatnonzero(there), tuple(int(one) for one in pairs[:1].ravel())

    def _may_join(self, at: int) -> Mask:
        """Mark everybody who may share a group with this person, as far as two people alone decide it."""
        inside = (self.enter > self.enter[at]) & (self.enter < self.leave[at])
        above = (self.enter < self.enter[at]) & (self.leave > self.enter[at])
        fits: Mask = self._near(at) & ~inside & ~above
        fits[self.apart[self.apart[:, 0] == at, 1]] = False
        fits[self.apart[self.apart[:, 1] == at, 0]] = False
        fits[at] = False
        return fits

    def _near(self, at: int) -> Mask:
        near: Mask = np.abs(self.level - self.level[at]) <= self.reach
        return near

    def _pairs_apart(self) -> Numbers:
        a = self.problem.arrays
        count = a.people[:, APART_TO] - a.people[:, APART_FROM]
        pairs = np.stack([np.repeat(np.arange(len(a.people)), count), a.apart], axis=1).astype(np.int64)
        inside: Numbers = self.place[pairs[pairs[:, 0] < pairs[:, 1]]]
        return inside[(inside >= 0).all(axis=1)]

    def _reason(self, at: int) -> str:
        who, needed = self.problem.candidates[self.rows[at]], self.needed - 1
        near, free = int(self._near(at).sum()) - 1, self._may_join(at)
        levels = "one level" if self.reach == 1 else f"{self.reach} levels"
        if not near:
            return f"Nobody else is within {levels} of {who.label}, who is at level {who.level}."
        wanted = f"{who.label} needs {needed} more {'person' if needed == 1 else 'people'} within {levels}"
        barred = near - int(free.sum())
        matching = free
        if self.comes.shape[1]:
            matching = free & (self.comes[self.kind] & self.comes[self.kind[at]]).any(axis=1)
        return f"{wanted}{_shortage(needed, near, barred, int(matching.sum()))}."


def _shortage(needed: int, near: int, barred: int, matching: int) -> str:
    if near < needed:
        there = "there is only 1" if near == 1 else f"there are only {near}"
        those = "and that one is" if near == 1 else f"and {barred} of them are"
        return f"; {there}" + (f", {those} in the same management chain or kept apart" if barred else "")
    if near - barred < needed:
        return f"; of the {near} there, {barred} are in the same management chain or kept apart"
    if matching < needed:
        return f" with hours in common; {f'only {matching}' if matching else 'nobody'} can be had"
    return f"; of the {near} there, no {needed} can all sit together with one of them leading"
