"""Writes events as an iCalendar object (RFC 5545): as a message between calendars (iTIP, RFC 5546), or for a feed.

A series is written in wall-clock time with its zone, so that it keeps its hour across clock changes; what was skipped
or moved is named by the wall time it was planned for, in the same form. docs/calendar.md says which client needs what.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, vCalAddress, vRecur
from icalendar import Event as Component

from minim.integrations.calendar.changes import WEEKDAYS
from minim.integrations.calendar.words import line, link, mailto, name, paragraphs
from minim.integrations.calendar.zones import zone_of
from minim.timetable.series import Rhythm, instant
from minim.timetable.zones import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from minim.timetable.event import Address, Attendee, Event, Moved

PRODUCT = "-//minim//minim//EN"


def calendar_of(events: Sequence[Event], *, method: str, sent_by: str = "") -> bytes:
    """The events as one iCalendar object: UTF-8, CRLF, lines of at most 75 octets.

    REQUEST and CANCEL name the attendees that an event has and nobody else; PUBLISH names none. `sent_by` is the
    address a message leaves from, told when it is not the organizer's. Raises ValueError for what cannot be written.
    """
    return filled(frame(method), events, method=method, sent_by=sent_by)


def frame(method: str) -> Calendar:
    """A calendar without events."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def filled(calendar: Calendar, events: Sequence[Event], *, method: str, sent_by: str = "") -> bytes:
    """The calendar with its zones and events, written."""
    for zone in sorted({event.zone for event in events if not _is_utc(event.zone)}):
        calendar.add_component(zone_of(zone, *_span([event for event in events if event.zone == zone])))
    for event in events:
        for component in _components(event, method):
            _add_people(component, event, method, sent_by)
            calendar.add_component(component)
    written: bytes = calendar.to_ical()
    return written


def _components(event: Event, method: str) -> Iterator[Component]:
    """The event; then each of its moved meetings, unless all is off."""
    whole = _component(event, method, event.sequence)
    _add_times(whole, event.zone, event.wall, event.minutes)
    if event.only:
        _add_time(whole, "RECURRENCE-ID", event.zone, _wall(event.zone, event.only))
    if event.every_weeks:
        whole.add("RRULE", _rule(event))
    planned = {moment: wall for moment in event.skipped if (wall := _planned(event, moment))}
    for wall in sorted(planned.values()):
        _add_time(whole, "EXDATE", event.zone, wall)
    yield whole
    if method != "CANCEL":
        latest = {moved.planned_at: moved for moved in sorted(event.moved, key=lambda moved: moved.sequence)}
        for moment, moved in sorted(latest.items()):
            if moment not in planned and (wall := _planned(event, moment)):
                yield _moved(event, method, moved, wall)


def _component(event: Event, method: str, sequence: int) -> Component:
    component = Component()
    component.add("UID", line(event.uid))
    component.add("SEQUENCE", sequence)
    component.add("DTSTAMP", event.stamped_at.replace(microsecond=0))
    component.add("LAST-MODIFIED", event.stamped_at.replace(microsecond=0))
    component.add("SUMMARY", line(event.summary))
    component.add("STATUS", "CANCELLED" if "CANCEL" in (method, event.method) else "CONFIRMED")
    component.add("TRANSP", "OPAQUE")
    component.add("CLASS", "PRIVATE")
    if event.place:
        component.add("LOCATION", line(event.place))
    if event.url:
        component.add("URL", link(event.url))
    if description := _description(event):
        component.add("DESCRIPTION", description)
    for field, value in _for_outlook(method):
        component.add(field, value)
    return component


def _description(event: Event) -> str:
    """Only Apple and Thunderbird show URL, so the link stands here as well."""
    said = paragraphs(event.description)
    return said if not event.url or event.url in said else f"{said}\n\n{event.url}".strip()


def _for_outlook(method: str) -> tuple[tuple[str, str], ...]:
    """How the time shows in the calendar, and that no other time can be proposed: nobody would read the proposal."""
    busy = ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE" if method == "CANCEL" else "BUSY")
    if method != "REQUEST":
        return (busy,)
    return busy, ("X-MICROSOFT-CDO-INTENDEDSTATUS", "BUSY"), ("X-MICROSOFT-DISALLOW-COUNTER", "TRUE")


