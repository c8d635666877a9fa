"""What a meeting costs the people who come to it: the one scale by which hours are compared."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from minim.timetable.hours import DAY_NAMES, WorkingHours
from minim.timetable.offsets import Seconds
from minim.timetable.worktime import DAY_SECONDS, weekday_of

Flags = NDArray[np.bool_]
"""One row for each thing charged, in the order of `CHARGED`."""


class Price(StrEnum):
    """Why a meeting costs somebody something."""

    EARLY = "early"
    LATE = "late"
    LUNCH = "lunch"
    FRIDAY = "friday"
    OUTSIDE = "outside"
    BUSY = "busy"


PRICES = tuple(Price)
CHARGED = (*PRICES, "very early or late", "at the edge of the day")
"""The last is free: it only decides between hours that cost the same."""

POINTS = np.array([1, 1, 0.5, 0.5, 5, 2, 1, 0], dtype=np.float32)
"""Points for each meeting. Nothing within somebody's hours adds up to what a meeting outside them costs."""

HOUR_POINTS = np.where(np.array(CHARGED) == Price.BUSY, 0, POINTS).astype(np.float32)
"""The same without busy times, for meetings that took place: who was busy either came or did not."""

OUTSIDE, BUSY = PRICES.index(Price.OUTSIDE), PRICES.index(Price.BUSY)
EDGE = len(CHARGED) - 1

_HOUR = 60 * 60
_MORNING, _EVENING = 9 * _HOUR, 17 * _HOUR
_DAWN, _NIGHT = 7 * _HOUR, 19 * _HOUR
_NOON, _ONE = 12 * _HOUR, 13 * _HOUR
_WEEKEND = 14 * _HOUR
_FRIDAY = DAY_NAMES.index("Fri")


def charged(hours: WorkingHours, begins: Seconds, ends: Seconds, outside: NDArray[np.bool_]) -> Flags:
    """What meetings at these wall times of somebody cost, busy times not yet looked at.

    Early is before 9:00 and in the first two hours of one's own day, late after 17:00 and in the last two; very early
    is before 7:00, very late after 19:00. Lunch is 12:00 to 13:00; Friday afternoon begins at 14:00. Wider hours never
    cost more.
    """
    opens, closes = _bounds(hours)
    weekday, begin = weekday_of(begins), begins % DAY_SECONDS
    end = begin + ends - begins
    after_opening, before_closing = begin - opens[weekday], closes[weekday] - end
    early = (begin < _MORNING) & (after_opening < 2 * _HOUR)
    late = (end > _EVENING) & (before_closing < 2 * _HOUR)
    found = np.stack(
        [
            early,
            late,
            (begin < _ONE) & (end > _NOON),
            (weekday == _FRIDAY) & (end > _WEEKEND),
            outside,
            np.zeros_like(outside),
            (early & (begin < _DAWN)) | (late & (end > _NIGHT)),
            (after_opening < _HOUR) | (before_closing < _HOUR),
        ]
    )
    found &= ~outside
    found[OUTSIDE] = outside
    return found


def _bounds(hours: WorkingHours) -> tuple[Seconds, Seconds]:
    """When each weekday opens and closes; a day off opens after it has closed, so that hours there are never gentle."""
    opens = [spans[0].start * 60 if spans else DAY_SECONDS for spans in hours.days]
    closes = [spans[-1].end * 60 if spans else 0 for spans in hours.days]
    return np.array(opens), np.array(closes)
