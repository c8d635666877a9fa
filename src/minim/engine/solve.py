"""The public door to the search."""

from __future__ import annotations

from collections.abc import Callable

from minim.engine.candidate import ProblemError
from minim.engine.forming import form
from minim.engine.plan import Plan, Progress, Result
from minim.engine.problem import Problem
from minim.engine.warming import warm_up
from minim.engine.watch import Watch


def solve(
    problem: Problem,
    *,
    seconds: float = 2.0,
    seed: int = 0,
    start: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    threads: int | None = None,
) -> Result:
    """Form groups. Every plan returned keeps every rule; without one, `clash` says why.

    `seconds` sizes the work, so that the same seed gives the same plan on however many `threads` (all processors unless
    said); the clock stops only a search that runs ten times over (`stopped_by` is then "time"). Never worse than
    `start` when that keeps every rule.
    """
    if seed < 0:
        raise ProblemError(f"A seed is a whole number from 0 on, not {seed}.")
    watch = Watch(seconds, progress, should_stop, threads)
    watch.tell("warming up")
    warm_up()
    watch.restart()
    return form(problem, seconds, seed, start, watch)
