"""A meeting that is due, its room, and what browsers would say in it, without their secrets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from minim.meetings.models import Meeting, Room, Series
from minim.timetable import Rhythm

if TYPE_CHECKING:
    from minim.groups.models import Group
    from minim.people.models import Person


def meet_now(group: Group, begins_in: timedelta = timedelta(0)) -> Meeting:
    """The group's first meeting begins now, or in so long."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    series = Series.objects.begin(group, Rhythm("UTC", tomorrow, 12 * 60, 60, 1))
    first = series.meetings.earliest("starts_at")
    Meeting.objects.filter(pk=first.pk).update(starts_at=timezone.now() + begins_in)
    first.refresh_from_db()
    return first


def open_room(group: Group, *people: Person) -> Room:
    """A room in which these people are; the first opens it."""
    meeting = meet_now(group)
    room = Room.objects.open(meeting, people[0])
    for person in people:
        room.enter(person)
    return room


def entry_of(person: Person, device: str = "") -> dict[str, Any]:
    return {
        "device": device or f"device of {person.name}",
        "person": str(person.pk),
        "keys": {"sign": "s", "receive": "r"},
        "nonce": "n",
        "signature": f"by {device or person.name}",
    }


def record_of(room: Room, epoch: int, by: str, *entries: dict[str, Any]) -> dict[str, Any]:
    return {
        "group": str(room.meeting.series.group_id),
        "meeting": room.uid,
        "epoch": epoch,
        "previous": "",
        "by": by,
        "ephemeral": "e",
        "members": list(entries),
        "wraps": [{"device": entry["device"], "key": "k"} for entry in entries],
        "signature": "s",
    }
