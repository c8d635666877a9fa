"""Sends waiting letters, each once, in order, as fast as the mail server takes them."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from django.core.mail import get_connection
from django.utils import timezone

from minim.integrations.email.delivery import Refused, TryLater, Unreachable, deliver
from minim.notices.gathering import gather
from minim.notices.models import Notice

if TYPE_CHECKING:
    import threading

    from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)

LEASE = 90.0
"""Longer than a mail server may keep us waiting, so that nobody else sends the letter meanwhile."""
A_HANDFUL = 20
"""Letters leased at once; the others wait for whoever comes next."""
A_ROUND = 100
"""Letters over one connection."""
LOOK_UP = 0.5
"""Seconds after which we look whether somebody paused us, or waits for a code to sign in."""
GATHER_EVERY = 20.0
PAUSE_WITHOUT_SERVER, LONGEST_PAUSE = 5.0, 60.0
BROKEN = "Something went wrong on our side; it stands in the worker's log."


class Sender:
    def __init__(self, name: str, stop: threading.Event) -> None:
        self.name, self.stop = name, stop
        self.pause = PAUSE_WITHOUT_SERVER
        self.gathered_at = -GATHER_EVERY
        self.connection: BaseEmailBackend | None = None

    def work(self) -> bool:
        """Send up to a round of letters over one connection; tells whether any waited."""
        self._gather()
        done = 0
        try:
            while done < A_ROUND and not self.stop.is_set():
                letters = Notice.objects.waiting().claim_some(self.name, LEASE, A_HANDFUL)
                sent = self._send_all(letters)
                done += sent
                if not letters or sent < len(letters):
                    break
        finally:
            if self.connection:
                self.connection.close()
                self.connection = None
        return done > 0

    def _gather(self) -> None:
        if time.monotonic() - self.gathered_at >= GATHER_EVERY:
            self.gathered_at = time.monotonic()
            gather()

    def _send_all(self, letters: list[Notice]) -> int:
        """Send what we hold, in order; how many we are done with. The others are given back at once."""
        done, looked_at, held_since = 0, time.monotonic(), time.monotonic()
        try:
            for notice in letters:
                now = time.monotonic()
                if self.stop.is_set() or (now - looked_at > LOOK_UP and self._is_needed_elsewhere(notice)):
                    break
                looked_at = now if now - looked_at > LOOK_UP else looked_at
                if now - held_since > LEASE / 3 and not notice.renew(LEASE):
                    done += 1
                    continue
                done += 1
                if not self._send(notice):
                    break
        finally:
            Notice.objects.give_back(letters[done:], self.name)
        return done

    def _is_needed_elsewhere(self, notice: Notice) -> bool:
        """Somebody paused the letters, or waits for a code to sign in."""
        waiting = Notice.objects.waiting()
        return not notice.secret and (
            not waiting.filter(pk=notice.pk).exists() or waiting.free().filter(secret=True).exists()
        )

    def _send(self, notice: Notice) -> bool:
        """Send one; false when there is no point in going on to the next."""
        now = timezone.now()
        ready_at = notice.ready_at(now)
        if ready_at is None:
            notice.let_go()
        elif ready_at > now:
            notice.later(ready_at)
        else:
            return self._deliver(notice)
        return True

    def _deliver(self, notice: Notice) -> bool:
        self.connection = self.connection or get_connection()
        try:
            deliver(notice, self.connection)
        except Refused as refused:
            log.warning("Letter %s was refused for good", notice.pk)
            notice.failed(str(refused), for_good=True)
        except Unreachable as trouble:
            notice.put_back(str(trouble))
            self.stop.wait(self.pause)
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            return False
        except TryLater as trouble:
            notice.failed(str(trouble))
        except Exception:
            log.exception("Letter %s could not be written", notice.pk)
            notice.failed(BROKEN)
        else:
            notice.sent()
            self.pause = PAUSE_WITHOUT_SERVER
        return True
