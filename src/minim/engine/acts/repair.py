"""Finds seats for people who wait and mends the groups an act has broken, moving as few people as possible.

Everybody further who moves is paid for from `spare`, which callers raise one by one: the first ways found therefore
move the fewest. On small plans every way is looked at; on large ones the promising ones, by a fixed number of trials,
never by the clock.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from minim.engine.acts.ground import Ground, Weighed, Yes, in_order
from minim.engine.arrays import KIND, LEADS, LEVEL, Numbers
from minim.engine.kernels import NOBODY, SIZE

TRIALS = 2_000_000
"""Single changes weighed for one act before the search ends: about half a second."""
WAYS = 150
"""Ways after which one search has seen enough."""
LAST = 3
"""Groups tried for the last one who waits, the cheapest first: one is best, the others are for the judge's taste."""


@dataclass
class Way:
    """Where people go (row to group), and what it costs in thousandths of a point."""

    seats: dict[int, int]
    points: int


@dataclass(frozen=True)
class Rooms:
    """Groups for one person, each with its cost, cheapest first."""

    fitting: list[tuple[int, int]]
    wanting: list[tuple[int, int]]


@dataclass
class Repair:
    """One search on one ground. `barred` are seats (row, group) it must not use; `enough` ends it early."""

    ground: Ground
    trials: int = TRIALS
    barred: set[tuple[int, int]] = field(default_factory=set)
    enough: int = WAYS
    ways: list[Way] = field(default_factory=list)
    seats: dict[int, int] = field(default_factory=dict)
    touched: dict[int, int] = field(default_factory=dict)
    roots: Collection[int] = ()

    def search(self, waiting: Sequence[int], broken: Collection[int], spare: int) -> list[Way]:
        """Return ways to seat all who wait and mend what is broken, with exactly `spare` further people moved.

        Those who wait have left their seats already; the ground is as before afterwards.
        """
        self.ways, self.roots = [], set(waiting)
        self.touched = dict.fromkeys(broken, 1)
        self._seek(self._hardest_first(waiting), spare, 0)
        return sorted(self.ways, key=lambda way: (len(way.seats), way.points))

    def least_harm(self, row: int) -> list[int]:
        """Return the groups that break fewest rules with somebody more, none in which two must not meet."""
        seats = self.ground.seats
        groups = np.flatnonzero(self._allowed(row) & (seats.group[:, SIZE] < seats.members.shape[1]))
        weighed = self.ground.weigh(groups, NOBODY, row, closely=True)
        return groups[in_order(weighed.strife == 0, weighed.harm, weighed.points)].tolist()

    def _hardest_first(self, waiting: Sequence[int]) -> tuple[int, ...]:
        if len(waiting) < 2:
            return tuple(waiting)
        choice = {row: len(self._rooms(row).fitting) for row in waiting}
        return tuple(sorted(waiting, key=lambda row: (choice[row], row)))

    def _ends(self) -> bool:
        return self.trials <= 0 or len(self.ways) >= self.enough

    def _seek(self, waiting: tuple[int, ...], spare: int, points: int) -> None:
        if self._ends():
            return
        broken = self.ground.broken(group for group, count in self.touched.items() if count)
        if waiting:
            self._seat(waiting[0], waiting[1:], spare, points, last=not broken and len(waiting) == 1)
        elif broken and spare:
            self._mend(broken[0], spare, points)
        elif not broken and not spare:
            self.ways.append(Way(dict(self.seats), points))

    def _seat(self, row: int, rest: tuple[int, ...], spare: int, points: int, *, last: bool) -> None:
        """Seat somebody where it fits; else in the place of another; else where more people would make it fit."""
        rooms = self._rooms(row)
        many = 0 if last and spare else LAST if last and row not in self.roots else None
        self._try(row, rooms.fitting[:many], rest, spare, points)
        if spare:
            self._push(row, rest, spare, points, last=last)
        if spare or rest:
            self._try(row, rooms.wanting, rest, spare, points)

    def _try(
        self, row: int, groups: Sequence[tuple[int, int]], rest: tuple[int, ...], spare: int, points: int
    ) -> None:
        for group, cost in groups:
            if self._ends():
                break
            self._enter(row, group)
            self._seek(rest, spare, points + cost)
            self._stand_up(row)

    def _push(self, row: int, rest: tuple[int, ...], spare: int, points: int, *, last: bool) -> None:
        """Give somebody the seat of another, who then waits."""
        ground = self.ground
        others = self._untouched()
        others = others[self._allowed(row)[ground.where[others]]]
        weighed = self._weigh(ground.where[others], others, row)
        useful = weighed.fits if spare == 1 and not rest else np.ones(len(others), dtype=np.bool_)
        nowhere: set[tuple[int, ...]] = set()
        for at in in_order(useful, weighed.harm, weighed.points, ground.leading[others]):
            other = int(others[at])
            if self._ends():
                break
            if self._likeness(other) in nowhere:
                continue
            group = int(ground.where[other])
            self._stand_up(other)
            self._enter(row, group)
            known = len(self.ways)
            self._seek((other, *rest), spare - 1, points + int(weighed.points[at]))
            if spare == 1 and last and len(self.ways) == known and self._finds_no_room(other):
                nowhere.add(self._likeness(other))
            self._stand_up(row)
            self._sit_back(other, group)

    def _mend(self, group: int, spare: int, points: int) -> None:
        """Let somebody come into a broken group, or somebody of it go."""
        ground = self.ground
        others = self._untouched()
        inside = ground.where[others] == group
        if ground.sizes[group] < ground.high[group]:
            self._call(group, others[~inside], spare, points)
        for row in others[inside].tolist():
            cost = int(self._weigh(np.array([group]), row, NOBODY).points[0])
            self._stand_up(row)
            self._seek((row,), spare - 1, points + cost)
            self._sit_back(row, group)

    def _call(self, group: int, others: Numbers, spare: int, points: int) -> None:
        into = self._weigh(np.full(len(others), group), NOBODY, others)
        away = self._weigh(self.ground.where[others], others, NOBODY)
        harm, cost = into.harm + away.harm, into.points + away.points
        useful = harm == 0 if spare == 1 else into.calm
        for at in in_order(useful, harm, cost, self.ground.leading[others]):
            if self._ends():
                break
            row = int(others[at])
            home = int(self.ground.where[row])
            self._stand_up(row)
            self._enter(row, group)
            self._seek((), spare - 1, points + int(cost[at]))
            self._stand_up(row)
            self._sit_back(row, home)

    def _rooms(self, row: int) -> Rooms:
        """Return the groups somebody could simply join, and those that would only lack a Facilitator or people."""
        groups = self._with_room(row)
        weighed = self._weigh(groups, NOBODY, row)
        lists = []
        for useful in (weighed.fits, weighed.calm & ~weighed.fits & self._near(row, groups)):
            at = in_order(useful, weighed.points)
            lists.append(list(zip(groups[at].tolist(), weighed.points[at].tolist(), strict=True)))
        return Rooms(*lists)

    def _finds_no_room(self, row: int) -> bool:
        """Tell whether no group fits by level, hours and size: then none fits anybody like them."""
        weighed = self._weigh(self._with_room(row), NOBODY, row)
        return not (weighed.harm == weighed.strife).any()

    def _near(self, row: int, groups: Numbers) -> Yes:
        """Tell for each group whether somebody is so near in level that one more Facilitator could make it fit."""
        levels = self.ground.a.people[:, LEVEL]
        seats = self.ground.seats
        there = np.arange(seats.members.shape[1]) < seats.group[groups, SIZE, None]
        own = levels[row]
        inside = levels[seats.members[groups]]
        reach = max(1, self.ground.problem.level_band)
        near: Yes = (~there | (np.abs(inside - own) <= reach)).all(axis=1)
        return near

    def _allowed(self, row: int) -> Yes:
        """Return where somebody may sit: no locked group, not where they come from, nothing barred."""
        allowed = self.ground.may_take(row)
        if self.ground.home[row] != NOBODY:
            allowed[self.ground.home[row]] = False
        if row in self.roots:
            allowed[[group for who, group in self.barred if who == row]] = False
        return allowed

    def _with_room(self, row: int) -> Numbers:
        return np.flatnonzero(self._allowed(row) & (self.ground.sizes < self.ground.high))

    def _untouched(self) -> Numbers:
        """Return everybody who may move and has not yet."""
        ground = self.ground
        return np.flatnonzero(ground.movable & (ground.where == ground.home))

    def _likeness(self, row: int) -> tuple[int, ...]:
        return tuple(self.ground.a.people[row, [LEVEL, KIND, LEADS]].tolist())

    def _weigh(self, groups: Numbers, outs: Numbers | int, inns: Numbers | int) -> Weighed:
        self.trials -= len(groups)
        return self.ground.weigh(groups, outs, inns)

    def _enter(self, row: int, group: int) -> None:
        self.ground.enter(row, group)
        self.seats[row] = group
        self.touched[group] = self.touched.get(group, 0) + 1

    def _stand_up(self, row: int) -> None:
        """Let somebody leave the seat they have, old or tried."""
        group = int(self.ground.where[row])
        self.ground.leave(row)
        if self.seats.pop(row, None) is None:
            self.touched[group] = self.touched.get(group, 0) + 1
        else:
            self.touched[group] -= 1

    def _sit_back(self, row: int, group: int) -> None:
        self.ground.enter(row, group)
        self.touched[group] -= 1
