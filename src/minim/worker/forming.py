"""Forms waiting assignments, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minim.assignments.models import Assignment

if TYPE_CHECKING:
    import threading

LEASE = 12.0
"""Seconds after which the work of a dead worker is taken over. Renewed every second while it lives."""


class Former:
    def __init__(self, name: str, stop: threading.Event) -> None:
        self.name, self.stop = name, stop
        self.job: Assignment | None = None
        self.lost = False

    def work(self) -> bool:
        """Form one assignment, if one waits; tells whether there was one."""
        job = Assignment.objects.waiting().claim(self.name, LEASE)
        if job is None:
            return False
        self.lost, self.job = False, job
        try:
            job.form(self._may_go_on)
        finally:
            self.job = None
        return True

    def hold(self) -> None:
        """Keep the lease; called from another thread, because the engine may think for long without a word."""
        job = self.job
        if job is not None and not job.renew(LEASE) and self.job is job:
            self.lost = True

    def _may_go_on(self) -> bool:
        return not self.lost and not self.stop.is_set()
