"""Many people change seats at once: a new mix, or some groups formed anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from types import MappingProxyType

import numpy as np

from minim.engine.acts.act import Act, ActImpossible
from minim.engine.acts.ground import Ground, listed
from minim.engine.candidate import Candidate, ProblemError
from minim.engine.forming import form
from minim.engine.kernels import NOBODY
from minim.engine.plan import Plan
from minim.engine.problem import Problem
from minim.engine.search.cooling import heats, moves_for
from minim.engine.search.core import Pace
from minim.engine.search.people import PENALTY, STRICT, PeopleSearch
from minim.engine.search.seating import Room
from minim.engine.watch import Watch
from minim.engine.wishes import WISHES

COOLINGS = 2
"""How often a new mix is cooled, never so hot that a rule would be broken on the way."""


def rotate(
    problem: Problem, plan: Plan, *, share: float = 0.25, seconds: float = 1.0, seed: int = 0
) -> tuple[Act, ...]:
    """Let about that share of people change group so that they meet others; Facilitators stay as long as they can.

    Who sits together now counts as the newest earlier round, and today's seats hold nobody back. `points` counts by
    the problem as given. Locked groups and pinned people stay, and groups keep their sizes.
    """
    if not 0 < share <= 1:
        raise ProblemError(f"The share of people who change group lies above 0 and up to 1, not {share:g}.")
    ground = Ground(problem, plan)
    pool = _pool(ground, share, np.random.default_rng([seed, 0x726F74]))
    if len(pool) < 2:
        raise ActImpossible(
            "Nobody can change group: all are pinned or in locked groups. Unlock some, or raise the share."
        )
    seats = _mixed(ground, pool, seconds, seed)
    if not seats:
        raise ActImpossible("No other mix was found that keeps every rule. Raise the share, or form anew.")
    return (ground.act(_new_meetings(ground, seats), ground.keyed(seats)),)


def _pool(ground: Ground, share: float, rng: np.random.Generator) -> list[int]:
    """Choose who changes: from each group about its share, by lot, the Facilitator last."""
    pool: list[int] = []
    due = 0.0
    for place, group in ground.groups.items():
        rows = [ground.problem.number[key] for key in group.members if key in ground.problem.number]
        free = [row for row in rows if ground.movable[row] and ground.home[row] == place]
        due += share * len(rows)
        line = sorted(
            rng.permutation(free).tolist(),
            key=lambda row: ground.problem.candidates[row].key == group.facilitator,
        )
        chosen = line[: max(0, round(due))]
        due -= len(chosen)
        pool += chosen
    return pool


def _mixed(ground: Ground, pool: Sequence[int], seconds: float, seed: int) -> dict[int, int]:
    """Return the new groups of all in the pool who change, everybody else staying."""
    people = np.flatnonzero(ground.home != NOBODY)
    mixing = _as_if_together(ground, set(pool))
    room = Room(mixing, people, len(ground.groups))
    number = np.full(len(ground.names), NOBODY, dtype=np.int64)
    number[[ground.place[name] for name in room.names]] = np.arange(len(room.names))
    where = np.full(len(ground.home), NOBODY, dtype=np.int64)
    where[people] = number[ground.home[people]]
    room.low[:] = room.high[:] = np.bincount(where[people], minlength=len(room.names))
    search = PeopleSearch(mixing, room, Watch(seconds), seed)
    search.consider(room.seats(where))
    pace = Pace(moves_for(seconds, len(pool)) // COOLINGS)
    for _ in range(COOLINGS):
        assert search.best is not None
        hot, cold = heats(search)
        search.heat(room.seats(search.best), room.free, pace, min(hot, PENALTY / STRICT), cold, "improving")
    assert search.best is not None
    return {
        row: ground.place[room.names[search.best[row]]]
        for row in room.free.tolist()
        if search.best[row] != where[row]
    }


def _as_if_together(ground: Ground, pool: Collection[int]) -> Problem:
    """Return the problem in which today's groups are the newest round, and only the pool may move."""
    problem = ground.problem

    def later(row: int, who: Candidate) -> Candidate:
        name = ground.names[ground.home[row]] if ground.home[row] != NOBODY else None
        return replace(who, earlier=(name, *who.earlier), today=None, pinned=None if row in pool else name)

    met = problem.weights["earlier-groupmates"] or WISHES["earlier-groupmates"].weight
    return replace(
        problem,
        candidates=tuple(later(row, who) for row, who in enumerate(problem.candidates)),
        locked=MappingProxyType({}),
        groups=len(ground.groups),
        group_names=tuple(group.name for group in ground.groups.values()),
        weights=MappingProxyType({**problem.weights, "earlier-groupmates": met, "moves": 0.0}),
    )


