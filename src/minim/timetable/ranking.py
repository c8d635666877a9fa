"""Which hours a group is offered: the best ones, varied enough to be a choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from minim.timetable.advice import advice_for
from minim.timetable.hours import HoursError
from minim.timetable.judging import Judged, Member, judge
from minim.timetable.lookahead import Lookahead
from minim.timetable.offering import offer
from minim.timetable.slots import Ranking
from minim.timetable.standing import Marks
from minim.timetable.week import QUARTER

FINE_STEP = 5
"""Minutes between starts when no quarter hour fits."""

APART = (120, 60, 30)
"""Minutes between hours offered on one day; the later ones only while there is room."""


def rank_slots(
    members: Iterable[Member],
    *,
    zone: str,
    minutes: int,
    first_on: date,
    every_weeks: int = 1,
    meetings: int = 26,
    skip: Collection[date] = (),
    limit: int = 12,
    quorum: int = 3,
) -> Ranking:
    """The best hours for a weekly meeting, or every few weeks, judged by so many meetings from `first_on` on.

    Hours are quarter hours of `zone`; where none fits, every fifth minute. Days in `skip` are left out. An hour that
    fits until the next clock change is offered, and says when it no longer does. Hours that do not fit all are made
    by at least `quorum` people. Raises HoursError.
    """
    if limit < 1:
        raise HoursError("At least one hour is offered.")
    ahead = Lookahead(zone, minutes, first_on, every_weeks, meetings, frozenset(skip), QUARTER)
    judged = judge(members, ahead, quorum)
    if not judged.members:
        return Ranking((), (), "There is nobody in this group yet.", meetings)
    judged = _fine_enough(judged)
    slots = tuple(offer(judged, _varied(judged, judged.fitting, limit)))
    nearly = () if any(slot.holds for slot in slots) else _varied(judged, judged.nearly, limit)
    others = tuple(offer(judged, nearly))
    return Ranking(slots, others, advice_for(judged, slots, others), meetings, judged)


def _fine_enough(judged: Judged) -> Judged:
    if judged.fitting.any():
        return judged
    was = judged.ahead
    ahead = Lookahead(was.zone, was.minutes, was.first_on, was.every_weeks, was.meetings, was.skip, FINE_STEP)
    finer = Judged(judged.members, ahead, judged.quorum)
    return finer if finer.fitting.any() else judged


def _varied(judged: Judged, among: Marks, limit: int) -> list[int]:
    """The best starts: the best of each day before the second best of any, and none close to one chosen."""
    order, per_day = judged.ranked(among), judged.ahead.per_day
    days = [order[order // per_day == weekday].tolist() for weekday in range(7)]
    rank = {start: at for at, start in enumerate(order.tolist())}
    chosen: list[int] = []
    for apart in APART:
        near, steps = bytearray(7 * per_day), apart // judged.ahead.step
        _mark(near, chosen, steps)
        left = [iter(starts) for starts in days]
        while len(chosen) < limit:
            found = [next((start for start in starts if not near[start]), None) for starts in left]
            best = sorted((start for start in found if start is not None), key=rank.__getitem__)
            if not best:
                break
            _mark(near, best, steps)
            chosen += best[: limit - len(chosen)]
    return sorted(chosen, key=lambda start: (judged.missing[start], judged.points[start]))


def _mark(near: bytearray, starts: Iterable[int], steps: int) -> None:
    """Mark the starts less than so many steps from these."""
    for start in starts:
        first, last = max(0, start - steps + 1), min(len(near), start + steps)
        near[first:last] = b"\1" * (last - first)
