"""Finds seats: first such that every rule holds, then such that the wishes cost least.

All work is measured in moves, never in seconds, so the same seed gives the same plan however busy the machine is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import MOVES, TODAY, Numbers
from minim.engine.kernels import BURDEN, GROUP, NOBODY, PAIRS, SHAPE, SLOT, Seats, totals
from minim.engine.problem import Problem
from minim.engine.search.anneal import anneal
from minim.engine.search.seating import Room
from minim.engine.slots import MISSES
from minim.engine.watch import Watch
from minim.engine.wishes import MILLI

MOVES_PER_SECOND = 600_000
"""Moves a second of the caller's time pays for: about half of what a quiet core of 2026 does in one."""
MOVES_PER_PERSON = 25_000
"""More moves than this hardly improve a plan, so small problems end early."""
HEAVY = 3
"""A group with this many times the mean burden is taken apart before all others are improved."""
STARTS = ((40, 12), (400, 3))
"""How many first seats share the moves up to so many people; beyond, one gets them all."""
ROUND = 50_000
"""Moves between two looks at the clock and at the request to stop."""
PENALTY = 3000 * MILLI
"""Cost of a breach in the objective: far above any wish, so that seating looks at rules and hardly at wishes."""
SOFT_PENALTY = 200 * MILLI
"""Cost of a breach in every other start of a small problem: the way to a better plan may lead through a broken rule."""
MENDING = 200
"""Moves per person of one attempt to seat everybody by the rules."""


@dataclass
class Search:
    """One search in one room: random state, best seats so far, and the watch it obeys."""

    problem: Problem
    room: Room
    watch: Watch
    seed: int
    bound: float = 0.0
    best: Numbers | None = None
    best_breaches: int = 1 << 60
    best_cost: int = 1 << 60
    penalty: int = PENALTY
    rng: NDArray[np.uint64] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.SeedSequence([self.seed, 0x4D696E69]).generate_state(1, np.uint64) | np.uint64(1)

    def consider(self, seats: Seats) -> None:
        """Remember these seats when none better were seen."""
        breaches, cost = totals(self.problem.arrays, seats)
        if (breaches, cost) < (self.best_breaches, self.best_cost):
            self.best, self.best_breaches, self.best_cost = seats.seat[:, GROUP].copy(), breaches, cost

    def adopt(self, rival: Search) -> None:
        """Take over the best seats of another search in the same room when they are better."""
        if (rival.best_breaches, rival.best_cost) < (self.best_breaches, self.best_cost):
            self.best, self.best_breaches, self.best_cost = rival.best, rival.best_breaches, rival.best_cost

    def tell(self, stage: str) -> None:
        """Report the best so far."""
        self.watch.tell(stage, best=self.best_cost / MILLI, bound=self.bound, breaches=self.best_breaches)

    @property
    def done(self) -> bool:
        """Nothing is left to improve: every rule holds and the cost equals the proved bound."""
        return self.best_breaches == 0 and self.best_cost / MILLI <= self.bound + 1e-9

    def heat(self, seats: Seats, pool: Numbers, moves: int, hot: float, cold: float, stage: str) -> None:
        """Anneal from hot to cold in rounds, considering the seats after each."""
        if not len(pool):
            return
        rounds = max(1, round(moves / ROUND))
        cooling = (cold / hot) ** (1 / rounds)
        for _ in range(rounds):
            if self.watch.must_stop() or self.done:
                return
            a, people = self.problem.arrays, self.room.partners
            anneal(a, seats, people, pool, self.rng, moves // rounds, hot, hot * cooling, self.penalty)
            hot *= cooling
            self.consider(seats)
            self.tell(stage)


def mend(search: Search, firsts: Iterable[Numbers]) -> None:
    """Seek seats that keep every rule: from each first seats cool everybody, then those in broken groups."""
    everybody = search.room.free
    for where in firsts:
        seats = search.room.seats(where)
        search.consider(seats)
        for pool, hot, moves in ((everybody, 0.25, MENDING * len(everybody)), (None, 0.15, 4_000)):
            if search.best_breaches == 0 or search.watch.must_stop():
                return
            people = troubled(search, seats) if pool is None else pool
            tries = max(moves, 300 * len(people))
            search.heat(seats, people, tries, search.penalty * hot, search.penalty / 30, "seating")


def troubled(search: Search, seats: Seats) -> Numbers:
    """Return free people in groups where a rule is broken."""
    broken = seats.group[:, PAIRS] + seats.group[:, SHAPE] + seats.group[:, SLOT] // MISSES > 0
    free = search.room.free
    pool: Numbers = free[broken[seats.seat[free, GROUP]]]
    return pool


def improve(search: Search, moves: int, *, gently: bool) -> None:
    """Lower the cost: some long coolings, each from other first seats, then short ones from the best of them.

    Gently means to begin near the seats there are and never to heat those much.
    """
    relabel(search)
    people = len(search.room.people)
    starts = next((starts for most, starts in STARTS if people <= most), 1)
    for turn in range(starts):
        rival = search if turn == 0 else afresh(search, turn)
        if rival.best_breaches == 0:
            if turn or not gently:
                loosen(rival, moves // 10)
            rival.penalty = PENALTY if turn % 2 == 0 else SOFT_PENALTY
            cool(rival, 0.2 if gently and turn == 0 else 1.0, int(moves * 0.7 / starts))
            search.adopt(rival)
    search.penalty = PENALTY
    for _ in range(2):
        cool(search, 0.1 if gently else 0.25, int(moves * 0.15))


def afresh(search: Search, turn: int) -> Search:
    """Return a search of its own in the same room, with other first seats."""
    rival = Search(search.problem, search.room, search.watch, search.seed + turn * 7919, search.bound)
    rng = np.random.default_rng([search.seed, turn])
    mend(rival, (search.room.fresh(rng) for _ in range(4)))
    relabel(rival)
    return rival


def loosen(search: Search, moves: int) -> None:
    """Take apart the groups that carry most, hot enough to pass through broken rules: scarce levels get stuck there."""
    if search.best is None or search.watch.must_stop() or search.done:
        return
    seats = search.room.seats(search.best)
    burden = seats.group[:, BURDEN]
    heavy = burden > HEAVY * burden.mean()
    free = search.room.free
    pool: Numbers = free[heavy[seats.seat[free, GROUP]]]
    hot, _ = heats(search)
    search.heat(seats, pool, min(moves, 3_000 * len(pool)), search.penalty / 5, hot, "improving")


def cool(search: Search, warmth: float, moves: int) -> None:
    """Anneal once from the best seats, from a share of the full heat down to stillness."""
    if search.best is None or search.watch.must_stop() or search.done:
        return
    hot, cold = heats(search)
    search.heat(search.room.seats(search.best), search.room.free, moves, hot * warmth, cold, "improving")
    relabel(search)


def relabel(search: Search) -> None:
    """Give groups the names that most of their people sit under today: trading whole groups is no single move."""
    if search.best is None or not search.problem.arrays.price[MOVES]:
        return
    where, today = search.best, search.problem.arrays.people[:, TODAY]
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


def heats(search: Search) -> tuple[float, float]:
    """Return where to start and where to end: hot enough to cross the dearest wish, cold beside what is usual."""
    mean = search.best_cost / max(1, len(search.room.people))
    dearest = float(search.problem.arrays.price.max())
    return max(mean, dearest / 4), max(2.0, mean / 200)


def moves_for(seconds: float, people: int) -> int:
    """Return how many moves a number of seconds pays for."""
    return int(max(1_000, min(seconds * MOVES_PER_SECOND, people * MOVES_PER_PERSON)))
