"""What is done again and again for polls, sentences and groups, in one thread. Each duty stands in its own file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.worker.caring import look_after_groups
from minim.worker.duties import Duty
from minim.worker.polling import close_overdue, open_due, open_retrospectives
from minim.worker.themes import tell_themes

if TYPE_CHECKING:
    import threading

SOON, QUARTER_HOURLY, HOURLY = timedelta(seconds=5), timedelta(minutes=15), timedelta(hours=1)
DUTIES = (
    ("poll-close", SOON, close_overdue),
    ("poll-open", HOURLY, open_due),
    ("retrospective-open", SOON, open_retrospectives),
    ("themes", HOURLY, tell_themes),
    ("care", QUARTER_HOURLY, look_after_groups),
)


class Clockwork:
    def __init__(self, name: str, stop: threading.Event) -> None:
        self.name, self.stop = name, stop

    def work(self) -> bool:
        """Do what is due; nothing is left waiting."""
        for name, every, do in DUTIES:
            duty = Duty.objects.take(name, self.name)
            if duty is None or self.stop.is_set():
                continue
            now = timezone.now()
            do()
            duty.done(every, now)
        return False
