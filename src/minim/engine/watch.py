"""The only clock of the engine: it reports progress and stops a search that runs far over. It never decides a plan."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from minim.engine.plan import Progress
from minim.engine.threads import processors

OVERRUN = 10.0
"""A search is stopped by the clock after this many times the seconds it was given, and those that seating takes."""
SEATED = 5_000
"""People whose first seats take a second more, after the first second."""


class Watch:
    """Tells how long a search runs, what it has reached, whether it must end, and how many threads it may use.

    The caller is only called back on the thread that began: databases and pages expect that.
    """

    def __init__(
        self,
        seconds: float,
        progress: Callable[[Progress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        threads: int | None = None,
    ) -> None:
        self.threads = threads or processors()
        self.home = threading.get_ident()
        self.limit = (seconds + 1) * OVERRUN
        self.progress = progress
        self.should_stop = should_stop
        self.stopped_by = "finished"
        self.reached = (1 << 60, 0.0)
        self.began = time.monotonic()

    @classmethod
    def for_seconds(cls, seconds: float) -> Watch:
        """Return a watch that stops exactly then."""
        watch = cls(seconds)
        watch.limit = seconds
        return watch

    def allow_for_seats(self, people: int) -> None:
        """Give so many people the time that their first seats take."""
        self.limit += people / SEATED * OVERRUN

    def restart(self) -> None:
        """Count from now: compiling is not searching."""
        self.began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def at_home(self) -> bool:
        return threading.get_ident() == self.home

    def tell(self, stage: str, *, best: float = 0.0, bound: float = 0.0, breaches: int = 0) -> None:
        """Report where the search stands. While it improves, the best never gets worse, whichever start is at work."""
        if stage == "improving":
            self.reached = breaches, best = min(self.reached, (breaches, best))
        if self.progress is not None and self.at_home:
            self.progress(Progress(self.seconds, best, bound, breaches, stage))

    def must_stop(self) -> bool:
        """Tell whether to end now, and remember why."""
        if self.stopped_by == "finished":
            if self.should_stop is not None and self.at_home and self.should_stop():
                self.stopped_by = "cancelled"
            elif self.seconds > self.limit:
                self.stopped_by = "time"
        return self.stopped_by in ("cancelled", "time")
