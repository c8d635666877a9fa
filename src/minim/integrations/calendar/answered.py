"""What a REPLY to an invitation says (RFC 5546). Only in a process of its own: see `guarded`."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from icalendar import Component

from minim.integrations.calendar.entries import calendars_in, check, every, instant, text
from minim.integrations.calendar.incoming import address

ANSWERS = frozenset({"ACCEPTED", "DECLINED", "TENTATIVE"})
MOST_UID = 500


def answer(data: bytes, *, sender: str) -> dict[str, Any] | None:
    """Instants as ISO 8601; None when nobody answers. Raises CalendarUnreadable."""
    for calendar in calendars_in(data):
        if text(calendar, "METHOD").upper() == "REPLY":
            for event in calendar.walk("VEVENT"):
                if found := _answer(event, sender):
                    return found
    return None


def _answer(event: Component, sender: str) -> dict[str, Any] | None:
    uid, attendee = text(event, "UID"), _attendee(event, sender)
    if attendee is None or not uid or len(uid) > MOST_UID:
        return None
    check(event)
    sequence = text(event, "SEQUENCE")
    return {
        "uid": uid,
        "attendee": address(str(attendee)),
        "answer": attendee.params["PARTSTAT"].upper(),
        "recurrence": _told(event, "RECURRENCE-ID"),
        "sequence": int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else 0,
        "at": _told(event, "DTSTAMP"),
    }


def _attendee(event: Component, sender: str) -> Any:
    """Who has answered: one line by the book; of several, the sender's own."""
    found = [
        attendee
        for attendee in every(event, "ATTENDEE")
        if attendee.params.get("PARTSTAT", "").upper() in ANSWERS and address(str(attendee))
    ]
    own = [attendee for attendee in found if address(str(attendee)) == sender]
    return next(iter(own or found), None)


def _told(event: Component, name: str) -> str | None:
    moment = next((getattr(value, "dt", None) for value in every(event, name)), None)
    return instant(moment, UTC).isoformat() if isinstance(moment, date) else None