def _rule(event: Event) -> vRecur:
    rule = vRecur(FREQ="WEEKLY", INTERVAL=event.every_weeks, BYDAY=WEEKDAYS[event.on.weekday()], WKST="MO")
    if event.until:
        rule["UNTIL"] = [event.until.replace(microsecond=0)]
    return rule


def _moved(event: Event, method: str, moved: Moved, planned: datetime) -> Component:
    """One meeting at another time. Readers that compare take no exception older than its series, so it never is."""
    component = _component(event, method, max(event.sequence, moved.sequence))
    _add_time(component, "RECURRENCE-ID", event.zone, planned)
    wall = _wall(event.zone, moved.starts_at)
    if _at(event.zone, wall) == moved.starts_at:
        _add_times(component, event.zone, wall, moved.minutes)
    else:  # the second time the clock shows this hour: only UTC can name it
        _add_times(component, "UTC", moved.starts_at.replace(tzinfo=None), moved.minutes)
    return component


def _add_times(component: Component, zone: str, wall: datetime, minutes: int) -> None:
    """Start and end; where the clock jumps in between, the length instead of an end that could be misread."""
    length = timedelta(minutes=minutes)
    end = _at(zone, wall) + length
    _add_time(component, "DTSTART", zone, wall)
    if _wall(zone, end) == wall + length and _at(zone, wall + length) == end:
        _add_time(component, "DTEND", zone, wall + length)
    else:
        component.add("DURATION", length)


def _add_time(component: Component, field: str, zone: str, wall: datetime) -> None:
    if _is_utc(zone):
        component.add(field, wall.replace(tzinfo=UTC))
    else:
        component.add(field, wall, parameters={"TZID": zone})


def _add_people(component: Component, event: Event, method: str, sent_by: str) -> None:
    organizer = _person(event.organizer)
    if sent_by and sent_by.lower() != event.organizer.email.lower():
        organizer.params["SENT-BY"] = mailto(sent_by)
    component.add("ORGANIZER", organizer)
    for attendee in event.attendees if method != "PUBLISH" else ():
        component.add("ATTENDEE", _invited(attendee, method))


def _invited(attendee: Attendee, method: str) -> vCalAddress:
    person = _person(attendee)
    person.params["CUTYPE"] = "INDIVIDUAL"
    person.params["ROLE"] = "REQ-PARTICIPANT"
    person.params["PARTSTAT"] = attendee.answer or "NEEDS-ACTION"
    if method == "REQUEST":
        person.params["RSVP"] = "TRUE"
    return person


def _person(address: Address) -> vCalAddress:
    person = vCalAddress(mailto(address.email))
    if called := name(address.name):
        person.params["CN"] = called
    return person


def _planned(event: Event, moment: datetime) -> datetime | None:
    """The wall time by which the series knows the meeting planned for this instant; None: it plans none there."""
    if not event.every_weeks or (event.until and moment > event.until):
        return None
    rhythm = Rhythm(event.zone, event.on, event.minute, event.minutes, event.every_weeks)
    found = rhythm.planned_at(moment)
    return datetime.combine(found.on, time(*divmod(event.minute, 60))) if found else None


def _span(events: Sequence[Event]) -> tuple[date, date | None]:
    """The days from the first to the last meeting; None when there is no last one."""
    known = [
        moment
        for event in events
        for moment in (event.starts_at, event.until, event.only, *(moved.starts_at for moved in event.moved))
        if moment
    ]
    endless = any(event.every_weeks and not event.until for event in events)
    return min(known).date(), None if endless else max(known).date()


def _wall(zone: str, moment: datetime) -> datetime:
    return moment.astimezone(place(zone)).replace(tzinfo=None, fold=0)


def _at(zone: str, wall: datetime) -> datetime:
    return instant(wall.date(), wall.hour * 60 + wall.minute, zone)[0]


def _is_utc(zone: str) -> bool:
    """Calendars have a form of their own for UTC, which needs no description."""
    return zone in {"UTC", "Etc/UTC"}
