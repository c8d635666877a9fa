"""From arrays to words: a start of the week as an hour one can offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from minim.timetable.hours import DAY
from minim.timetable.judging import Judged
from minim.timetable.prices import PRICES, Price
from minim.timetable.series import instant
from minim.timetable.slots import Payment, Slot
from minim.timetable.week import QUARTER, QUARTERS, common_slots, week_bits
from minim.timetable.worktime import EPOCH_DAY
from minim.timetable.zones import place

_KEEPS_AWAY = (Price.OUTSIDE, Price.BUSY)


class _Charge(NamedTuple):
    """What a start costs the member at this place: at how many meetings, and the number of the first."""

    at: int
    price: Price
    meetings: int
    first: int


def offer(judged: Judged, starts: Sequence[int]) -> Iterator[Slot]:
    """These starts as slots, in the order given."""
    if not starts:
        return
    by_bits, charges = found_by_bits(judged), _charges(judged, starts)
    places = tuple((member.key, member.availability.zone) for member in judged.members)
    for start, out, charged in zip(starts, judged.out[:, starts].T.tolist(), charges, strict=True):
        weekday, at = divmod(start, judged.ahead.per_day)
        minute = at * judged.ahead.step
        coming = [one for one in charged if not out[one.at]]
        absent = [one for one in charged if out[one.at] and one.price in _KEEPS_AWAY]
        yield Slot(
            weekday=weekday,
            minute=minute,
            zone=judged.ahead.zone,
            payments=tuple(_payment(judged, start, one) for one in coming),
            missing=tuple(member.key for member, misses in zip(judged.members, out, strict=True) if misses),
            points=float(judged.points[start]),
            from_week_bits=weekday * DAY + minute in by_bits,
            absences=tuple(_payment(judged, start, one) for one in absent),
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


def _charges(judged: Judged, starts: Sequence[int]) -> list[list[_Charge]]:
    """For each start what it costs whom, dearest member first."""
    at, size = list(starts), len(PRICES)
    counts = [one.counts[:size, at].T.tolist() for one in judged.standings]
    firsts = [one.first[:size, at].T.tolist() for one in judged.standings]
    shares = judged.shares[:, at].T.tolist()
    return [
        [
            _Charge(member, price, int(meetings), firsts[member][column][row])
            for member in sorted(range(len(share)), key=lambda member: -share[member])
            for row, (price, meetings) in enumerate(zip(PRICES, counts[member][column], strict=True))
            if meetings
        ]
        for column, share in enumerate(shares)
    ]


def _payment(judged: Judged, start: int, charge: _Charge) -> Payment:
    member, (weekday, minute) = judged.members[charge.at], divmod(start, judged.ahead.per_day)
    moment = int(judged.days.starts[charge.first, weekday, minute])
    local = datetime.fromtimestamp(moment, place(member.availability.zone))
    return Payment(
        key=member.key,
        price=charge.price,
        local=f"{local:%a %H:%M}",
        meetings=charge.meetings,
        name=member.name,
        first_on=_day(judged, start, charge.first),
        looked_at=int(judged.days.count[start]),
    )


def _day(judged: Judged, start: int, meeting: int) -> date:
    return date.fromordinal(int(judged.days.days[meeting, start // judged.ahead.per_day]) + EPOCH_DAY)
