"""The people as plain arrays, built once: what the kernels read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from minim.engine.candidate import Candidate
from minim.engine.slots import compress, start_costs
from minim.engine.wishes import ALIKE, FADE, WISHES

ENTER, LEAVE, LEVEL, LEADS, EXPERIENCE, ENERGY, ALIKE_FROM = range(7)
UNKNOWN = -1


class Arrays(NamedTuple):
    """One row per candidate. From column ALIKE_FROM on, equal known codes in a column cost `alike` of that column."""

    people: NDArray[np.int32]
    alike: NDArray[np.int64]
    experience: int
    energy: int
    hours: int
    moves: int
    fairness: int
    apart_from: NDArray[np.int32]
    apart: NDArray[np.int32]
    kind: NDArray[np.int32]
    starts: NDArray[np.int16]
    today: NDArray[np.int32]
    band: int


def build(
    candidates: Sequence[Candidate],
    tour: Mapping[str, tuple[int, int]],
    apart: Iterable[frozenset[str]],
    names: Sequence[str],
    weights: Mapping[str, float],
    quarters: int,
    band: int,
) -> Arrays:
    """Build the arrays; `names` are the groups in order, so that `today` holds their numbers (-2: group is gone)."""
    milli = {name: WISHES[name].milli(weight) for name, weight in weights.items()}
    alike, costs = _alike(candidates, milli)
    apart_from, apart_with = _neighbours(candidates, apart)
    kind, starts = _kinds(candidates, quarters)
    number = {name: at for at, name in enumerate(names)}
    today = [UNKNOWN if who.today is None else number.get(who.today, -2) for who in candidates]
    own = np.array([_own_row(who, tour) for who in candidates], dtype=np.int32).reshape(
        len(candidates), ALIKE_FROM
    )
    return Arrays(
        people=np.ascontiguousarray(np.hstack([own, alike])),
        alike=costs,
        experience=milli["experience"],
        energy=milli["energy"],
        hours=milli["unpopular-hours"],
        moves=milli["moves"],
        fairness=milli["fairness"],
        apart_from=apart_from,
        apart=apart_with,
        kind=kind,
        starts=starts,
        today=np.array(today, dtype=np.int32),
        band=band,
    )


def experience_quanta(who: Candidate) -> int:
    """Return quarters of a year as a manager, or UNKNOWN."""
    return UNKNOWN if who.experience is None else round(who.experience * WISHES["experience"].quanta)


def energy_quanta(who: Candidate) -> int:
    """Return hundredths of energy, or UNKNOWN."""
    return UNKNOWN if who.energy is None else round(who.energy * WISHES["energy"].quanta)


def _own_row(who: Candidate, tour: Mapping[str, tuple[int, int]]) -> tuple[int, ...]:
    return (*tour[who.key], who.level, int(who.may_facilitate), experience_quanta(who), energy_quanta(who))


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
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    number = {who.key: at for at, who in enumerate(candidates)}
    of: list[list[int]] = [[] for _ in candidates]
    for pair in apart:
        one, other = (number[key] for key in pair)
        of[one].append(other)
        of[other].append(one)
    begins = np.zeros(len(candidates) + 1, dtype=np.int32)
    begins[1:] = np.cumsum([len(row) for row in of], dtype=np.int32)
    return begins, np.array([other for row in of for other in sorted(row)], dtype=np.int32)


def _kinds(candidates: Sequence[Candidate], quarters: int) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    """Number the different working weeks; no starts at all when every group can meet gently."""
    number: dict[int | None, int] = {}
    kind = [number.setdefault(who.hours, len(number)) for who in candidates]
    if not number:
        return np.zeros(0, dtype=np.int32), np.zeros((0, 0), dtype=np.int16)
    costs = np.stack([start_costs(hours, quarters) for hours in number])
    return np.array(kind, dtype=np.int32), compress(costs)
