"""`minim work`: the background worker alone."""

from __future__ import annotations

import signal
import threading

from minim.cli.wake import wake_django
from minim.lib.processes import end_with_parent
from minim.worker import run


def work() -> None:
    """Form groups, send mails and tidy up in the background. Several may run beside each other."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    end_with_parent()
    wake_django()
    run(stop)
