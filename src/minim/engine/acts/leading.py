"""Another Facilitator for a group: one of its own first, else somebody who comes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from minim.engine.acts.act import Act, ActImpossible, offered
from minim.engine.acts.ground import Ground, in_order
from minim.engine.acts.repair import Way
from minim.engine.acts.trading import seated, traded
from minim.engine.acts.ways import clean
from minim.engine.arrays import LEADS, LEVEL, Numbers
from minim.engine.candidate import ProblemError
from minim.engine.kernels import NOBODY, SIZE
from minim.engine.plan import Plan
from minim.engine.problem import Problem

BEST = 8
"""Comers judged for each seat that could become theirs."""


def lead(
    problem: Problem, plan: Plan, group: str, *, key: str | None = None, most: int = 5
) -> tuple[Act, ...]:
    """Change who leads a group: somebody of it, else somebody who comes, for whom another may go.

    With `key`, that person leads. The Facilitator of today stays as a participant, unless they are the one who goes.
    """
    ground = Ground(problem, plan)
    place = ground.group(group)
    members = [who for who in ground.groups[place].members if who in problem.number]
    if key is not None:
        _check(ground, place, key)

    def inside(leader: str) -> Act:
        return ground.act("", {}, leads={place: leader})

    def told(way: Way) -> Act:
        seats = ground.keyed(way.seats)
        leader = next(who for who, group in seats.items() if group == place)
        return ground.act(traded(ground, way), seats, leads={place: leader})

    able = [who for who in members if key in (None, who) and who != ground.groups[place].facilitator]
    able = [who for who in able if problem.candidate(who).may_facilitate]
    acts = [inside(who) for who in sorted(able, key=lambda who: _seniority(ground, who))]
    kept = [act for act in acts if not act.breaches]
    if len(kept) < most and key not in members:
        ways = _comers(ground, place, key)
        kept += clean(ways, told, most - len(kept))
    if not kept and not acts:
        raise ActImpossible(_nobody(ground, place, key))
    return offered(kept or acts, most)


def _check(ground: Ground, place: int, key: str) -> None:
    group, row = ground.groups[place], ground.row(key)
    if key == group.facilitator:
        raise ProblemError(f"{ground.label(row)} leads {group.name} already.")
    if not ground.problem.candidates[row].may_facilitate:
        raise ProblemError(
            f"{ground.label(row)} is not willing or not trained to facilitate. "
            "When that changes, say so in the roster first."
        )
    if key not in group.members:
        seated(ground, key)


def _seniority(ground: Ground, key: str) -> tuple[float, float, str]:
    who = ground.problem.candidate(key)
    return -who.level, -(who.experience or 0), key


def _comers(ground: Ground, place: int, key: str | None) -> list[Way]:
    """Return people who could come and lead, into a free seat or in exchange for somebody; the leader is named last."""
    others = np.flatnonzero(ground.movable & (ground.home != place) & (ground.a.people[:, LEADS] == 1))
    if key is not None:
        others = others[others == ground.problem.number[key]]
    inside = np.flatnonzero(ground.movable & (ground.home == place))
    ways = [way for out in (NOBODY, *inside.tolist()) for way in _for(ground, place, out, others)]
    return sorted(ways, key=lambda way: (len(way.seats), way.points))


def _for(ground: Ground, place: int, out: int, others: Numbers) -> Iterator[Way]:
    levels = ground.a.people[:, LEVEL]
    stay = ground.seats.members[place, : ground.seats.group[place, SIZE]]
    stay = levels[stay[stay != out]]
    if len(stay):
        near = levels[others] >= stay.max() - ground.problem.level_band
        others = others[near & (levels[others] <= stay.min() + 1)]
    into = ground.weigh(np.full(len(others), place), out, others)
    back = ground.weigh(ground.home[others], others, out)
    cost = into.points + back.points
    for at in in_order(into.fits & back.fits, cost)[:BEST]:
        seats = {out: int(ground.home[others[at]])} if out != NOBODY else {}
        yield Way(seats | {int(others[at]): place}, int(cost[at]))


def _nobody(ground: Ground, place: int, key: str | None) -> str:
    name = ground.names[place]
    if key is not None:
        return (
            f"{ground.problem.label(key)} cannot lead {name}: their level, hours or management chain do not suit it, "
            "or their own group cannot do without them. Name nobody to see who can."
        )
    return (
        f"Nobody else can lead {name}: none of it is willing, trained and near in level, and nobody who is could come "
        "without breaking a rule elsewhere. Ask somebody of the group to facilitate, or dissolve it."
    )
