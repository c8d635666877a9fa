"""Runs the engine where people can watch it and stop it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from minim.cli.form.request import Request
from minim.cli.output import console, say
from minim.engine import Progress, Result, solve

STOPPING = "Stopping. The best plan so far is kept; Ctrl-C once more leaves at once."
BETWEEN_LINES = 1.0
"""Seconds between two lines where no bar can be drawn."""


@dataclass
class Stop:
    """Whether somebody pressed Ctrl-C. The second time, the command ends at once."""

    asked: bool = False

    def __call__(self) -> bool:
        return self.asked

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        say(STOPPING)


def search(request: Request, *, seconds: float, seed: int) -> Result:
    """Solve, with a bar on standard error and Ctrl-C meaning: give me what you have."""
    with stoppable() as stop, _watched(seconds) as show:
        return solve(
            request.problem, seconds=seconds, seed=seed, start=request.start, progress=show, should_stop=stop
        )


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Turn Ctrl-C into a wish to stop."""
    stop = Stop()
    before = signal.signal(signal.SIGINT, stop.on_signal)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


class _Watcher:
    """Shows where a search stands: a bar on a screen, now and then a line in a file."""

    def __init__(self, seconds: float, aside: Console, bar: Bar) -> None:
        self.seconds, self.aside, self.bar = seconds, aside, bar
        self.task = bar.add_task("starting", total=max(seconds, 0.1), standing="")
        self.told_at = time.monotonic()
        self.stage = ""

    def __call__(self, progress: Progress) -> None:
        standing = _standing(progress)
        if self.aside.is_terminal:
            done = min(progress.seconds, self.seconds)
            self.bar.update(self.task, completed=done, description=progress.stage, standing=standing)
        elif progress.stage != self.stage or time.monotonic() - self.told_at >= BETWEEN_LINES:
            self.told_at, self.stage = time.monotonic(), progress.stage
            say(f"{progress.seconds:6.1f} s  {progress.stage:<11} {standing}".rstrip())


def _standing(progress: Progress) -> str:
    if progress.breaches:
        return f"{progress.breaches} rules still broken"
    if not progress.best:
        return ""
    return f"best {progress.best:,.0f}, not below {progress.bound:,.0f}"


@contextmanager
def _watched(seconds: float) -> Iterator[_Watcher]:
    aside = console(aside=True)
    bar = Bar(
        TextColumn("{task.description:<11}"),
        BarColumn(),
        TextColumn("{task.fields[standing]}"),
        console=aside,
        transient=True,
        disable=not aside.is_terminal,
    )
    with bar:
        yield _Watcher(seconds, aside, bar)
