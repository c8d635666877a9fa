"""Delivers one letter by e-mail.

What happens when a worker dies: a letter is leased, handed to the mail server, and marked as sent, in that order.
Before the server has taken it nothing has happened, and the letter leaves with the next worker once the lease runs
out. Between the server's word and our mark it leaves a second time, with the same Message-ID and the same Date: whoever
looks for doubles sees one letter. Never is a letter lost, and never marked as sent before it was.

Letters one can do without carry the headers of RFC 8058, so that a mail program can offer to stop them; letters that
must reach people do not. Answers go to whoever caused the letter.
"""

from __future__ import annotations

import smtplib
from email.utils import format_datetime, formataddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from minim.integrations.calendar.mail import attach
from minim.integrations.email.writing import both_of
from minim.notices.unsubscribing import address_for
from minim.timetable import Event

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from minim.notices.models import Notice

NOT_SO_FAST = (421, 432)
"""Answers by which servers end a conversation or limit its pace; so does any that begins with 4.3 (RFC 3463)."""
TOO_LARGE = 552
TO_A_FOLDER = "django.core.mail.backends.filebased.EmailBackend"


class TryLater(Exception):
    """The letter could not leave now; the message says why."""


class Unreachable(TryLater):
    """No letter can leave now: the mail server cannot be spoken to."""


class Slow(Unreachable):
    """The mail server asks us to slow down."""


class Refused(Exception):
    """The mail server will never take this letter; the message is its reason."""


def deliver(notice: Notice, connection: BaseEmailBackend | None = None) -> None:
    """Send a letter. Raises Refused when trying again would not help, TryLater when it may.

    A connection that is given stays open for the next letter; closing it is the caller's part.

    In the demo without a mail server nothing leaves: the page of letters shows what would have.
    """
    if goes_nowhere():
        return
    if not notice.recipient.email or not notice.recipient.is_active:
        raise Refused(f"{notice.recipient.name} has left, or has no e-mail address any more.")
    try:
        if connection:
            connection.open()
        message_of(notice, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        raise _judged(*next(iter(error.recipients.values()))) from error
    except smtplib.SMTPDataError as error:
        raise _judged(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(f"The mail server cannot write to {notice.recipient.email}: {error}") from error
    except smtplib.SMTPResponseException as error:
        raise _of_the_server(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(f"The mail server cannot be reached: {error}") from error
    except ValueError as error:
        raise Refused(f"{notice.recipient.email} is no address one can write to: {error}") from error


def message_of(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The letter as it leaves. The same notice always gives the same Message-ID and Date."""
    stop_url = address_for(notice.recipient, notice.kind) if notice.optional else ""
    text, page = both_of(notice.subject, notice.body, stop_url)
    message = EmailMultiAlternatives(
        subject=notice.subject,
        body=text,
        to=[formataddr((" ".join(notice.recipient.name.split()), notice.recipient.email or ""))],
        reply_to=[notice.reply_to] if notice.reply_to else None,
        headers={
            "Message-ID": notice.message_id,
            "Date": format_datetime(notice.due_at),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            **_ways_out(stop_url),
        },
        connection=connection or get_connection(),
    )
    message.attach_alternative(page, "text/html")
    if notice.calendar:
        _invite(message, notice.calendar)
    return message


def _invite(message: EmailMultiAlternatives, calendar: dict[str, Any]) -> None:
    try:
        attach(message, Event.from_json(calendar))
    except ValueError as error:
        raise Refused(f"Its part for the calendar cannot be written: {error}") from error


def _ways_out(stop_url: str) -> dict[str, str]:
    """One click stops letters of this kind. Mail programs only do so over https (RFC 8058, 3.1)."""
    if not stop_url:
        return {}
    one_click = (
        {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if stop_url.startswith("https://") else {}
    )
    return {"List-Unsubscribe": f"<{stop_url}>", **one_click}


def goes_nowhere() -> bool:
    return settings.DEMO and settings.EMAIL_BACKEND == TO_A_FOLDER


def _judged(code: int, reason: bytes | str) -> Exception:
    """What an answer about one letter means."""
    words = _words(reason)
    if code in NOT_SO_FAST or (400 <= code < 500 and words.startswith("4.3.")):
        return _of_the_server(code, reason)
    said = f"The mail server said: {code} {words}"
    return Refused(said) if 500 <= code < 600 else TryLater(said)


def _of_the_server(code: int, reason: bytes | str) -> Exception:
    """What an answer means that concerns every letter alike, except one about this letter's size."""
    said = f"{code} {_words(reason)}"
    if code == TOO_LARGE:
        return Refused(f"The mail server said: {said}")
    if 400 <= code < 500:
        return Slow(f"The mail server asks us to wait: {said}")
    return Unreachable(f"The mail server cannot be used: {said}")


def _words(reason: bytes | str) -> str:
    words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    return " ".join(words.split())
