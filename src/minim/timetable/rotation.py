"""Taking turns: several hours in alternation, so that nobody carries the unpopular one alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations_with_replacement

import numpy as np

from minim.timetable.hours import HoursError
from minim.timetable.judging import Judged, Member
from minim.timetable.offering import offer
from minim.timetable.prices import HOUR_POINTS
from minim.timetable.slots import Ranking, Slot
from minim.timetable.standing import flags_at

CANDIDATES = {2: 80, 3: 40, 4: 24}
"""Hours tried for so many turns; more would take long and hardly be fairer."""

_LEAST_GAIN = 0.2
"""Points of a meeting; for less than that nobody should have to remember which week it is."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """Hours that follow each other, meeting by meeting, and begin again; one may come up twice.

    `shares` are points of one meeting for each member, on average over the turns; `worst` is the largest, weighed by
    what people carried before.
    """

    slots: tuple[Slot, ...]
    worst: float
    shares: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place, and who came; None when nobody noted it: then all count."""

    starts_at: datetime
    minutes: int
    came: frozenset[int] | None = None


def rotations(ranking: Ranking, *, turns: int = 2, limit: int = 3) -> tuple[Rotation, ...]:
    """The fairest ways to take turns between the hours of a ranking, best first.

    Each is easier for whoever is worst off than any single hour; () when none is. Where no hour fits all, turns are
    taken at missing out. Raises HoursError for other than two to four turns.
    """
    if turns not in CANDIDATES:
        raise HoursError("Two, three or four hours can take turns.")
    judged = ranking.judged
    if judged is None:
        return ()
    starts = _candidates(judged, CANDIDATES[turns])
    if len(starts) < 2:
        return ()
    ways = np.array(list(combinations_with_replacement(range(len(starts)), turns)))
    loads = judged.loads[:, starts][:, ways].mean(axis=2)
    worst = np.round(loads.max(axis=0), 6)
    fair = np.flatnonzero(worst < _least_single(judged) - _LEAST_GAIN)
    days = np.array(starts)[ways] // judged.ahead.per_day
    changes_of_day = (days != days[:, :1]).sum(axis=1)
    total = np.round(loads.sum(axis=0), 6)
    best = fair[np.lexsort((changes_of_day[fair], total[fair], worst[fair]))][:limit]
    return tuple(
        _rotation(judged, _interleaved([starts[at] for at in ways[way]]), float(worst[way])) for way in best
    )


def carried(members: Iterable[Member], held: Sequence[Held]) -> dict[int, float]:
    """Points of unpopular hours that each member carried at these meetings, to fill `Member.paid`."""
    return {member.key: sum(_points(member, meeting) for meeting in held) for member in members}


def _least_single(judged: Judged) -> float:
    """What the worst-off would carry at the single hour that is kindest to them."""
    return float(judged.loads[:, judged.closest].max(axis=0).min())


def _candidates(judged: Judged, most: int) -> list[int]:
    """Starts that differ in who carries what: first those that spare somebody, then the best ones."""
    order = judged.ranked(judged.closest)
    if not len(order):
        return []
    _, firsts = np.unique(np.round(judged.loads[:, order], 6), axis=1, return_index=True)
    different = order[np.sort(firsts)]
    loads = judged.loads[:, different]
    kind = [int(at) for load in loads for at in np.argsort(load, kind="stable")[: most // len(loads)]]
    ranked = dict.fromkeys([*kind, *range(len(different))])
    return [int(different[at]) for at in sorted(list(ranked)[:most])]


def _interleaved(starts: Sequence[int]) -> list[int]:
    """In order of the week, but nothing twice before everything came once."""
    ordered = sorted(starts)
    times = [ordered[:at].count(start) for at, start in enumerate(ordered)]
    return [start for _, start in sorted(zip(times, ordered, strict=True))]


def _rotation(judged: Judged, starts: Sequence[int], worst: float) -> Rotation:
    shares = judged.shares[:, list(starts)].mean(axis=1)
    by_key = {
        member.key: round(float(share), 6) for member, share in zip(judged.members, shares, strict=True)
    }
    return Rotation(tuple(offer(judged, starts)), worst, by_key)


def _points(member: Member, meeting: Held) -> float:
    if meeting.came is not None and member.key not in meeting.came:
        return 0.0
    if meeting.starts_at.tzinfo is None:
        raise HoursError("A meeting that took place began at an instant, not at a bare clock time.")
    start = np.array([int(meeting.starts_at.timestamp())])
    flags, _ = flags_at(member.availability, start, meeting.minutes)
    return float(HOUR_POINTS @ flags[:, 0])
