"""Turns a person's own calendars into the times they are busy. What the entries say is never kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.integrations.calendar.busy import CalendarUnreadable, busy_times
from minim.integrations.calendar.fetching import SECONDS, FetchRefused, fetch
from minim.meetings.models import Stretch
from minim.meetings.stretch import uid_of_stretch
from minim.people.hours import AHEAD
from minim.timetable import ZoneError, place

if TYPE_CHECKING:
    from minim.people.models import BusyCalendar, Person
    from minim.timetable import Interval

BEFORE = timedelta(days=1)


def busy_in(data: bytes, person: Person) -> tuple[Interval, ...]:
    """When this calendar says its owner is busy, as far ahead as we plan. Raises CalendarUnreadable.

    Our own meetings, which their calendar holds too, are not in their own way.
    """
    now = timezone.now()
    ours = set(Stretch.objects.filter(invitations__person=person).values_list("uid", flat=True))
    return busy_times(
        data,
        start=now - BEFORE,
        end=now + AHEAD,
        zone=_known(person.zone),
        owner=person.email or "",
        ours=lambda uid: uid_of_stretch(uid) in ours,
    )


def refresh(calendar: BusyCalendar, *, seconds: float = SECONDS) -> bool:
    """Fetch a calendar and keep when its owner is busy; or keep what was known, and note what went wrong."""
    try:
        busy = busy_in(fetch(calendar.address, seconds=seconds), calendar.person)
    except (FetchRefused, CalendarUnreadable) as trouble:
        calendar.failed(str(trouble))
        return False
    calendar.read(busy)
    return True


def _known(zone: str) -> str:
    """A roster may name a zone that does not exist; then the calendar's own counts."""
    try:
        place(zone)
    except ZoneError:
        return ""
    return zone
