"""Understands answers to our invitations (RFC 5546 REPLY, as mail by RFC 6047), and letters that came back.

Both only tell what a mail says. Whoever could write the mail could lie in it: the caller compares the sender with whom
was invited, and the identifiers with what was sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, Message

from minim.integrations.calendar.bounces import Bounce, read_bounce
from minim.integrations.calendar.guarded import asked
from minim.integrations.calendar.ics import CalendarUnreadable
from minim.integrations.calendar.incoming import address, content, header, moment, parts

__all__ = ["Bounce", "Reply", "read_bounce", "read_reply"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody answered. `attendee` is who the answer is for, `sender` who wrote the mail; both in small letters.

    `recurrence` is the planned instant of the one meeting that is meant, None for all of them. `sequence` is the number
    of the invitation that was answered. `at` is when, in UTC.
    """

    uid: str
    attendee: str
    sender: str
    answer: str
    recurrence: datetime | None
    sequence: int
    at: datetime | None


def read_reply(message: EmailMessage) -> Reply | None:
    """The answer in a mail; None when there is none that we can read. Never raises.

    Proposals of another time (COUNTER) and automatic answers are no answers.
    """
    if header(message, "Auto-Submitted").lower().startswith("auto-replied"):
        return None
    sender = address(header(message, "From"))
    for part in parts(message):
        if _is_calendar(part):
            try:
                found = _answered(_text(part), sender, moment(header(message, "Date")))
            except CalendarUnreadable:
                continue
            if found:
                return found
    return None


def _is_calendar(part: Message) -> bool:
    name = (part.get_filename() or "").lower()
    return part.get_content_type() in ("text/calendar", "application/ics") or name.endswith(".ics")


def _text(part: Message) -> bytes:
    """In UTF-8, whatever the mail says or leaves unsaid about it."""
    data = content(part)
    charset = part.get_content_charset("")
    if charset in ("", "utf-8", "us-ascii") or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        return data.decode(charset).encode("utf-8", "replace")
    except (ValueError, LookupError):
        return data


def _answered(data: bytes, sender: str, sent_at: datetime | None) -> Reply | None:
    found = asked("answer", data, sender=sender)
    if found is None:
        return None
    recurrence, at = found.pop("recurrence"), found.pop("at")
    return Reply(
        **found,
        sender=sender,
        recurrence=datetime.fromisoformat(recurrence) if recurrence else None,
        at=datetime.fromisoformat(at) if at else sent_at,
    )
