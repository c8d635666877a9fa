"""First seats: who may be seated at all, how many groups, and everybody somewhere sensible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import KIND, LEADS, LEVEL, TODAY, Numbers
from minim.engine.kernels import GROUP, HIGH, LOW, NOBODY, Seats, refresh
from minim.engine.plan import LeftOut, Plan
from minim.engine.problem import Problem
from minim.engine.search.parties import Partners, met_by_chance, seat_parties
from minim.engine.seatable import PATIENCE, Parties

BY_CHANCE = 12
"""Smallest sizes up to this are met by chance; larger parties are looked for at once."""


def partners(problem: Problem, free: Numbers) -> Partners:
    """Sort free people by level and working week, and mark each one's stretch of likely partners."""
    a = problem.arrays
    level, kind = a.people[free, LEVEL], a.people[free, KIND]
    order = free[np.lexsort((free, kind, level))]
    levels = a.people[order, LEVEL].astype(np.int64)
    reach = max(1, problem.level_band)
    bounds = [
        np.searchsorted(levels, levels - reach, "left"),
        np.searchsorted(levels, levels + reach, "right"),
    ]
    columns = np.zeros((2, len(problem.candidates)), dtype=np.int64)
    columns[:, order] = bounds
    return Partners(order.astype(np.int64), *columns)


def left_out(problem: Problem) -> tuple[LeftOut, ...]:
    """Return everybody whom no group can take, with the reason.

    Where there are too few Facilitators for everybody, that is a clash, and nobody's own reason to be left out.
    """
    gone = [at for at, who in enumerate(problem.candidates) if who.oversees or who.key in problem.excused]
    here = np.ones(len(problem.candidates), dtype=np.bool_)
    here[gone] = False
    free = np.flatnonzero(here)
    leaders = int(problem.arrays.people[free, LEADS].sum()) if len(free) else 0
    parties = Parties(problem, anybody_leads=leaders * problem.size[1] < len(free))
    met = ~here
    if 2 <= problem.size[0] <= BY_CHANCE and len(free):
        rng = np.array([88172645463325252], dtype=np.uint64)
        met |= met_by_chance(problem.arrays, partners(problem, free), free, rng, problem.size[0])
    lonely = []
    for at in free:
        if not met[at]:
            party = parties.party_around(int(at))
            met[at if party is None else party] = True
            if party is None and parties.tries <= PATIENCE:
                lonely.append(int(at))
    reasons = ((at, parties.why_not(at)) for at in sorted([*gone, *lonely]))
    return tuple(LeftOut(problem.candidates[at].key, reason) for at, reason in reasons if reason)


def seated(problem: Problem, out: Sequence[LeftOut]) -> Numbers:
    """Return the places of all candidates who are to be seated."""
    gone = {who.key for who in out}
    return np.array([at for at, who in enumerate(problem.candidates) if who.key not in gone], dtype=np.int64)


