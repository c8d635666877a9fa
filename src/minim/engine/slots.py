"""When a person can meet: a week of quarter hours as bits, and every possible start as one number.

A meeting can start at quarter hour k when all its quarters lie within the person's hours; it is early or late for
them when it touches the first or last hour of those hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from minim.engine.candidate import WEEK

MISSES = 64
"""Cost of a start at which the person cannot come; early or late costs 1, so groups stay below 64 people."""
MARGIN = 4
"""Quarter hours at either end of somebody's hours that count as early or late."""
_ALWAYS = (1 << WEEK) - 1


@lru_cache(maxsize=8192)
def starts_within(hours: int | None, quarters: int) -> int:
    """Return the bits of all starts from which `quarters` quarter hours in a row lie within `hours` (cyclic week)."""
    if hours is None:
        return _ALWAYS
    starts = hours
    for step in range(1, quarters):
        starts &= _rotated(hours, step)
    return starts


def gentle_starts(hours: int | None, quarters: int) -> int:
    """Return the starts that also keep an hour away from both ends of the person's hours."""
    if hours is None:
        return _ALWAYS
    return _rotated(starts_within(hours, quarters + 2 * MARGIN), WEEK - MARGIN)


@lru_cache(maxsize=8192)
def start_costs(hours: int | None, quarters: int) -> NDArray[np.int16]:
    """Return the cost of each of the 672 starts for one person: 0 gentle, 1 early or late, 64 impossible."""
    possible = _bits(starts_within(hours, quarters))
    gentle = _bits(gentle_starts(hours, quarters))
    costs = np.where(gentle, 0, np.where(possible, 1, MISSES)).astype(np.int16)
    costs.flags.writeable = False
    return costs


def compress(costs: NDArray[np.int16]) -> NDArray[np.int16]:
    """Keep only starts that can be the best of some group: no doubles, none that another start never loses to.

    The minimum over starts of any sum of rows is the same before and after.
    """
    columns = np.unique(costs, axis=1)
    if not columns.any(axis=0).all():
        return np.zeros((len(costs), 0), dtype=np.int16)
    count = columns.shape[1]
    if count * count * len(columns) > 60_000_000:
        return np.ascontiguousarray(columns)
    beaten = np.zeros(count, dtype=bool)
    for column in range(count):
        rivals = np.flatnonzero(~beaten)
        rivals = rivals[rivals != column]
        beaten[column] = bool((columns[:, rivals] <= columns[:, [column]]).all(axis=0).any())
    return np.ascontiguousarray(columns[:, ~beaten])


def best_start(costs: Sequence[NDArray[np.int16]]) -> tuple[int, int, int]:
    """Return the start that fewest miss and fewest find early or late: (quarter hour, missing, early or late)."""
    total = np.sum(np.asarray(costs, dtype=np.int32), axis=0)
    start = int(total.argmin())
    return start, int(total[start]) // MISSES, int(total[start]) % MISSES


def in_words(start: int) -> str:
    """Return a quarter hour of the week as "Tuesday 14:15 UTC"."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"{days[start // 96]} {start % 96 // 4:02}:{start % 4 * 15:02} UTC"


def _rotated(bits: int, step: int) -> int:
    return (bits >> step | bits << (WEEK - step)) & _ALWAYS


def _bits(word: int) -> NDArray[np.bool_]:
    raw = np.frombuffer(word.to_bytes(WEEK // 8, "little"), dtype=np.uint8)
    return np.unpackbits(raw, bitorder="little").astype(bool)
