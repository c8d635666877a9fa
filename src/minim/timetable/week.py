"""A week of quarter hours in UTC as bits, so that common times are one AND away.

Bit k stands for quarter hour k of the week, which begins on Monday at 00:00 UTC and wraps around: an early Monday in
Auckland is a late Sunday in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, reduce
from zoneinfo import ZoneInfo

from minim.timetable.hours import DAY, DAY_NAMES, HoursError, WorkingHours, clock
from minim.timetable.zones import place

QUARTER = 15
"""Minutes of a slot."""

QUARTERS = 7 * DAY // QUARTER
"""Quarter hours of a week: 672."""

ANY_TIME = (1 << QUARTERS) - 1
"""Every quarter hour of the week."""

_WEEK_SECONDS = 7 * DAY * 60
_QUARTER_SECONDS = QUARTER * 60


def week_bits(hours: WorkingHours, zone: str | ZoneInfo, *, on: date) -> int:
    """The quarter hours of the UTC week that lie wholly inside the hours.

    The zone's offset is the one in force when the week of `on` begins there, on Monday at 00:00 local time. Raises
    ZoneError for a zone that does not exist.
    """
    return _bits(hours, int(_offset(zone, on).total_seconds()))


def common_slots(bits: Iterable[int], minutes: int) -> tuple[int, ...]:
    """The quarter hours at which a meeting of so many minutes can begin for everybody, in order of the week."""
    if not 0 < minutes <= 7 * DAY:
        raise HoursError("A meeting lasts at least a minute and at most a week.")
    free = reduce(lambda left, right: left & right, bits, ANY_TIME)
    starts = free
    for _ in range(-(-minutes // QUARTER) - 1):
        free = (free >> 1) | ((free & 1) << (QUARTERS - 1))
        starts &= free
    return tuple(quarter for quarter in range(QUARTERS) if starts >> quarter & 1)


def slot_name(quarter: int) -> str:
    """A quarter hour as one says it: 36 is "Mon 09:00 UTC"."""
    day, minute = divmod(quarter % QUARTERS * QUARTER, DAY)
    return f"{DAY_NAMES[day]} {clock(minute)} UTC"


def _offset(zone: str | ZoneInfo, on: date) -> timedelta:
    monday = datetime.combine(on - timedelta(days=on.weekday()), time.min, tzinfo=UTC)
    there = place(zone) if isinstance(zone, str) else zone
    return monday.replace(tzinfo=there).utcoffset() or timedelta(0)


@lru_cache(maxsize=4096)
def _bits(hours: WorkingHours, offset: int) -> int:
    found = 0
    for start, end in _spans_in_utc(hours, offset):
        first, last = -(-start // _QUARTER_SECONDS), end // _QUARTER_SECONDS
        if last > first:
            found |= ((1 << (last - first)) - 1) << first
    # What runs beyond Sunday midnight belongs to Monday.
    while found > ANY_TIME:
        found = (found & ANY_TIME) | (found >> QUARTERS)
    return found


def _spans_in_utc(hours: WorkingHours, offset: int) -> list[tuple[int, int]]:
    """Seconds of the UTC week, joined where one day's hours run into the next, also from Sunday into Monday."""
    spans: list[tuple[int, int]] = []
    for day, day_spans in enumerate(hours.days):
        for span in day_spans:
            start, end = (day * DAY + span.start) * 60, (day * DAY + span.end) * 60
            if spans and spans[-1][1] == start:
                start = spans.pop()[0]
            spans.append((start, end))
    if spans == [(0, _WEEK_SECONDS)]:
        return spans
    if len(spans) > 1 and spans[0][0] == 0 and spans[-1][1] == _WEEK_SECONDS:
        start, _ = spans.pop()
        spans[0] = (start - _WEEK_SECONDS, spans[0][1])
    return [_from_monday(start - offset, end - offset) for start, end in spans]


def _from_monday(start: int, end: int) -> tuple[int, int]:
    weeks = start // _WEEK_SECONDS * _WEEK_SECONDS
    return start - weeks, end - weeks