def group_counts(problem: Problem, people: Numbers, start: Plan | None) -> list[int]:
    """Return every possible number of groups, the best one first."""
    low, high = problem.size
    fixed = sum(len(group.members) for group in problem.locked.values())
    locked, rest = len(problem.locked), len(people) - fixed
    leaders = int(problem.arrays.people[people, LEADS].sum())
    fewest, most = locked + -(-rest // high), locked + rest // low
    fewest, most = max(fewest, problem.binding), min(most, leaders)
    if problem.groups is not None:
        return [problem.groups] if fewest <= problem.groups <= most else []
    wanted = round(rest / problem.target) + locked
    today = len({who.today for who in problem.candidates if who.today})
    if start is not None and start.groups:
        wanted = len(start.groups)
    elif today and fewest <= today <= most:
        wanted = today
    return sorted(range(fewest, most + 1), key=lambda count: (abs(count - wanted), count))


def count_seats(problem: Problem, where: Numbers, low: Numbers, high: Numbers) -> Seats:
    """Return seats for an assignment (group numbers, NOBODY for none), everything counted."""
    groups = len(low)
    sizes = np.bincount(where[where >= 0], minlength=groups)
    cap = int(max(sizes.max(), high.max())) + 1
    seats = Seats(
        seat=np.zeros((len(where), 2), dtype=np.int64),
        toll=np.zeros((len(where), 2), dtype=np.int64),
        group=np.zeros((groups, 7), dtype=np.int64),
        members=np.zeros((groups, cap), dtype=np.int64),
        load=np.zeros((groups, problem.arrays.starts.shape[1]), dtype=np.int16),
    )
    seats.seat[:, GROUP] = where
    seats.group[:, LOW], seats.group[:, HIGH] = low, high
    refresh(problem.arrays, seats)
    return seats


class Seated:
    """A plan as seats: group numbers as the arrays know them, groups with other names after those."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        known = set(problem.all_names)
        strange = [group.name for group in plan.groups if group.name not in known]
        self.names = (*problem.all_names, *dict.fromkeys(strange))
        self.place = {name: at for at, name in enumerate(self.names)}
        where = np.full(len(problem.candidates), NOBODY, dtype=np.int64)
        for group in reversed(plan.groups):
            for key in group.members:
                if key in problem.number:
                    where[problem.number[key]] = self.place[group.name]
        low, high = (np.full(len(self.names), bound, dtype=np.int64) for bound in problem.size)
        self.seats = count_seats(problem, where, low, high)


class Room:
    """Groups with names and bounds, and who in them may be moved."""

    def __init__(self, problem: Problem, people: Numbers, groups: int) -> None:
        self.problem = problem
        self.people = people
        self.names = problem.names(groups)
        self.low = np.full(groups, problem.size[0], dtype=np.int64)
        self.high = np.full(groups, problem.size[1], dtype=np.int64)
        self.fixed = np.full(len(problem.candidates), NOBODY, dtype=np.int64)
        place = {name: at for at, name in enumerate(self.names)}
        for at in people:
            pinned = problem.candidates[at].pinned
            if pinned is not None:
                self.fixed[at] = place[pinned]
        for name, group in problem.locked.items():
            self.low[place[name]] = self.high[place[name]] = len(group.members)
            for key in group.members:
                self.fixed[problem.number[key]] = place[name]
        self.free = people[self.fixed[people] == NOBODY]
        self.partners = partners(problem, self.free)
        self.locked = np.array([name in problem.locked for name in self.names], dtype=np.bool_)

    def seats(self, where: Numbers) -> Seats:
        """Return seats for an assignment, everything counted."""
        return count_seats(self.problem, where, self.low, self.high)

    def fresh(self, rng: np.random.Generator) -> Numbers:
        """Seat the few at scarce levels first, in legal parties, then the rest by level and hours, at random."""
        where = self.fixed.copy()
        near = self.partners.near_to - self.partners.near_from
        few = self.free[near[self.free] < len(self.free) / 2]
        few = few[np.lexsort((rng.random(len(few)), -self.problem.arrays.people[few, LEVEL]))]
        held = set(where[where != NOBODY].tolist())
        empty = np.array([group for group in range(len(self.names)) if group not in held], dtype=np.int64)
        bits = rng.integers(1, 1 << 62, 1, dtype=np.uint64)
        seat_parties(self.problem.arrays, self.partners, few, empty, where, bits, self.problem.size[0])
        return self.filled(where, rng)

    def from_today(self, rng: np.random.Generator) -> Numbers:
        """Seat everybody where they sit today, as far as there is room."""
        where = self.fixed.copy()
        today = self.problem.arrays.people[:, TODAY]
        for at in self.free:
            group = today[at]
            if 0 <= group < len(self.names) and not self.locked[group]:
                where[at] = group
        return self.filled(where, rng)

    def from_plan(self, plan: Plan, rng: np.random.Generator) -> Numbers:
        """Seat everybody where a plan has them; groups with new names take the places that are left."""
        spare = [name for name in self.names if name not in {group.name for group in plan.groups}]
        place = {name: at for at, name in enumerate(self.names)}
        where = self.fixed.copy()
        free = set(self.free.tolist())
        for group in plan.groups:
            name = group.name if group.name in place else (spare.pop(0) if spare else None)
            for key in group.members:
                at = self.problem.number.get(key, NOBODY)
                if name is not None and at in free and not self.locked[place[name]]:
                    where[at] = place[name]
        return self.filled(where, rng)

    def filled(self, where: Numbers, rng: np.random.Generator) -> Numbers:
        """Complete a partial assignment so that every group keeps its bounds; fixed people stay."""
        self._shed(where)
        waiting = self._in_line(where, rng)
        sizes = np.bincount(where[where >= 0], minlength=len(self.names))
        goal = self._goal(sizes, len(waiting))
        openings = np.repeat(np.arange(len(self.names)), np.maximum(goal - sizes, 0))
        if len(openings) and (sizes > 0).any():
            openings = openings[np.argsort(-self._levels(where)[openings], kind="stable")]
        where[waiting] = openings[: len(waiting)]
        return where

    def _in_line(self, where: Numbers, rng: np.random.Generator) -> Numbers:
        waiting = self.free[where[self.free] == NOBODY]
        a = self.problem.arrays
        line: Numbers = waiting[
            np.lexsort((rng.random(len(waiting)), a.people[waiting, KIND], -a.people[waiting, LEVEL]))
        ]
        return line

    def _shed(self, where: Numbers) -> None:
        """Empty seats beyond the upper bound, and enough of the largest groups that all others can be filled."""
        sizes = np.bincount(where[where >= 0], minlength=len(self.names))
        waiting = int((where[self.free] == NOBODY).sum())
        short = int(np.maximum(self.low - sizes, 0).sum())
        for at in self.free[::-1]:
            group = where[at]
            if group == NOBODY:
                continue
            needed = short > waiting and sizes[group] > self.low[group]
            if sizes[group] > self.high[group] or needed:
                where[at] = NOBODY
                sizes[group] -= 1
                waiting += 1

    def _goal(self, sizes: NDArray[np.int64], waiting: int) -> NDArray[np.int64]:
        """Share the waiting out: first up to the lower bound, then evenly, never beyond the upper bound."""
        goal = np.maximum(sizes, np.minimum(self.low, self.high))
        rest = waiting - int((goal - sizes).sum())
        while rest > 0:
            room = np.flatnonzero(goal < self.high)
            smallest = room[goal[room] == goal[room].min()][:rest]
            goal[smallest] += 1
            rest -= len(smallest)
        return goal

    def _levels(self, where: Numbers) -> NDArray[np.float64]:
        """Return the mean level of each group; empty groups follow the mean of all."""
        there = where >= 0
        level = self.problem.arrays.people[:, LEVEL].astype(np.float64)
        count = np.bincount(where[there], minlength=len(self.names))
        total = np.bincount(where[there], weights=level[there], minlength=len(self.names))
        mean = float(level[there].mean()) if there.any() else 0.0
        return np.where(count > 0, total / np.maximum(count, 1), mean)
