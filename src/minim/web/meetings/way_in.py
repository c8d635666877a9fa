"""The way into a room that is open, or about to be, for the pages on which it is one thing among others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from minim.meetings.meeting import DOORS_OPEN, DOORS_SHUT, NOT_HELD
from minim.meetings.models import Meeting
from minim.timetable import place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minim.people.models import Person


@dataclass(frozen=True)
class WayIn:
    """`time` is when the meeting begins, on the reader's clock; `there` is how many are in the room."""

    meeting: Meeting
    time: str
    is_open: bool
    there: int

    @property
    def has_begun(self) -> bool:
        return self.meeting.starts_at <= timezone.now()


def ways_in(groups: Iterable[int], reader: Person) -> dict[int, WayIn]:
    """For each of these groups (by key) whose room is open or can be opened for a meeting that is near."""
    now = timezone.now()
    is_near = NOT_HELD & Q(starts_at__lte=now + DOORS_OPEN, starts_at__gt=now - DOORS_SHUT)
    near = Meeting.objects.open_to(reader).filter(Q(room__isnull=False) | is_near)
    mine = near.filter(series__group__in=list(groups)).select_related("room", "series", "stretch")
    found = [_way_into(meeting, reader) for meeting in mine]
    ordered = sorted(found, key=lambda way: (not way.is_open, way.meeting.starts_at))
    ways: dict[int, WayIn] = {}
    for way in ordered:
        if way.is_open or not way.meeting.is_over:
            ways.setdefault(way.meeting.series.group_id, way)
    return ways


def _way_into(meeting: Meeting, reader: Person) -> WayIn:
    room = getattr(meeting, "room", None)
    zone = place(reader.zone or meeting.stretch.zone)
    there = len(room.here()) if room else 0
    return WayIn(meeting, f"{meeting.starts_at.astimezone(zone):%H:%M}", room is not None, there)
