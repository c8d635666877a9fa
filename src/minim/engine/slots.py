"""When a person can meet: a week of quarter hours as bits, and every possible start as one number.

A meeting can start at quarter hour k when all its quarters lie within the person's hours; it is early or late for
them when it touches the first or last hour of those hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, reduce
from hashlib import blake2b
from operator import and_

import numpy as np
from numpy.typing import NDArray

from minim.engine.candidate import WEEK

MISSES = 64
"""Cost of a start at which the person cannot come; early or late costs 1, so groups stay below 64 people."""
MARGIN = 4
"""Quarter hours at either end of somebody's hours that count as early or late."""
_ALWAYS = (1 << WEEK) - 1
_ROWS, _WORDS = 4096, 64
"""Weeks unpacked, and words of 64 weeks compared, at a time."""


@lru_cache(maxsize=8192)
def starts_within(hours: int | None, quarters: int) -> int:
    """Return the bits of all starts from which `quarters` quarter hours in a row lie within `hours` (cyclic week)."""
    if hours is None:
        return _ALWAYS
    starts, length = hours, 1
    while length < quarters:
        step = min(length, quarters - length)
        starts &= _rotated(starts, step)
        length += step
    return starts


@lru_cache(maxsize=8192)
def gentle_starts(hours: int | None, quarters: int) -> int:
    """Return the starts that also keep an hour away from both ends of the person's hours."""
    if hours is None:
        return _ALWAYS
    return _rotated(starts_within(hours, quarters + 2 * MARGIN), WEEK - MARGIN)


@lru_cache(maxsize=8192)
def start_costs(hours: int | None, quarters: int) -> NDArray[np.int16]:
    """Return the cost of each of the 672 starts for one person: 0 gentle, 1 early or late, 64 impossible."""
    costs: NDArray[np.int16] = table_of_costs([hours], quarters)[0].astype(np.int16)
    costs.flags.writeable = False
    return costs


def table_of_costs(weeks: Sequence[int | None], quarters: int) -> NDArray[np.int8]:
    """Return `start_costs` of many different weeks, one row each."""
    table = np.empty((len(weeks), WEEK), dtype=np.int8)
    for at in range(0, len(weeks), _ROWS):
        some = weeks[at : at + _ROWS]
        possible = _rows([starts_within(hours, quarters) for hours in some])
        gentle = _rows([gentle_starts(hours, quarters) for hours in some])
        table[at : at + _ROWS] = np.where(gentle, 0, np.where(possible, 1, MISSES))
    return table


def compress(costs: NDArray[np.int8] | NDArray[np.int16]) -> NDArray[np.int16]:
    """Keep only starts that can be the best of some group: no doubles, none that another start never loses to.

    The minimum over starts of any sum of rows is the same before and after.
    """
    first: dict[bytes, int] = {}
    for at, column in enumerate(np.ascontiguousarray(costs.T)):
        first.setdefault(blake2b(column, digest_size=16).digest(), at)
    columns = costs[:, list(first.values())]
    if not columns.any(axis=0).all():
        return np.zeros((len(costs), 0), dtype=np.int16)
    return np.ascontiguousarray(columns[:, ~_beaten(columns)], dtype=np.int16)


def _beaten(columns: NDArray[np.int8] | NDArray[np.int16]) -> NDArray[np.bool_]:
    """Mark columns that another one never exceeds, by words of 64 rows: who cannot come, and who cannot or hardly."""
    packed = np.concatenate([np.packbits(columns >= MISSES, axis=0), np.packbits(columns > 0, axis=0)])
    words = np.zeros((columns.shape[1], -(-len(packed) // 8) * 8), dtype=np.uint8)
    words[:, : len(packed)] = packed.T
    bits = words.view(np.uint64)
    held = np.count_nonzero(columns >= MISSES, axis=0) + np.count_nonzero(columns, axis=0)
    beaten = np.zeros(len(bits), dtype=np.bool_)
    for column, mine in enumerate(bits):
        rivals = np.flatnonzero(~beaten & (held < held[column]))
        for stretch in range(0, len(mine), _WORDS):
            part = slice(stretch, stretch + _WORDS)
            rivals = rivals[~(bits[rivals, part] & ~mine[part]).any(axis=1)]
            if not len(rivals):
                break
        beaten[column] = len(rivals) > 0
    return beaten


def best_start(costs: Sequence[NDArray[np.int16]]) -> tuple[int, int, int]:
    """Return the start that fewest miss and fewest find early or late: (quarter hour, missing, early or late)."""
    total = np.sum(np.asarray(costs, dtype=np.int32), axis=0)
    start = int(total.argmin())
    return start, int(total[start]) // MISSES, int(total[start]) % MISSES


def early_or_late(weeks: Sequence[int | None], quarters: int) -> int:
    """Return for how many of these weeks the best start is early or late: what `best_start` says, found by bits."""
    possible = [starts_within(hours, quarters) for hours in weeks]
    missed = _held_by_most(possible, _ALWAYS)[1]
    fine = [gentle_starts(hours, quarters) | ~can for hours, can in zip(weeks, possible, strict=True)]
    return _held_by_most(fine, missed)[0]


def _held_by_most(masks: Sequence[int], among: int) -> tuple[int, int]:
    """Return the fewest masks that a bit of `among` is missing from, and all bits missing from so few."""
    shared = reduce(and_, masks, among)
    if shared:
        return 0, shared
    within = [among]
    for mask in masks:
        within.append(within[-1])
        for missing in range(len(within) - 2, 0, -1):
            within[missing] = within[missing] & mask | within[missing - 1]
        within[0] &= mask
    return next((missing, bits) for missing, bits in enumerate(within) if bits)


def in_words(start: int) -> str:
    """Return a quarter hour of the week as "Tuesday 14:15 UTC"."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"{days[start // 96]} {start % 96 // 4:02}:{start % 4 * 15:02} UTC"


def _rotated(bits: int, step: int) -> int:
    return (bits >> step | bits << (WEEK - step)) & _ALWAYS


def _rows(words: Sequence[int]) -> NDArray[np.bool_]:
    raw = np.frombuffer(b"".join(word.to_bytes(WEEK // 8, "little") for word in words), dtype=np.uint8)
    return np.unpackbits(raw, bitorder="little").reshape(len(words), WEEK).astype(np.bool_)
