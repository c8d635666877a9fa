"""Every start of the week at a glance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from minim.timetable.judging import Member, judge
from minim.timetable.lookahead import Lookahead
from minim.timetable.prices import OUTSIDE, PRICES
from minim.timetable.standing import NEVER
from minim.timetable.week import QUARTER
from minim.timetable.worktime import EPOCH_DAY


@dataclass(frozen=True, slots=True)
class Cell:
    """A start: how many cannot come, how many others pay something, and the points of one meeting.

    `breaks_on` is the first day on which it is outside the hours of somebody who otherwise can come. A start whose
    days are all skipped is not `offered`.
    """

    missing: int
    paying: int
    points: float
    breaks_on: date | None
    offered: bool


def grid(
    members: Iterable[Member],
    *,
    zone: str,
    minutes: int,
    first_on: date,
    every_weeks: int = 1,
    meetings: int = 26,
    skip: Collection[date] = (),
    step: int = QUARTER,
) -> tuple[tuple[Cell, ...], ...]:
    """Seven days, Monday first, of one cell for every `step` minutes; each is judged as `rank_slots` does.

    Raises HoursError.
    """
    judged = judge(
        members, Lookahead(zone, minutes, first_on, every_weeks, meetings, frozenset(skip), step), 0
    )
    per_day = judged.ahead.per_day
    if not judged.members:
        return ((Cell(0, 0, 0.0, None, True),) * per_day,) * 7
    paying = np.stack([one.counts[: len(PRICES)].any(axis=0) for one in judged.standings]) & ~judged.out
    outside = np.stack([one.first[OUTSIDE] for one in judged.standings])
    breaks = np.where(judged.out, NEVER, outside).min(axis=0)
    missing, payers = judged.missing.tolist(), paying.sum(axis=0).tolist()
    points, offered = judged.points.tolist(), judged.offered.tolist()

    def cell(at: int) -> Cell:
        first = int(breaks[at])
        breaks_on = None
        if first != NEVER:
            breaks_on = date.fromordinal(int(judged.days.days[first, at // per_day]) + EPOCH_DAY)
        return Cell(missing[at], payers[at], points[at], breaks_on, offered[at])

    return tuple(tuple(cell(day * per_day + at) for at in range(per_day)) for day in range(7))
