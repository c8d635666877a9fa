"""Meetings that a group has held, for stories that look back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from minim.meetings.models import Attendance, Meeting, Series, Stretch
from minim.timetable import Rhythm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.groups.models import Group
    from minim.people.models import Person

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
"""Half an hour after a meeting that was in time."""
FIRST = datetime(2026, 10, 13, 14, tzinfo=UTC)


def make_meetings(group: Group, size: int = 6, first: datetime = FIRST) -> list[Meeting]:
    """So many meetings, each a week after the other, by the clock of Greenwich."""
    series, _ = Series.objects.get_or_create(group=group, defaults={"place": "Room Oak"})
    rhythm = Rhythm("UTC", date(first.year, first.month, first.day), first.hour * 60 + first.minute, 60, 1)
    stretch = Stretch.objects.open(series, rhythm)
    starts = [first + timedelta(weeks=week) for week in range(size)]
    for at in starts:
        Meeting.objects.create(series=series, stretch=stretch, planned_at=at, starts_at=at, minutes=60)
    return list(stretch.meetings.all())


def were_there(meetings: Sequence[Meeting], *attended: Sequence[Person]) -> None:
    """Who was at the first of these meetings, who at the second, and so on."""
    for meeting, people in zip(meetings, attended, strict=False):
        Attendance.objects.tick(meeting, people)
