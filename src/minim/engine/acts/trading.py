"""Somebody changes seats with others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from minim.engine.acts.act import Act, ActImpossible, offered
from minim.engine.acts.ground import Ground, Weighed, in_order
from minim.engine.acts.repair import Way
from minim.engine.acts.touched import NEVER
from minim.engine.acts.ways import clean, varied
from minim.engine.arrays import Numbers
from minim.engine.candidate import ProblemError
from minim.engine.kernels import NOBODY
from minim.engine.plan import Plan
from minim.engine.problem import Problem

FOLLOWED = 25
"""First steps that are followed to a third person, and trades that are judged."""
BEST = 3
"""Ends kept of each chain."""


def swap(
    problem: Problem, plan: Plan, key: str, *, other: str | None = None, most: int = 5
) -> tuple[Act, ...]:
    """Find somebody another seat: a move, a trade of two, or a chain of three; with `other`, these two trade.

    Ways that cost points are offered too, because a person may have reasons that no wish knows.
    """
    ground = Ground(problem, plan)
    row = seated(ground, key)

    def told(way: Way) -> Act:
        return ground.act(traded(ground, way), ground.keyed(way.seats))

    if other is not None:
        return (_these_two(ground, row, seated(ground, other)),)
    trades = _Trades(ground, row)
    lists = trades.moves(), trades.trades(), trades.chains()
    acts = [act for ways in lists for act in clean(varied(ways, [row]), told, most)]
    if not acts:
        raise ActImpossible(
            f"No other seat was found for {problem.label(key)} that keeps every rule, by a trade or a chain of three. "
            f"Name somebody to trade with to see what it would break, or form {ground.names[ground.home[row]]} anew "
            "together with other groups."
        )
    return offered(acts, most)


def seated(ground: Ground, key: str) -> int:
    """Return the row of somebody who may leave their seat. Raises ProblemError with the way out."""
    row, label = ground.row(key), ground.problem.label(key)
    homes = ground.homes(key)
    if not homes:
        raise ProblemError(f"{label} has no seat in this plan. Place them first.")
    if len(homes) > 1:
        raise ProblemError(f"{label} has several seats. Remove them, then place them again.")
    name = ground.names[ground.group(ground.names[homes[0]])]
    if not ground.movable[row]:
        raise ProblemError(f"{label} is pinned to {name}. Unpin them first.")
    return row


def traded(ground: Ground, way: Way) -> str:
    """Return the sentence of a trade of two; other ways tell themselves."""
    if len(way.seats) != 2:
        return ""
    (one, there), (other, here) = way.seats.items()
    if (there, here) != (ground.home[other], ground.home[one]):
        return ""
    return f"{ground.label(one)} and {ground.label(other)} trade places."


def _these_two(ground: Ground, row: int, other: int) -> Act:
    here, there = int(ground.home[row]), int(ground.home[other])
    if here == there:
        raise ProblemError(
            f"{ground.label(row)} and {ground.label(other)} sit in {ground.names[here]} together already."
        )
    way = Way({row: there, other: here}, 0)
    act = ground.act(traded(ground, way), ground.keyed(way.seats))
    if never := [breach for breach in act.breaches if breach.rule in NEVER]:
        raise ActImpossible(
            f"{ground.label(row)} and {ground.label(other)} cannot trade places. {never[0].sentence}"
        )
    return act


class _Trades:
    """Everybody who could take somebody's seat or give theirs, weighed from both sides."""

    def __init__(self, ground: Ground, row: int) -> None:
        self.ground, self.row, self.home = ground, row, int(ground.home[row])
        self.others = np.flatnonzero(ground.movable & (ground.home != self.home))
        self.seats = ground.home[self.others]
        self.there = ground.weigh(self.seats, self.others, row)
        self.here = ground.weigh(np.full(len(self.others), self.home), row, self.others)
        self.away = ground.weigh(np.array([self.home]), row, NOBODY)

    def moves(self) -> list[Way]:
        """Return groups that have room, where the own one can do without."""
        groups, there = self._rooms(self.row)
        ways = in_order(there.fits, there.points)
        return [Way({self.row: int(groups[at])}, int(there.points[at] + self.away.points[0])) for at in ways]

    def trades(self) -> list[Way]:
        """Return trades of two, the cheapest first."""
        cost = self.there.points + self.here.points
        return [
            Way({self.row: int(self.seats[at]), int(self.others[at]): self.home}, int(cost[at]))
            for at in in_order(self.there.fits & self.here.fits, cost, self.ground.leading[self.others])[
                :FOLLOWED
            ]
        ]

    def chains(self) -> list[Way]:
        """Return chains: into the seat of a second, who goes to a free seat, or to that of a third, who comes here."""
        ways = [
            way
            for at in in_order(self.there.fits, self.there.points)[:FOLLOWED]
            for way in self._followed(int(self.others[at]), int(self.seats[at]), int(self.there.points[at]))
        ]
        return sorted(ways, key=lambda way: (len(way.seats), way.points))

    def _followed(self, second: int, group: int, cost: int) -> Iterator[Way]:
        start = {self.row: group}
        rooms, free = self._rooms(second)
        for at in in_order(free.fits & (rooms != group), free.points)[:BEST]:
            yield Way(start | {second: int(rooms[at])}, cost + int(free.points[at] + self.away.points[0]))
        back = self.here.fits & (self.seats != group)
        thirds, seats = self.others[back], self.seats[back]
        there = self.ground.weigh(seats, thirds, second)
        total = there.points + self.here.points[back] + cost
        for at in in_order(there.fits, total)[:BEST]:
            yield Way(start | {second: int(seats[at]), int(thirds[at]): self.home}, int(total[at]))

    def _rooms(self, row: int) -> tuple[Numbers, Weighed]:
        """Return groups with a free seat for somebody, none while the seat of the first must not stay empty."""
        ground = self.ground
        room = ground.open & (ground.sizes < ground.high) if self.away.fits[0] else np.zeros_like(ground.open)
        room[self.home] = False
        groups = np.flatnonzero(room)
        return groups, ground.weigh(groups, NOBODY, row)
