"""A group needs people: some who wait for a seat, or some of larger groups; or it needs others than it has."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from minim.engine.acts.act import Act, ActImpossible
from minim.engine.acts.ground import Ground, in_order
from minim.engine.acts.trading import swap
from minim.engine.candidate import ProblemError
from minim.engine.kernels import NOBODY
from minim.engine.plan import Plan
from minim.engine.problem import Problem


def add(problem: Problem, plan: Plan, group: str, people: int = 1) -> tuple[Act, ...]:
    """Bring so many people to a group: whoever waits for a seat first, then members of groups that can do without.

    Nobody leaves a group that they lead. Raises ActImpossible when fewer can come, and says how many.
    """
    _refuse_none(people)
    ground = Ground(problem, plan)
    place = ground.group(group)
    seats: dict[int, int] = {}
    while len(seats) < people:
        row = _next(ground, place, seats)
        if row == NOBODY:
            raise ActImpossible(_too_few(ground, place, group, len(seats)))
        if ground.where[row] != NOBODY:
            ground.leave(row)
        ground.enter(row, place)
        seats[row] = place
    newcomers = sorted(ground.label(row) for row in seats if ground.home[row] == NOBODY)
    head = "".join(f"Seat {name} in {group}. " for name in newcomers).strip()
    return (ground.act(head, ground.keyed(seats)),)


def freshen(problem: Problem, plan: Plan, group: str, people: int = 2) -> tuple[Act, ...]:
    """Let so many members of a group change with others, each by the best trade there is; who leads stays.

    Raises ActImpossible when nobody there can change.
    """
    _refuse_none(people)
    ground = Ground(problem, plan)
    before = ground.groups[ground.group(group)]
    now, changed = plan, set[str]()
    sentences = []
    for _ in range(people):
        best = _best_trade(problem, now, group, changed | {before.facilitator})
        if best is None:
            break
        act, key = best
        now, changed = act.plan, changed | {key, *act.moved}
        sentences.append(act.sentence)
    if not changed:
        raise ActImpossible(f"Nobody in {group} can change with anybody without breaking a rule.")
    seats = {
        key: ground.place[one.name]
        for one in now.groups
        for key in one.members
        if key in changed and key in problem.number
    }
    return (ground.act("", seats),)


def _refuse_none(people: int) -> None:
    if people < 1:
        raise ProblemError("Say how many people: one or more.")


def _next(ground: Ground, place: int, taken: Collection[int]) -> int:
    """The row of who should come next; NOBODY when nobody can."""
    if ground.sizes[place] >= ground.high[place]:
        return NOBODY
    waiting = np.array(
        [who.oversees or who.key in ground.problem.excused for who in ground.problem.candidates]
    )
    free = (ground.where == NOBODY) & ~waiting
    there = ground.movable & (ground.home != place) & ~ground.leading
    there[list(taken)] = False
    rows = np.flatnonzero(free | there)
    if not len(rows):
        return NOBODY
    come = ground.weigh(np.full(len(rows), place), NOBODY, rows)
    seated = ground.where[rows] != NOBODY
    cost, can_go = come.points.copy(), ~seated
    if seated.any():
        go = ground.weigh(ground.where[rows[seated]], rows[seated], NOBODY)
        cost[seated] += go.points
        can_go[seated] = go.fits
    line = in_order(come.fits & can_go, seated, cost)
    return int(rows[line[0]]) if len(line) else NOBODY


def _best_trade(problem: Problem, plan: Plan, group: str, stay: Collection[str]) -> tuple[Act, str] | None:
    """The trade of one member that costs the fewest points, with who it is."""
    found = []
    members = next(one.members for one in plan.groups if one.name == group)
    for key in members:
        if key in stay or key not in problem.number:
            continue
        try:
            acts = swap(problem, plan, key)
        except ProblemError:
            continue
        found += [(act, key) for act in acts if _trades_two(plan, act, group)]
    return min(found, key=lambda one: (round(one[0].points, 6), one[1]), default=None)


def _trades_two(plan: Plan, act: Act, group: str) -> bool:
    """Somebody comes for somebody who goes, so that the group stays as large as it is."""
    sizes = [len(next(one.members for one in each.groups if one.name == group)) for each in (plan, act.plan)]
    leads = {one.facilitator for one in plan.groups}
    return not act.breaches and sizes[0] == sizes[1] and not leads & set(act.moved)


def _too_few(ground: Ground, place: int, group: str, found: int) -> str:
    more = f"Only {found} more can come to {group}" if found else f"Nobody more can come to {group}"
    if ground.sizes[place] >= ground.high[place]:
        return f"{more}: it would be larger than your groups may be. Raise the largest size of a group first."
    return f"{more} without breaking a rule, or making another group too small."
