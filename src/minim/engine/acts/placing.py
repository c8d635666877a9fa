"""Somebody comes, somebody leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from minim.engine.acts.act import Act, ActImpossible, offered
from minim.engine.acts.dissolving import dissolutions
from minim.engine.acts.ground import Ground, listed
from minim.engine.acts.repair import Repair, Way
from minim.engine.acts.ways import carried_out
from minim.engine.candidate import ProblemError
from minim.engine.kernels import NOBODY
from minim.engine.plan import LeftOut, Plan
from minim.engine.problem import Problem


def place(problem: Problem, plan: Plan, key: str, *, most: int = 5) -> tuple[Act, ...]:
    """Seat somebody who has no seat, where no group has room also with others moving on.

    Raises ProblemError when they have a seat, or can have none; ActImpossible when no group can take them.
    """
    ground = Ground(problem, plan)
    row = _newcomer(ground, key)
    label = problem.label(key)

    def told(way: Way) -> Act:
        return ground.act(f"Seat {label} in {ground.names[way.seats[row]]}.", ground.keyed(way.seats))

    acts = carried_out(ground, [row], (), most, told)
    if not acts:
        acts = [told(Way({row: group}, 0)) for group in Repair(ground).least_harm(row)[:most]]
    if not acts:
        raise ActImpossible(_why_not(ground, row))
    return offered(acts, most)


def remove(problem: Problem, plan: Plan, key: str, *, most: int = 5) -> tuple[Act, ...]:
    """Let somebody leave, and mend their group when it lacks people or a Facilitator now.

    Whoever is still of the problem is named as left out in the plan; it is judged by the problem relaxed to
    "leave-out" them. Raises ProblemError for somebody without a seat, or in a locked group.
    """
    ground = Ground(problem, plan)
    homes = [ground.group(ground.names[place]) for place in ground.homes(key)]
    label = problem.label(key)
    if not homes:
        raise ProblemError(
            f"{label} has no seat in this plan, so there is none to empty. Look for the right key."
        )
    head = f"{label} leaves {listed([ground.names[place] for place in homes])}."
    left = [LeftOut(key, f"{label} leaves.")] if key in problem.number else []
    ground.vacate(key)

    def told(way: Way, leads: Mapping[int, str] = MappingProxyType({})) -> Act:
        return ground.act(head, {key: NOBODY} | ground.keyed(way.seats), left=left, leads=leads)

    alone = told(Way({}, 0))
    acts = [alone, *(told(Way({}, 0), leads) for leads in _other_leaders(ground, key, homes, alone))]
    acts = [act for act in acts if not act.breaches]
    if not acts:
        acts = carried_out(ground, [], homes, most, told)
        if problem.groups is None:
            acts += dissolutions(ground, homes, most, head, {key: NOBODY}, left)
    return offered(acts or [alone], most)


def _newcomer(ground: Ground, key: str) -> int:
    row, who = ground.row(key), ground.problem.candidate(key)
    if homes := ground.homes(key):
        raise ProblemError(
            f"{who.label} sits in {ground.names[homes[0]]} already. To find a better place, swap."
        )
    if who.oversees:
        raise ProblemError(f"{who.label} oversees the program, so no group below them is theirs to sit in.")
    if key in ground.problem.excused:
        raise ProblemError(f"{who.label} is left out by the Organizer's own decision. Take that back first.")
    if who.pinned is not None:
        ground.group(who.pinned)
    return row


def _other_leaders(ground: Ground, key: str, homes: Sequence[int], act: Act) -> Iterator[dict[int, str]]:
    """Yield everybody else who could lead when the Facilitator has left."""
    for place in homes:
        group = ground.groups[place]
        chosen = {now.name: now.facilitator for now in act.plan.groups}[group.name]
        if group.facilitator == key:
            others = [other for other in group.members if other not in (key, chosen)]
            yield from (
                {place: other}
                for other in others
                if other in ground.problem.number and ground.problem.candidate(other).may_facilitate
            )


def _why_not(ground: Ground, row: int) -> str:
    """Count what keeps somebody out of each group."""
    label = ground.problem.candidates[row].label
    groups = np.flatnonzero(ground.may_take(row))
    if not len(groups):
        return (
            f"{label} can sit nowhere, because every group of this plan is locked. Unlock one, or form anew."
        )
    return (
        f"No group can take {label}, whoever moves: in each sits somebody of the same management chain, or somebody "
        f"{label} is to be kept apart from. Form one more group, or lift a keep-apart pair."
    )
