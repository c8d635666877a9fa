"""Somebody's calendar program: takes invitations from letters as RFC 5546 says, and keeps them on a CalDAV server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from caldav.lib.error import NotFoundError
from icalendar import Calendar as Parsed

if TYPE_CHECKING:
    from caldav.collection import Calendar


class NotAnInvitation(ValueError):
    """A letter a mail program would show no buttons for."""


@dataclass(frozen=True)
class CalendarClient:
    """Belongs to one address; an invitation that does not name it is none."""

    calendar: Calendar
    email: str

    def receive(self, letter: EmailMessage) -> None:
        """Do what the invitation in this letter asks for. Raises NotAnInvitation."""
        self.take(invitation_in(letter))

    def take(self, message: Any) -> None:
        """Do what this message asks for; an older one than the calendar already holds is ignored."""
        (uid,) = {str(event["UID"]) for event in message.events}
        known = self.stored(uid)
        newest = message.events[0]
        if self.email not in _addresses(newest):
            raise NotAnInvitation(f"{self.email} is not invited.")
        alone = newest.get("RECURRENCE-ID")
        if known and _sequence(newest) < _sequence(_named(known, alone)):
            return
        if message["METHOD"] == "CANCEL" and not alone:
            gone: Any = self.calendar.get_event_by_uid(uid)
            gone.delete()
        else:
            self._keep(_with_one(known, message) if alone and known else message)

    def stored(self, uid: str) -> Any:
        """What the server holds, or None."""
        try:
            found: Any = self.calendar.get_event_by_uid(uid)
        except NotFoundError:
            return None
        return Parsed.from_ical(found.data)

    def shown(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """The meetings as the server itself expands them."""
        found: Any = self.calendar.search(start=start, end=end, event=True, server_expand=True)
        parts: list[Any] = [part for each in found for part in Parsed.from_ical(each.data).events]
        times = {(part["DTSTART"].dt.astimezone(UTC), part.end.astimezone(UTC)) for part in parts}
        return sorted(times)

    def answer(self, uid: str, answer: str = "ACCEPTED") -> EmailMessage:
        """Note the answer, and the letter that tells it to the organizer."""
        kept = self.stored(uid)
        for event in kept.events:
            _attendee(event, self.email).params["PARTSTAT"] = answer
        self._keep(kept)
        return self._letter(kept.events[0], answer)

    def _keep(self, calendar: Any) -> None:
        calendar.pop("METHOD", None)  # RFC 4791 4.1: a stored object has none
        self.calendar.save_event(calendar.to_ical().decode())

    def _letter(self, event: Any, answer: str) -> EmailMessage:
        reply = Parsed()
        for field, value in (("PRODID", "-//tests//EN"), ("VERSION", "2.0"), ("METHOD", "REPLY")):
            reply.add(field, value)
        said = type(event)()
        for field in ("UID", "SEQUENCE", "ORGANIZER", "DTSTART"):
            said[field] = event[field]
        said["ATTENDEE"] = _attendee(event, self.email)
        said.add("DTSTAMP", datetime.now(UTC))
        reply.add_component(said)
        letter = EmailMessage()
        letter["From"], letter["To"] = self.email, str(event["ORGANIZER"]).removeprefix("mailto:")
        letter["Subject"] = f"{answer.capitalize()}: {event['SUMMARY']}"
        letter.set_content(f"{self.email}: {answer}")
        letter.add_alternative(reply.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
        return letter


def invitation_in(letter: EmailMessage) -> Any:
    """The message among the alternatives of a letter, where every mail program looks first."""
    parts: list[Any] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    if len(parts) != 1:
        raise NotAnInvitation(f"{len(parts)} calendar parts")
    (part,) = parts
    message: Any = Parsed.from_ical(part.get_content())
    if str(message["METHOD"]).upper() != str(part.get_param("method")).upper():
        raise NotAnInvitation("The method of the part is not the method of the message.")
    return message


def _with_one(known: Any, message: Any) -> Any:
    """The series with one meeting changed, or taken out of it."""
    (news,) = message.events
    planned = news["RECURRENCE-ID"]
    for old in known.events:
        if old.get("RECURRENCE-ID") == planned:
            known.subcomponents.remove(old)
    if message["METHOD"] == "CANCEL":
        _named(known, None).add("EXDATE", planned.dt)
    else:
        known.add_component(news)
    return known


def _named(calendar: Any, planned: Any) -> Any:
    """The part about one meeting; without one of its own, the series."""
    series = next(event for event in calendar.events if "RECURRENCE-ID" not in event)
    return next(
        (event for event in calendar.events if planned and event.get("RECURRENCE-ID") == planned), series
    )


def _sequence(event: Any) -> int:
    return int(event.get("SEQUENCE", 0))


def _attendees(event: Any) -> list[Any]:
    found = event.get("ATTENDEE", [])
    return found if isinstance(found, list) else [found]


def _attendee(event: Any, email: str) -> Any:
    return next(each for each in _attendees(event) if str(each) == f"mailto:{email}")


def _addresses(event: Any) -> set[str]:
    return {str(each).removeprefix("mailto:") for each in _attendees(event)}
