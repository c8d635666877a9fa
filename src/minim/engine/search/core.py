"""The search itself, whatever is searched: heat, cool, remember the best, on several threads.

It serves people (search/people.py) and matrices (matrix/table.py): both are a `Form`. Work is measured in moves, so the
same seed gives the same plan however busy the machine is and however many threads it has; `Pace.seconds` is for
benchmarks, where the clock decides.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import Numbers
from minim.engine.threads import together
from minim.engine.watch import Watch
from minim.engine.wishes import MILLI


class Form(Protocol):
    """What a search needs to know of the groups it searches in."""

    @property
    def round(self) -> int:
        """Moves between two looks at the clock and at the request to stop."""

    def seats(self, where: Numbers) -> Any:
        """Return seats for an assignment, everything counted."""

    def where(self, seats: Any) -> Numbers:
        """Return the best assignment these seats went through and kept."""

    def totals(self, seats: Any) -> tuple[int, int]:
        """Return breaches and cost of `where(seats)`."""

    def anneal(
        self,
        seats: Any,
        pool: Numbers,
        rng: NDArray[np.uint64],
        moves: int,
        hot: float,
        cold: float,
        penalty: int,
    ) -> None:
        """Try that many moves for people of `pool` while cooling from hot to cold."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one cooling lasts: a number of moves, or seconds of the clock when given."""

    moves: int
    seconds: float | None = None

    def rounds(self, size: int) -> Iterator[tuple[int, float, float]]:
        """Yield rounds of about `size` moves: (moves, share of the cooling done before, and after)."""
        if self.seconds is None:
            count = max(1, round(self.moves / size))
            for at in range(count):
                yield self.moves // count, at / count, (at + 1) / count
            return
        began = time.perf_counter()
        while (done := (time.perf_counter() - began) / self.seconds) < 1:
            yield size, done, done

    def part(self, share: float) -> Pace:
        """Return the pace of a cooling that takes this share of the whole."""
        return Pace(int(self.moves * share), None if self.seconds is None else self.seconds * share)


@dataclass
class Search:
    """One search in one form: random state, best seats so far, and the watch it obeys."""

    form: Form
    watch: Watch
    seed: int
    bound: float = 0.0
    best: Numbers | None = None
    best_breaches: int = 1 << 60
    best_cost: int = 1 << 60
    penalty: int = 0
    rng: NDArray[np.uint64] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.SeedSequence([self.seed, 0x4D696E69]).generate_state(1, np.uint64) | np.uint64(1)

    def consider(self, seats: Any) -> None:
        """Remember these seats when none better were seen."""
        breaches, cost = self.form.totals(seats)
        if (breaches, cost) < (self.best_breaches, self.best_cost):
            self.best, self.best_breaches, self.best_cost = self.form.where(seats), breaches, cost

    def adopt(self, rival: Search) -> None:
        """Take over the best seats of another search in the same form when they are better."""
        if (rival.best_breaches, rival.best_cost) < (self.best_breaches, self.best_cost):
            self.best, self.best_breaches, self.best_cost = rival.best, rival.best_breaches, rival.best_cost

    def tell(self, stage: str) -> None:
        """Report the best so far."""
        self.watch.tell(stage, best=self.best_cost / MILLI, bound=self.bound, breaches=self.best_breaches)

    @property
    def done(self) -> bool:
        """Nothing is left to improve: every rule holds and the cost equals the proved bound."""
        return self.best_breaches == 0 and self.best_cost / MILLI <= self.bound + 1e-9

    def heat(self, seats: Any, pool: Numbers, pace: Pace, hot: float, cold: float, stage: str) -> None:
        """Anneal from hot to cold in rounds, considering the seats after each."""
        if not len(pool):
            return
        for moves, before, after in pace.rounds(self.form.round):
            if self.watch.must_stop() or self.done:
                return
            warm, cool = hot * (cold / hot) ** before, hot * (cold / hot) ** after
            self.form.anneal(seats, pool, self.rng, moves, warm, cool, self.penalty)
            self.consider(seats)
            self.tell(stage)


def race(search: Search, runs: Sequence[Callable[[], Search]], stage: str) -> None:
    """Run rivals side by side, each on a thread of its own, and adopt the best; of equals the first."""

    def look() -> None:
        search.watch.must_stop()
        search.tell(stage)

    look()
    for rival in together(search.watch.threads, runs, look):
        search.adopt(rival)
    search.tell(stage)
