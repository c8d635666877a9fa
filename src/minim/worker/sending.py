"""Sends waiting letters, each once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.mail import get_connection

from minim.integrations.email.delivery import Refused, TryLater, Unreachable, deliver
from minim.notices.models import Notice

if TYPE_CHECKING:
    import threading

    from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)

LEASE = 90.0
"""Longer than a mail server may keep us waiting, so that nobody else sends the letter meanwhile."""
A_ROUND = 50
PAUSE_WITHOUT_SERVER = 5.0
BROKEN = "Something went wrong on our side; it stands in the worker's log."


class Sender:
    def __init__(self, name: str, stop: threading.Event) -> None:
        self.name, self.stop = name, stop

    def work(self) -> bool:
        """Send up to a round of letters over one connection; tells whether any waited."""
        connection: BaseEmailBackend | None = None
        sent = 0
        try:
            while sent < A_ROUND and not self.stop.is_set():
                notice = Notice.objects.waiting().claim(self.name, LEASE)
                if notice is None:
                    break
                connection = connection or get_connection()
                sent += 1
                if not self._send(notice, connection):
                    break
        finally:
            if connection:
                connection.close()
        return sent > 0

    def _send(self, notice: Notice, connection: BaseEmailBackend) -> bool:
        """Send one; false when there is no point in going on to the next."""
        try:
            deliver(notice, connection)
        except Refused as refused:
            log.warning("Letter %s was refused for good", notice.pk)
            notice.failed(str(refused), for_good=True)
        except TryLater as trouble:
            notice.failed(str(trouble))
            if isinstance(trouble, Unreachable):
                self.stop.wait(PAUSE_WITHOUT_SERVER)
                return False
        except Exception:
            log.exception("Letter %s could not be written", notice.pk)
            notice.failed(BROKEN)
        else:
            notice.sent()
        return True
