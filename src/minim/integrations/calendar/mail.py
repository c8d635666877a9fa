"""Puts an event into a letter so that mail programs offer to accept it (iMIP, RFC 6047)."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING

from minim.integrations.calendar.writing import calendar_of

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from minim.timetable.event import Event

FILE = "invite.ics"


def attach(message: EmailMultiAlternatives, event: Event) -> None:
    """Add the event as the last alternative of the text, and once more as a file. Call it when the text is complete.

    Programs that know calendars take the last alternative they understand; others show a file one can open. Outlook
    shows a PUBLISH among the alternatives as raw lines, so that one is a file only. Raises ValueError for an event
    that cannot be written.
    """
    _, sender = parseaddr(message.from_email)
    written = calendar_of([event], method=event.method, sent_by=sender)
    if event.method != "PUBLISH":
        message.attach_alternative(written.decode(), f"text/calendar; method={event.method}")
    message.attach(FILE, written, "application/ics")
