"""The people as plain arrays, built once: what the kernels read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.candidate import Candidate
from minim.engine.slots import compress, table_of_costs
from minim.engine.tree import Tour
from minim.engine.wishes import ALIKE, FADE, WISHES

ENTER, LEAVE, LEVEL, LEADS, KIND, TODAY, APART_FROM, APART_TO, EXPERIENCE, ENERGY, ALIKE_FROM = range(11)
"""Columns of one person: place in the tree, level, may lead, kind of week, group of today, stretch of `apart`, …"""
HOURS, MOVES, FAIRNESS = ENTER, LEAVE, LEADS
"""Places of prices that belong to no column of a person."""
Numbers = NDArray[np.int64]
UNKNOWN = -1
ELSEWHERE = -2
"""Today's group when it is not among the groups to form."""


class Arrays(NamedTuple):
    """One row per candidate, few arrays, because each costs time whenever a kernel calls another.

    `price[c]` is what a difference in column EXPERIENCE or ENERGY costs, and what two equal known words cost in a
    column from ALIKE_FROM on; HOURS, MOVES and FAIRNESS are the other prices. `starts[kind]` are costs of meeting
    times, `band` is the level band.
    """

    people: NDArray[np.int32]
    price: NDArray[np.int64]
    apart: NDArray[np.int32]
    starts: NDArray[np.int16]
    band: int


def build(
    candidates: Sequence[Candidate],
    tour: Tour,
    apart: Iterable[frozenset[str]],
    names: Sequence[str],
    weights: Mapping[str, float],
    quarters: int,
    band: int,
) -> Arrays:
    """Build the arrays; `names` are the groups in order, so that TODAY holds their numbers."""
    milli = {name: WISHES[name].milli(weight) for name, weight in weights.items()}
    kind, starts = _kinds(candidates, quarters)
    ends, apart_with = _neighbours(candidates, apart)
    number = {name: at for at, name in enumerate(names)}
    today = (UNKNOWN if who.today is None else number.get(who.today, ELSEWHERE) for who in candidates)
    lines = [tour.of(who.key) for who in candidates]
    columns: dict[int, Iterable[int]] = {
        ENTER: (enter for enter, _ in lines),
        LEAVE: (leave for _, leave in lines),
        LEVEL: (who.level for who in candidates),
        LEADS: (who.may_facilitate for who in candidates),
        KIND: kind,
        TODAY: today,
        APART_FROM: ends[:-1],
        APART_TO: ends[1:],
        EXPERIENCE: (experience_quanta(who) for who in candidates),
        ENERGY: (energy_quanta(who) for who in candidates),
    }
    people = np.zeros((len(candidates), ALIKE_FROM), dtype=np.int32)
    for column, numbers in columns.items():
        people[:, column] = np.fromiter(numbers, dtype=np.int32, count=len(candidates))
    alike, costs = _alike(candidates, milli)
    price = np.zeros(ALIKE_FROM, dtype=np.int64)
    price[[EXPERIENCE, ENERGY, HOURS, MOVES, FAIRNESS]] = [
        milli[wish] for wish in ("experience", "energy", "unpopular-hours", "moves", "fairness")
    ]
    return Arrays(
        np.ascontiguousarray(np.hstack([people, alike])), np.hstack([price, costs]), apart_with, starts, band
    )


def experience_quanta(who: Candidate) -> int:
    """Return quarters of a year as a manager, or UNKNOWN."""
    return UNKNOWN if who.experience is None else round(who.experience * WISHES["experience"].quanta)


def energy_quanta(who: Candidate) -> int:
    """Return hundredths of energy, or UNKNOWN."""
    return UNKNOWN if who.energy is None else round(who.energy * WISHES["energy"].quanta)


def _alike(
    candidates: Sequence[Candidate], milli: Mapping[str, int]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    words: list[tuple[list[str | None], int]] = [
        ([getattr(who, field) or None for who in candidates], milli[wish]) for wish, field in ALIKE.items()
    ]
    words.append((["new" if who.newcomer else None for who in candidates], milli["newcomers"]))
    rounds = min(len(FADE), max((len(who.earlier) for who in candidates), default=0))
    for back in range(rounds):
        groups = [who.earlier[back] if back < len(who.earlier) else None for who in candidates]
        words.append((groups, milli["earlier-groupmates"] * FADE[back]))
    telling = [(_codes(column), cost) for column, cost in words if cost and len(set(column) - {None}) > 0]
    if not telling:
        return np.zeros((len(candidates), 0), dtype=np.int32), np.zeros(0, dtype=np.int64)
    columns = np.stack([codes for codes, _ in telling], axis=1)
    return columns, np.array([cost for _, cost in telling], dtype=np.int64)


def _codes(words: Sequence[str | None]) -> NDArray[np.int32]:
    number: dict[str, int] = {}
    codes = [UNKNOWN if word is None else number.setdefault(word, len(number)) for word in words]
    return np.array(codes, dtype=np.int32)


def _neighbours(
    candidates: Sequence[Candidate], apart: Iterable[frozenset[str]]
) -> tuple[list[int], NDArray[np.int32]]:
    number = {who.key: at for at, who in enumerate(candidates)}
    of: list[list[int]] = [[] for _ in candidates]
    for pair in apart:
        one, other = (number[key] for key in pair)
        of[one].append(other)
        of[other].append(one)
    ends = [0, *accumulate(len(row) for row in of)]
    return ends, np.array([other for row in of for other in sorted(row)], dtype=np.int32)


def _kinds(candidates: Sequence[Candidate], quarters: int) -> tuple[list[int], NDArray[np.int16]]:
    """Number the different working weeks; no starts at all when every group can meet gently."""
    number: dict[int | None, int] = {}
    kind = [number.setdefault(who.hours, len(number)) for who in candidates]
    return kind, compress(table_of_costs(list(number), quarters))
