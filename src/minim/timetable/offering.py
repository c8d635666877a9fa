"""From arrays to words: a start of the week as an hour one can offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np

from minim.timetable.hours import DAY
from minim.timetable.judging import Judged
from minim.timetable.prices import PRICES, Price
from minim.timetable.series import instant
from minim.timetable.slots import Payment, Slot
from minim.timetable.week import QUARTER, QUARTERS, common_slots, week_bits
from minim.timetable.worktime import EPOCH_DAY
from minim.timetable.zones import place


def offer(judged: Judged, starts: Iterable[int]) -> Iterator[Slot]:
    """These starts as slots, in the order given."""
    starts = list(starts)
    if not starts:
        return
    by_bits = found_by_bits(judged)
    places = tuple((member.key, member.availability.zone) for member in judged.members)
    for start in starts:
        weekday, at = divmod(start, judged.ahead.per_day)
        minute = at * judged.ahead.step
        out = judged.out[:, start]
        yield Slot(
            weekday=weekday,
            minute=minute,
            zone=judged.ahead.zone,
            payments=_payments(judged, start, ~out, PRICES),
            missing=tuple(member.key for member, misses in zip(judged.members, out, strict=True) if misses),
            points=float(judged.points[start]),
            from_week_bits=weekday * DAY + minute in by_bits,
            absences=_payments(judged, start, out, (Price.OUTSIDE, Price.BUSY)),
            first_on=_day(judged, start, int(judged.days.first_held[start])),
            meetings=int(judged.days.count[start]),
            places=places,
        )


def found_by_bits(judged: Judged) -> frozenset[int]:
    """The minutes of the group's week at which the rule that forms groups lets them meet, in the week of `first_on`."""
    ahead = judged.ahead
    bits = (
        week_bits(member.availability.hours, member.availability.zone, on=ahead.first_on)
        for member in judged.members
    )
    monday = ahead.first_on - timedelta(days=ahead.first_on.weekday())
    begins, _ = instant(monday, 0, ahead.zone)
    in_utc = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    shift, seconds = divmod(int((in_utc - begins).total_seconds()), 60)
    if seconds:
        return frozenset()
    week = QUARTERS * QUARTER
    return frozenset((quarter * QUARTER + shift) % week for quarter in common_slots(bits, ahead.minutes))


def _payments(
    judged: Judged, start: int, who: np.ndarray[tuple[int], np.dtype[np.bool_]], prices: tuple[Price, ...]
) -> tuple[Payment, ...]:
    """What the start costs these members, dearest first."""
    paying = np.flatnonzero(who & (judged.shares[:, start] > 0))
    found = []
    for at in sorted(paying.tolist(), key=lambda at: -judged.shares[at, start]):
        standing = judged.standings[at]
        for row, price in enumerate(PRICES):
            meetings = int(standing.counts[row, start])
            if meetings and price in prices:
                found.append(_payment(judged, start, at, price, meetings, int(standing.first[row, start])))
    return tuple(found)


def _payment(judged: Judged, start: int, at: int, price: Price, meetings: int, first: int) -> Payment:
    member, (weekday, minute) = judged.members[at], divmod(start, judged.ahead.per_day)
    moment = int(judged.days.starts[first, weekday, minute])
    local = datetime.fromtimestamp(moment, place(member.availability.zone))
    return Payment(
        key=member.key,
        price=price,
        local=f"{local:%a %H:%M}",
        meetings=meetings,
        name=member.name,
        first_on=_day(judged, start, first),
        looked_at=int(judged.days.count[start]),
    )


def _day(judged: Judged, start: int, meeting: int) -> date:
    return date.fromordinal(int(judged.days.days[meeting, start // judged.ahead.per_day]) + EPOCH_DAY)
