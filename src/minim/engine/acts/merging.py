"""Two groups become one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

import numpy as np

from minim.engine.acts.act import Act, ActImpossible, offered
from minim.engine.acts.dissolving import ended, pinned_to
from minim.engine.acts.ground import Ground
from minim.engine.acts.repair import TRIALS, Repair, Way
from minim.engine.acts.ways import FURTHER, clean
from minim.engine.candidate import ProblemError
from minim.engine.kernels import NOBODY
from minim.engine.plan import Plan
from minim.engine.problem import Problem

PARTNERS = 4
"""Groups looked at closely when the caller names only one."""
PARTIES = 60
"""Parties of one size tried when not everybody of a group fits into the other."""
FEW = 20
"""Ways to seat the others after which one search ends."""
SUITING = 3
"""Parties that can join, and whose others find seats, after which no further party is tried."""


def merge(
    problem: Problem, plan: Plan, one: str, other: str | None = None, *, most: int = 5
) -> tuple[Act, ...]:
    """Make one group of two: either keeps its name and people, and takes as many of the other as may join.

    Whom it cannot take is seated elsewhere. Without `other` the best partners are chosen. As with `dissolve`, a fixed
    number of groups does not hinder it.
    """
    ground = Ground(problem, plan)
    place = ground.group(one)
    if other == one:
        raise ProblemError(f"{one} cannot become one with itself. Name another group.")
    pairs = (
        _best_partners(ground, place)
        if other is None
        else [(ground.group(other), place), (place, ground.group(other))]
    )
    acts = [act for goes, stays in pairs for act in _joined(ground, goes, stays, most if other else 1)]
    if not acts:
        raise ActImpossible(
            f"{one} and {other or 'any other group'} cannot become one: nobody of either may join the other within "
            f"{problem.size[0]} to {problem.size[1]} people, or the rest would find no seat. "
            "Allow larger groups, or dissolve one."
        )
    return offered(acts, most)


def _best_partners(ground: Ground, place: int) -> list[tuple[int, int]]:
    """Return pairs (who goes, who stays) with this group: those first of which fewest people must sit elsewhere."""
    rows = np.flatnonzero(ground.where == place)
    others = np.flatnonzero(ground.open & (np.arange(len(ground.names)) != place))
    fits = np.zeros(len(others), dtype=np.int64)
    for row in rows.tolist():
        fits += ground.weigh(others, NOBODY, row).fits
    out = np.minimum(fits, ground.high[others] - ground.sizes[others])
    line = [
        (len(rows) - int(count), len(rows), place, int(group))
        for count, group in zip(out, others, strict=True)
        if count > 0
    ]
    rows = np.flatnonzero(ground.movable & (ground.where != place))
    joins = rows[ground.weigh(np.full(len(rows), place), NOBODY, rows).fits]
    coming = np.bincount(ground.where[joins], minlength=len(ground.names))[others]
    coming = np.minimum(coming, ground.high[place] - ground.sizes[place])
    line += [
        (int(ground.sizes[group] - count), int(ground.sizes[group]), int(group), place)
        for count, group in zip(coming, others, strict=True)
        if count > 0
    ]
    return [(goes, stays) for _, _, goes, stays in sorted(line)[:PARTNERS]]


def _joined(ground: Ground, goes: int, stays: int, most: int) -> list[Act]:
    """Return ways to let a group join another, with as few of it as possible seated elsewhere."""
    if pinned_to(ground, goes):
        return []
    names = ground.names

    def told(way: Way) -> Act:
        return ground.act(f"{names[goes]} joins {names[stays]}.", ground.keyed(way.seats), gone=[goes])

    with ended(ground, [goes]) as rows:
        room = int(ground.high[stays] - ground.sizes[stays])
        repair = Repair(ground, TRIALS // PARTNERS, enough=FEW)
        for count in range(min(room, len(rows)), 0, -1):
            parties = list(_parties(ground, rows, stays, count))
            for spare in range(FURTHER):
                found = (_with(ground, repair, rows, party, stays, spare) for party in parties)
                ways = [way for some in islice(filter(None, found), SUITING) for way in some]
                if acts := clean(sorted(ways, key=lambda way: way.points), told, most):
                    return acts
    return []


def _parties(ground: Ground, rows: Sequence[int], stays: int, count: int) -> Iterator[tuple[int, ...]]:
    """Yield parties of that many who may join a group together, those first who suit it best."""
    weighed = [ground.weigh(np.array([stays]), NOBODY, row) for row in rows]
    line = sorted((int(one.harm[0]), int(one.points[0]), row) for one, row in zip(weighed, rows, strict=True))
    for party in islice(combinations([row for _, _, row in line], count), PARTIES):
        for row in party:
            ground.enter(row, stays)
        broken = ground.broken([stays])
        for row in party:
            ground.leave(row)
        if not broken:
            yield party


def _with(
    ground: Ground, repair: Repair, rows: Sequence[int], party: Sequence[int], stays: int, spare: int
) -> list[Way]:
    """Return ways to seat the rest once a party has joined."""
    cost = 0
    for row in party:
        cost += int(ground.weigh(np.array([stays]), NOBODY, row).points[0])
        ground.enter(row, stays)
    joined = dict.fromkeys(party, stays)
    rest = repair.search([row for row in rows if row not in joined], (), spare)
    for row in party:
        ground.leave(row)
    return [Way(joined | way.seats, cost + way.points) for way in rest]
