"""Comes for what waits outside: answers and returned letters in a mailbox, and calendars that say who is busy."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from minim.integrations.calendar.mailbox import Mailbox, MailboxError, open_mailbox
from minim.integrations.calendar.refreshing import refresh
from minim.integrations.calendar.replies import read_bounce, read_reply
from minim.meetings.models import Answer, Said
from minim.notices.models import Notice
from minim.people.models import BusyCalendar

if TYPE_CHECKING:
    import threading
    from email.message import EmailMessage

log = logging.getLogger(__name__)

LEASE = 60.0
EVERY = 30.0


class Fetcher:
    def __init__(self, name: str, stop: threading.Event) -> None:
        self.name, self.stop = name, stop
        self.looked_at = -EVERY

    def work(self) -> bool:
        """Read one busy calendar, and now and then the mailbox; tells whether a calendar waited."""
        if settings.MAILBOX and time.monotonic() - self.looked_at >= EVERY:
            self.looked_at = time.monotonic()
            self.read_mail()
        calendar = BusyCalendar.objects.waiting().claim(self.name, LEASE)
        if calendar is not None:
            refresh(calendar)
        return calendar is not None

    def read_mail(self) -> None:
        try:
            with open_mailbox(settings.MAILBOX) as mailbox:
                for key, message in mailbox.messages():
                    _take(key, message, mailbox)
                    if self.stop.is_set():
                        break
        except MailboxError as trouble:
            log.warning("The mailbox cannot be read: %s", trouble)


def _take(key: str, message: EmailMessage, mailbox: Mailbox) -> None:
    """Take a mail in, or set it aside for a person to look at; what it says is in no log."""
    try:
        take_in(message)
    except (InterfaceError, OperationalError):
        raise  # the database's trouble, not the mail's: it waits
    except Exception as trouble:
        log.error("A mail cannot be taken in (%s) and is set aside", type(trouble).__name__)
        mailbox.set_aside(key)
    else:
        mailbox.done(key)


def take_in(message: EmailMessage) -> None:
    """Note what a mail says, if it says anything to us. An answer counts only from whoever was invited."""
    bounce = read_bounce(message)
    if bounce is not None:
        Notice.objects.bounced(bounce.message_id, bounce.reason, bounce.for_good)
        return
    reply = read_reply(message)
    if reply is not None and reply.attendee == reply.sender:
        at = min(reply.at or timezone.now(), timezone.now())
        Answer.objects.by_mail(reply.uid, reply.attendee, Said(reply.answer), reply.recurrence, at)
