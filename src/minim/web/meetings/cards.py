"""Meetings that were, and what was taken on in them, as things among others on a group's page and on the first one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils import timezone

from minim.meetings.models import ActionItem, Attendance, Meeting
from minim.meetings.words import day_words
from minim.timetable import place
from minim.web.meetings.way_in import ways_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minim.groups.models import Group
    from minim.people.models import Person

LAST, OPEN = 4, 5
"""So many meetings and items are shown on a group's page."""


@dataclass(frozen=True)
class Held:
    """A meeting that is over, on the reader's calendar. `came` is 0 when nobody noted who was there."""

    meeting: Meeting
    day: str
    came: int


def cards_of_member(group: Group, reader: Person) -> dict[str, Any]:
    """What a group's page shows to somebody who sits there."""
    items = list(ActionItem.objects.filter(group=group).open().select_related("owner"))
    items.sort(key=lambda item: item.owner_id != reader.pk)
    return {
        "way_in": ways_in([group.pk], reader).get(group.pk),
        "last_meetings": last_meetings(group, reader),
        "items": items[:OPEN],
        "items_open": len(items),
    }


def cards_of_organizer(group: Group) -> dict[str, Any]:
    """What it shows above the group: totals, no meeting, no name."""
    return {"totals": Attendance.objects.totals_of(group)}


def last_meetings(group: Group, reader: Person) -> list[Held]:
    """The latest meetings that are over, the last one first."""
    begun = Meeting.objects.planned().filter(series__group=group, room=None)
    past = begun.filter(Q(starts_at__lte=timezone.now()) | Q(closed_at__isnull=False))
    counted = past.annotate(came=Count("attendances")).select_related("stretch")
    latest = counted.order_by("-starts_at", "-pk")[: LAST + 1]
    return [_held(meeting, reader) for meeting in latest if meeting.closed_at or meeting.is_over][:LAST]


def own_items(reader: Person, groups: Iterable[int]) -> dict[int, list[ActionItem]]:
    """What this person has taken on and not done yet, by group. One query."""
    found: dict[int, list[ActionItem]] = defaultdict(list)
    for item in ActionItem.objects.open().filter(owner=reader, group__in=list(groups)):
        found[item.group_id].append(item)
    return found


def _held(meeting: Meeting, reader: Person) -> Held:
    there = min(meeting.starts_at, meeting.closed_at or meeting.starts_at)
    zone = place(reader.zone or meeting.stretch.zone)
    return Held(meeting, day_words(there.astimezone(zone)), meeting.came)  # type: ignore[attr-defined]
