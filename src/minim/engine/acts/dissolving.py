"""One group less: everybody of it goes elsewhere, or as many as possible join another group together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

import numpy as np

from minim.engine.acts.act import Act, ActImpossible, distinct, offered
from minim.engine.acts.ground import Ground, listed
from minim.engine.acts.repair import Repair, Way
from minim.engine.acts.ways import FURTHER, clean, first_clean
from minim.engine.candidate import ProblemError
from minim.engine.plan import LeftOut, Plan
from minim.engine.problem import Problem

ENOUGH = 40
"""Ways to seat a whole group after which one search ends; the next one bars the seats of the best of them."""


def dissolve(problem: Problem, plan: Plan, group: str, *, most: int = 5) -> tuple[Act, ...]:
    """End a group and seat everybody of it elsewhere, with as few others moving as possible.

    Whoever asks for this asks for one group less, whatever number of groups the problem fixes.
    """
    ground = Ground(problem, plan)
    place = ground.group(group)
    if pinned := pinned_to(ground, place):
        raise ProblemError(f"{listed(pinned)} cannot leave {group}, being pinned there. Unpin first.")
    head = f"Dissolve {group}."
    acts = dissolutions(ground, [place], most, head) or _least_broken(ground, place, head)
    if not acts:
        raise ActImpossible(
            f"{group} cannot be dissolved: for somebody of it every other group is locked, or holds somebody of their "
            "management chain or whom they are to be kept apart from. Unlock a group, or merge this one instead."
        )
    return offered(acts, most)


def dissolutions(
    ground: Ground,
    gone: Sequence[int],
    most: int,
    head: str,
    seats: Mapping[str, int] = MappingProxyType({}),
    left: Collection[LeftOut] = (),
) -> list[Act]:
    """Return clean ways to end groups, the fewest moves only, each with other seats for everybody where it can be.

    `seats` and `left` are what the act changes besides.
    """
    if any(pinned_to(ground, place) for place in gone):
        return []

    def told(way: Way) -> Act:
        return ground.act(head, {**seats, **ground.keyed(way.seats)}, gone=gone, left=left)

    with ended(ground, gone) as waiting:
        for spare in range(FURTHER + 1):
            repair = Repair(ground, enough=ENOUGH)
            acts: list[Act] = []
            ways = first = repair.search(waiting, (), spare)
            while len(acts) < most and (found := first_clean(ways, told)):
                way, act = found
                acts.append(act)
                repair.barred |= {(row, way.seats[row]) for row in waiting}
                ways = repair.search(waiting, (), spare) if len(acts) < most else []
            if acts:
                more = clean(first, told, most) if len(acts) < most else []
                return distinct([*acts, *more])[:most]
    return []


@contextmanager
def ended(ground: Ground, gone: Collection[int]) -> Iterator[list[int]]:
    """Empty groups and close them for a while; gives back who sat there and has no other seat."""
    waiting = [int(row) for row in np.flatnonzero(np.isin(ground.where, list(gone)))]
    once = [row for row in waiting if len(ground.homes(ground.problem.candidates[row].key)) == 1]
    places = {row: int(ground.where[row]) for row in waiting}
    for row in waiting:
        ground.leave(row)
    ground.open[list(gone)] = False
    yield once
    ground.open[list(gone)] = True
    for row, place in places.items():
        ground.enter(row, place)


def pinned_to(ground: Ground, place: int) -> list[str]:
    """Return the names of those who are pinned to a group."""
    members = (key for key in ground.groups[place].members if key in ground.problem.number)
    return [who.label for who in map(ground.problem.candidate, members) if who.pinned == ground.names[place]]


def _least_broken(ground: Ground, place: int, head: str) -> list[Act]:
    """Seat everybody one after the other where fewest rules break."""
    seats: dict[int, int] = {}
    with ended(ground, [place]) as waiting:
        repair = Repair(ground)
        for row in waiting:
            if rooms := repair.least_harm(row):
                seats[row] = rooms[0]
                ground.enter(row, rooms[0])
        for row in seats:
            ground.leave(row)
        return [ground.act(head, ground.keyed(seats), gone=[place])] if len(seats) == len(waiting) else []
