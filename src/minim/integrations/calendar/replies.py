"""Understands answers to our invitations (RFC 5546 REPLY, as mail by RFC 6047), and letters that came back.

Both only tell what a mail says. Whoever could write the mail could lie in it: the caller compares the sender with whom
was invited, and the identifiers with what was sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, Message

from minim.integrations.calendar.bounces import Bounce, read_bounce
from minim.integrations.calendar.ics import CalendarUnreadable, Component, Line, Patience, read_calendars
from minim.integrations.calendar.incoming import address, content, header, moment, parts
from minim.integrations.calendar.places import GREENWICH, Places
from minim.integrations.calendar.values import stamp

__all__ = ["Bounce", "Reply", "read_bounce", "read_reply"]

ANSWERS = frozenset({"ACCEPTED", "DECLINED", "TENTATIVE"})
MOST_UID = 500


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
    patience = Patience()
    for calendar in read_calendars(data, patience):
        if calendar.text("METHOD").upper() != "REPLY":
            continue
        for event in calendar.inner:
            if event.name == "VEVENT" and (found := _reply(event, calendar, sender, sent_at, patience)):
                return found
    return None


def _reply(
    event: Component, calendar: Component, sender: str, sent_at: datetime | None, patience: Patience
) -> Reply | None:
    uid = event.text("UID")
    attendee = _attendee(event, sender)
    if attendee is None or not uid or len(uid) > MOST_UID:
        return None
    named, stamped = event.first("RECURRENCE-ID"), event.first("DTSTAMP")
    sequence = event.text("SEQUENCE")
    return Reply(
        uid=uid,
        attendee=address(attendee.value),
        sender=sender,
        answer=attendee.parameters["PARTSTAT"].upper(),
        recurrence=_instant(named, calendar, patience) if named else None,
        sequence=int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else 0,
        at=_instant(stamped, calendar, patience) if stamped else sent_at,
    )


def _attendee(event: Component, sender: str) -> Line | None:
    """Who has answered: one line by the book; of several, the sender's own."""
    found = [
        line
        for line in event.every("ATTENDEE")
        if line.parameters.get("PARTSTAT", "").upper() in ANSWERS and address(line.value)
    ]
    own = [line for line in found if address(line.value) == sender]
    return next(iter(own or found), None)


def _instant(line: Line, calendar: Component, patience: Patience) -> datetime:
    named = stamp(line.value, line.number)
    around = named.local.replace(tzinfo=UTC)
    place = GREENWICH if named.utc else Places(calendar, "", around, around, patience).of(line)
    return place.instant(named.local)
