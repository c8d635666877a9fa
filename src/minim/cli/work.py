"""`minim work`: the background worker alone."""

from __future__ import annotations

import os
import signal
import threading

from minim.lib.processes import end_with_parent


def work() -> None:
    """Form groups, send mails and tidy up in the background. Several may run beside each other."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minim.config.settings")

    import django

    django.setup()

    from minim.worker import run  # stands on models, which need the line above

    run(stop)