def _new_meetings(ground: Ground, seats: Mapping[int, int]) -> str:
    """Count the pairs who have not sat together today or in an earlier round."""
    now = ground.home.copy()
    now[list(seats)] = list(seats.values())
    members: dict[int, list[int]] = {}
    for row in np.flatnonzero(np.isin(now, list(set(seats.values())))).tolist():
        members.setdefault(int(now[row]), []).append(row)
    new = sum(
        not _have_met(ground, one, other) for rows in members.values() for one, other in combinations(rows, 2)
    )
    percent = 100 * len(seats) / int((ground.home != NOBODY).sum())
    return f"A new mix for {percent:.0f} % of people: {new:,} pairs meet for the first time."


def _have_met(ground: Ground, one: int, other: int) -> bool:
    mine, theirs = (ground.problem.candidates[row].earlier for row in (one, other))
    return bool(ground.home[one] == ground.home[other]) or any(
        group is not None and group == their for group, their in zip(mine, theirs, strict=False)
    )


def reform(
    problem: Problem, plan: Plan, groups: Sequence[str], *, seconds: float = 2.0, seed: int = 0
) -> tuple[Act, ...]:
    """Form these groups anew from their own people, everything else locked; as many groups, with the same names.

    Raises ActImpossible with the reason when their people fit no such groups.
    """
    ground = Ground(problem, plan)
    places = list(dict.fromkeys(ground.group(name) for name in groups))
    names = listed([ground.names[place] for place in places])
    if len(places) < 2:
        raise ProblemError(f"{names or 'No group'} alone cannot be formed anew. Name at least two groups.")
    part = _part(ground, places)
    start = Plan(tuple(ground.groups[place] for place in places))
    result = form(part, seconds, seed, start, Watch(seconds))
    if result.plan is None or result.plan.left_out:
        reasons = (
            result.clash.sentences
            if result.clash
            else [who.reason for who in result.plan.left_out]
            if result.plan
            else []
        )
        raise ActImpossible(
            f"{names} cannot be formed anew by themselves. {' '.join(reasons)} Name more groups with them."
        )
    seats = {key: ground.place[group.name] for group in result.plan.groups for key in group.members}
    seats = {key: place for key, place in seats.items() if ground.home[ground.row(key)] != place}
    leads = {ground.place[group.name]: group.facilitator for group in result.plan.groups}
    head = f"Form {names} anew." if seats else f"{names} stay as they are: nothing better was found."
    return (ground.act(head, seats, leads=leads),)


def _part(ground: Ground, places: Sequence[int]) -> Problem:
    """Return the problem of these groups alone. Whoever cannot move is pinned where they sit."""
    problem = ground.problem
    rows = np.flatnonzero(np.isin(ground.home, places)).tolist()
    people = tuple(
        problem.candidates[row]
        if ground.movable[row]
        else replace(problem.candidates[row], pinned=ground.names[ground.home[row]])
        for row in rows
    )
    keys = {who.key for who in people}
    return replace(
        problem,
        candidates=people,
        apart=frozenset(pair for pair in problem.apart if pair <= keys),
        locked=MappingProxyType({}),
        groups=len(places),
        group_names=tuple(ground.names[place] for place in places),
    )
