"""Forming, sending, planning, fetching, erasing and the clockwork side by side, each in a thread of its own: a long
search or a host that answers slowly never keeps a letter waiting.

There is no queue beside the rows: an assignment that waits and a letter that waits are the queue. So asking is one
write in the asker's own transaction, nothing can be queued twice or forgotten, and a worker that dies leaves rows
whose lease runs out.
"""

from __future__ import annotations

import logging
import os
import platform
import threading
import time
import uuid
from typing import TYPE_CHECKING

from django.db import connections

from minim.worker.clockwork import Clockwork
from minim.worker.erasing import Eraser
from minim.worker.fetching import Fetcher
from minim.worker.forming import Former
from minim.worker.models import Heartbeat
from minim.worker.planning import Planner
from minim.worker.sending import Sender
from minim.worker.tidying import Tidier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

log = logging.getLogger(__name__)

PAUSE = 0.3
"""Seconds between two looks when nothing waits that somebody waits for."""
LONGER_PAUSE = 1.0
"""The same for what is done by the clock."""
PAUSE_AFTER_TROUBLE = 2.0
BEAT = 1.0
SIGN_OF_LIFE = 5.0
PATIENCE = 0.8
"""Seconds the threads have to put down what they hold."""


class Worker:
    """One worker. `stop` ends it."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.name = f"{platform.node()[:30]}-{os.getpid()}-{uuid.uuid4().hex[:6]}"
        self.former, self.sender = Former(self.name, stop), Sender(self.name, stop)
        self.planner, self.fetcher = Planner(self.name, stop), Fetcher(self.name, stop)
        self.eraser, self.clockwork, self.tidier = Eraser(stop), Clockwork(self.name, stop), Tidier()
        self.trouble: set[str] = set()

    def run(self) -> None:
        threads = [
            threading.Thread(target=self._keep_at, args=(job, pause), name=job.__qualname__, daemon=True)
            for job, pause in self._jobs()
        ]
        for thread in threads:
            thread.start()
        self._beat()
        deadline = time.monotonic() + PATIENCE
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _jobs(self) -> Iterator[tuple[Callable[[], object], float]]:
        for job in (self.former, self.sender, self.fetcher):
            yield job.work, PAUSE
        for clock in (self.planner, self.eraser, self.clockwork):
            yield clock.work, LONGER_PAUSE

    def _beat(self) -> None:
        """Show that we live, hold what we are forming, and tidy up now and then."""
        shown_at = -SIGN_OF_LIFE
        while not self.stop.is_set():
            if time.monotonic() - shown_at >= SIGN_OF_LIFE:
                self._guarded(self._show_life)
                shown_at = time.monotonic()
            self._guarded(self.former.hold)
            self._guarded(self.tidier.work)
            self.stop.wait(BEAT)
        self._guarded(Heartbeat.objects.filter(name=self.name).delete)

    def _show_life(self) -> None:
        Heartbeat.objects.beat(self.name)

    def _keep_at(self, job: Callable[[], object], pause: float) -> None:
        while not self.stop.is_set():
            done = self._guarded(job)
            if not done:
                self.stop.wait(pause)

    def _guarded(self, job: Callable[[], object]) -> object:
        """Do one round. Trouble, such as a database that restarts, is told once and never ends the worker."""
        try:
            done = job()
            self.trouble.discard(job.__qualname__)
        except Exception:
            if job.__qualname__ not in self.trouble:
                log.exception("%s failed; it will be tried again", job.__qualname__)
                self.trouble.add(job.__qualname__)
            self.stop.wait(PAUSE_AFTER_TROUBLE)
            return True
        else:
            return done
        finally:
            connections.close_all()
