"""The honest answer when no hour fits: who stands in the way, and the way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

import numpy as np

from minim.timetable.hours import clock
from minim.timetable.judging import Judged, Member
from minim.timetable.offering import offer
from minim.timetable.prices import Price
from minim.timetable.series import instant
from minim.timetable.slots import WEEKDAYS, Slot, day_name
from minim.timetable.zones import place

SHORTER = (45, 30)
"""Minutes of a meeting that still is one."""

MOST_STRETCH = 120
"""Minutes one may ask somebody to begin earlier or stay longer."""

_NAMED = 3


def advice_for(judged: Judged, slots: Sequence[Slot], quorum: Sequence[Slot]) -> str:
    """A few sentences; "" when some hour fits everybody and keeps fitting."""
    if any(slot.holds for slot in slots):
        return ""
    if slots:
        return _until_a_clock_change(slots[0])
    return " ".join([_nothing(judged), *_in_the_way(judged), *_ways_out(judged, quorum)])


def _until_a_clock_change(slot: Slot) -> str:
    broken = [one for one in slot.payments if one.price is Price.OUTSIDE]
    first = min(broken, key=lambda one: (one.first_on, one.key))
    return (
        f"No hour fits everybody whatever the clocks do. {slot.name} comes closest, but from "
        f"{day_name(first.first_on)} it is {first.local} for {first.name}, outside their hours, at {first.meetings} of "
        f"{first.looked_at} meetings. Agree on another hour for that time."
    )


def _nothing(judged: Judged) -> str:
    minutes = judged.ahead.minutes
    if not judged.offered.any():
        return "Every day looked at is skipped."
    if len(judged.members) == 1:
        return f"{judged.members[0].name} has no {minutes} minutes in a row in their hours."
    return f"No {minutes} minutes of the week fit all {len(judged.members)}."


def _in_the_way(judged: Judged) -> Iterator[str]:
    """One sentence: somebody who never can, or whom it takes to leave out, or two who never can together."""
    members, can = judged.members, ~judged.out & judged.offered
    never = [member for member, hours in zip(members, can, strict=True) if not hours.any()]
    alone = [
        member
        for member, out in zip(members, judged.out, strict=True)
        if (judged.offered & out & (judged.missing == 1)).any()
    ]
    apart = [
        (members[one], members[other])
        for one, other in combinations(range(len(members)), 2)
        if can[one].any() and can[other].any() and not (can[one] & can[other]).any()
    ]
    if len(members) == 1 or not judged.offered.any():
        return
    if never:
        yield f"{_and(_names(never))} can never make {judged.ahead.minutes} minutes: ask for their hours first."
    elif apart:
        pairs = [f"{_place(one)} and {_place(other)}" for one, other in apart[:_NAMED]]
        more = f", and {len(apart) - _NAMED} more pairs neither" if len(apart) > _NAMED else ""
        yield f"{'; '.join(pairs)} share no such time{more}."
    if alone and not never:
        yield f"Without {_or([_place(member) for member in alone[:_NAMED]])}, the others would find an hour."
    if not (never or apart or alone):
        yield "Any two of them would find an hour, but not all together."


def _ways_out(judged: Judged, quorum: Sequence[Slot]) -> Iterator[str]:
    total = len(judged.members)
    if quorum:
        best = quorum[0]
        yield f"On {best.name}, {total - len(best.missing)} of {total} can."
        asked = min((ask for slot in quorum if (ask := _stretch(judged, slot))), default=None)
        if asked:
            yield asked[1]
        if _can_take_turns(judged):
            yield "Taking turns between two hours, nobody would have to miss every meeting."
    for minutes in SHORTER:
        shorter = Judged(judged.members, replace(judged.ahead, minutes=minutes), judged.quorum)
        if minutes < judged.ahead.minutes and shorter.fitting.any():
            best = next(offer(shorter, [int(at) for at in shorter.ranked(shorter.fitting)[:1]]))
            yield f"A meeting of {minutes} minutes would fit: {best.name}."
            return
    if not quorum:
        yield "Wider hours for some, or two groups instead of one, would help."


def _can_take_turns(judged: Judged) -> bool:
    """Whether of the hours that fewest miss, two are missed by different people."""
    missing = np.unique(judged.out[:, judged.closest], axis=1).T
    return any(not (one & other).any() for one, other in combinations(missing, 2))


def _stretch(judged: Judged, slot: Slot) -> tuple[int, str] | None:
    """By how many minutes the missing would have to stretch their day for this hour, and the sentence that asks."""
    by_key = {member.key: member for member in judged.members}
    if any(one.price is not Price.OUTSIDE for one in slot.absences):
        return None
    asked = [_asked(by_key[key], slot, judged.ahead.minutes) for key in slot.missing]
    wanted = [one for one in asked if one]
    if len(wanted) < len(asked):
        return None
    return sum(minutes for minutes, _ in wanted), (
        f"{slot.name} would fit all if {_and([words for _, words in wanted])}."
    )


def _asked(member: Member, slot: Slot, minutes: int) -> tuple[int, str] | None:
    start, _ = instant(slot.first_on, slot.minute, slot.zone)
    there = place(member.availability.zone)
    begin, end = (moment.astimezone(there) for moment in (start, start + timedelta(minutes=minutes)))
    spans = member.availability.hours.days[begin.weekday()]
    if not spans or begin.date() != end.date():
        return None
    day = f"on {WEEKDAYS[begin.weekday()]}s"
    early, late = spans[0].start - _minute(begin), _minute(end) - spans[-1].end
    if max(early, late) > MOST_STRETCH or min(early, late) > 0:
        return None
    if early > 0:
        return early, f"{member.name} could begin at {clock(_minute(begin))} {day}"
    if late > 0:
        return late, f"{member.name} could stay until {clock(_minute(end))} {day}"
    return minutes, f"{member.name} could move their break {day}"


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _place(member: Member) -> str:
    return f"{member.name} ({member.city})"


def _names(members: Sequence[Member]) -> list[str]:
    more = len(members) - _NAMED
    return [member.name for member in members[:_NAMED]] + ([f"{more} more"] if more > 0 else [])


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _or(words: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
