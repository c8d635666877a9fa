"""How many threads a search may use, and work shared among them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

Answer = TypeVar("Answer")

LOOK = 0.05
"""Seconds between two looks at the request to stop while threads work."""


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def together(
    threads: int, jobs: Sequence[Callable[[], Answer]], look: Callable[[], object] | None = None
) -> list[Answer]:
    """Do all jobs and return their answers in order; `look` is called now and then while they run."""
    if threads < 2 or len(jobs) < 2:
        return [job() for job in jobs]
    with ThreadPoolExecutor(min(threads, len(jobs))) as pool:
        waiting = [pool.submit(job) for job in jobs]
        while look and wait(waiting, LOOK).not_done:
            look()
        return [job.result() for job in waiting]
