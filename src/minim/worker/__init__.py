"""The worker: forms what was asked for, sends what was posted, tidies up. Several may run beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading


def run(stop: threading.Event) -> None:
    """Work until `stop` is set, then end within a second. What is not finished waits for the next worker."""
    from minim.worker.loop import (
        Worker,
    )  # stands on models, which do not exist when Django first names this room

    Worker(stop).run()
