"""Lowers the cost of seats that keep every rule: coolings, long ones first, and what helps them over."""

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np

from minim.engine.arrays import MOVES, TODAY, Numbers
from minim.engine.kernels import BURDEN, GROUP, NOBODY
from minim.engine.search.core import Pace, race
from minim.engine.search.people import PART, PENALTY, PeopleSearch
from minim.engine.search.repair import repaired
from minim.engine.wishes import MILLI

CORES = 2
"""Cores that a second of the caller's time is counted for, whatever there are: the plan must not depend on it."""
STEP_NANOSECONDS, WEIGH_NANOSECONDS = 1_000, 5
"""What a quiet core of 2026 takes for one move, and in it for each person to trade places with."""
MOVES_PER_PERSON = 10_000
"""More moves than this hardly improve a plan, so small problems end early."""
HEAVY = 3
"""A group with this many times the mean burden is taken apart before all others are improved."""
STARTS = ((40, 12), (PART, 2))
"""How many first seats share the moves up to so many people; beyond, one gets them all."""
SOFT_PENALTY = 200 * MILLI
"""Cost of a breach in every other start of a small problem: the way to a better plan may lead through a broken rule."""
QUENCH = 10
"""Moves per person before the heat is fitted."""
TRIES, MENDING = 4, 200
"""First seats of a rival tried, and trades weighed for each person to mend them."""


def improve(search: PeopleSearch, moves: int, *, gently: bool) -> None:
    """Lower the cost: some long coolings, each from other first seats, then short ones from the best of them.

    Gently means to begin near the seats there are and never to heat those much.
    """
    relabel(search)
    people = len(search.room.people)
    starts = next((starts for most, starts in STARTS if people <= most), 1)
    longer, shorter = (0.7, 0.15) if starts > 1 else (1.0, 0.0)
    pace = Pace(int(moves * longer / starts))
    race(search, [partial(_long, search, turn, pace, gently) for turn in range(starts)], "improving")
    again = 0.1 if gently else 0.25
    for turn in range(2 if shorter else 0):
        pace = Pace(int(moves * shorter))
        race(search, [partial(_short, search, 2 * turn + at, pace, again) for at in range(2)], "improving")


def _long(search: PeopleSearch, turn: int, pace: Pace, gently: bool) -> PeopleSearch:
    rival = search if turn == 0 else afresh(search, turn)
    if rival.best_breaches == 0:
        if turn or not gently:
            quench(rival, pace.part(0.1))
            loosen(rival, pace.part(0.1))
        rival.penalty = PENALTY if turn % 2 == 0 else SOFT_PENALTY
        cool(rival, 0.2 if gently and turn == 0 else 1.0, pace)
    rival.penalty = PENALTY
    return rival


def _short(search: PeopleSearch, turn: int, pace: Pace, warmth: float) -> PeopleSearch:
    rival = sister(search, turn + 100)
    rival.adopt(search)
    cool(rival, warmth, pace)
    return rival


def sister(search: PeopleSearch, turn: int) -> PeopleSearch:
    """Return a search in the same room with chances of its own, and nothing found yet."""
    seed = search.seed + turn * 7919
    return PeopleSearch(search.problem, search.room, search.watch, seed, search.bound)


def afresh(search: PeopleSearch, turn: int) -> PeopleSearch:
    """Return a search in the same room from other first seats."""
    rival = sister(search, turn)
    rng = np.random.default_rng([search.seed, turn])
    for _ in range(TRIES):
        where = repaired(search.room, search.room.fresh(rng), rng, MENDING * len(search.room.people))
        rival.consider(search.room.seats(where))
        if rival.best_breaches == 0 or search.watch.must_stop():
            break
    relabel(rival)
    return rival


def quench(search: PeopleSearch, pace: Pace) -> None:
    """Mend the worst of first seats, which know rules only: what is left tells how warm the search should be."""
    if search.best is not None:
        dearest = float(search.problem.arrays.price.max())
        least = Pace(min(pace.moves, QUENCH * len(search.room.people)))
        search.heat(
            search.room.seats(search.best), search.room.free, least, dearest / 16, dearest / 200, "improving"
        )


def loosen(search: PeopleSearch, pace: Pace) -> None:
    """Take apart the groups that carry most, hot enough to pass through broken rules: scarce levels get stuck there."""
    if search.best is None or search.watch.must_stop() or search.done:
        return
    seats = search.room.seats(search.best)
    burden = seats.group[:, BURDEN]
    heavy = burden > HEAVY * burden.mean()
    free = search.room.free
    pool: Numbers = free[heavy[seats.seat[free, GROUP]]]
    hot, _ = heats(search)
    least = Pace(min(pace.moves, 300 * len(pool)))
    search.heat(seats, pool, least, search.penalty / 5, hot, "improving")


def cool(search: PeopleSearch, warmth: float, pace: Pace) -> None:
    """Anneal once from the best seats, from a share of the full heat down to stillness."""
    if search.best is None or search.watch.must_stop() or search.done:
        return
    hot, cold = heats(search)
    search.heat(search.room.seats(search.best), search.room.free, pace, hot * warmth, cold, "improving")
    relabel(search)


def relabel(search: PeopleSearch) -> None:
    """Give groups the names that most of their people sit under today: trading whole groups is no single move."""
    where, today = search.best, search.problem.arrays.people[:, TODAY]
    if where is None or not search.problem.arrays.price[MOVES] or not (today >= 0).any():
        return
    fixed = {int(group) for group in search.room.fixed if group != NOBODY} | set(
        np.flatnonzero(search.room.locked)
    )
    open_to = [group for group in range(len(search.room.names)) if group not in fixed]
    stay = Counter(zip(where[search.room.free].tolist(), today[search.room.free].tolist(), strict=True))
    label = _labels(open_to, stay)
    names = np.array([label.get(group, group) for group in range(len(search.room.names))], dtype=np.int64)
    search.consider(search.room.seats(np.where(where == NOBODY, NOBODY, names[where])))


def _labels(groups: list[int], stay: Counter[tuple[int, int]]) -> dict[int, int]:
    """Return a name for each group: the largest parties that stay together first, then trades that keep more."""
    allowed = set(groups)
    pairs = [
        pair for pair, _ in sorted(stay.items(), key=lambda at: (-at[1], at[0])) if allowed.issuperset(pair)
    ]
    label: dict[int, int] = {}
    taken: set[int] = set()
    for group, name in pairs:
        if group not in label and name not in taken:
            label[group] = name
            taken.add(name)
    spare = (name for name in groups if name not in taken)
    label |= {group: next(spare) for group in groups if group not in label}
    holder = {name: group for group, name in label.items()}
    better = True
    while better:
        better = False
        for group, name in pairs:
            other, own = holder[name], label[group]
            gain = stay[group, name] + stay[other, own] - stay[group, own] - stay[other, name]
            if other != group and gain > 0:
                label[group], label[other], holder[name], holder[own] = name, own, group, other
                better = True
    return label


def heats(search: PeopleSearch) -> tuple[float, float]:
    """Return where to start and where to end, fitted to what seats cost once the worst is mended."""
    mean = search.best_cost / max(1, len(search.room.people))
    dearest = float(search.problem.arrays.price.max())
    hot = max(mean / 9, dearest / 100)
    return hot, max(2.0, min(mean / 80, hot / 2))


def moves_for(seconds: float, people: int) -> int:
    """Return how many moves a number of seconds pays for."""
    each = STEP_NANOSECONDS + WEIGH_NANOSECONDS * min(people, PART)
    return int(max(1_000, min(seconds * CORES * 1e9 / each, people * MOVES_PER_PERSON)))
