"""Afterword: how a meeting was, in one tap of whoever led it. It holds no words, and is about nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from minim.groups.models import Role, Seat
from minim.meetings.attendance import day_of
from minim.meetings.meeting import Meeting

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from minim.groups.models import Group
    from minim.people.models import Person

SAID_FOR = timedelta(days=14)
"""So long after a meeting it can be said how it was, and said otherwise."""
LOOKED_AT = 5


class Mood(models.TextChoices):
    GOOD = "good", "Good"
    HARD = "hard", "Hard"
    HELP = "help", "I need help"


@dataclass(frozen=True, slots=True)
class Told:
    """What may be known above a group: on this day its Facilitator found it so."""

    group: int
    on: date
    word: Mood


class AfterwordQuerySet(models.QuerySet["Afterword"]):
    def say(self, meeting: Meeting, word: Mood) -> None:
        self.update_or_create(meeting=meeting, defaults={"word": word, "said_at": timezone.now()})

    def lately(self, groups: QuerySet[Group], since: date) -> list[Told]:
        """What was said of meetings of these groups from that day on, the oldest meeting first. One query."""
        begun = timezone.make_aware(datetime.combine(since, time()))
        rows = self.filter(meeting__series__group__in=groups.values("pk"), meeting__starts_at__gte=begun)
        rows = rows.select_related("meeting__series").order_by("meeting__starts_at", "meeting_id")
        told = [Told(row.meeting.series.group_id, day_of(row.meeting), Mood(row.word)) for row in rows]
        return [one for one in told if one.on >= since]

    def asked_of(self, person: Person, group: Group) -> Meeting | None:
        """The group's last meeting that is over, while this person could say how it was and has not."""
        begun = Q(starts_at__lte=timezone.now()) | Q(closed_at__isnull=False)
        past = Meeting.objects.planned().filter(begun, series__group=group, room=None)
        last = next((one for one in past.order_by("-starts_at", "-pk")[:LOOKED_AT] if _is_over(one)), None)
        if last is None or not may_be_said(last, person) or self.filter(meeting=last).exists():
            return None
        return last


class Afterword(models.Model):
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="afterword")
    word = models.CharField(max_length=4, choices=Mood)
    said_at = models.DateTimeField(default=timezone.now)

    objects = AfterwordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.meeting} was {self.word}"


def may_be_said(meeting: Meeting, person: Person) -> bool:
    """For two weeks after it, by whoever leads the group and led it on that day already."""
    if not _is_over(meeting) or _ended_at(meeting) + SAID_FOR <= timezone.now():
        return False
    leads = Seat.objects.current().filter(person=person, role=Role.FACILITATOR)
    return leads.filter(group__series__meetings=meeting, taken_on__lte=day_of(meeting)).exists()


def _is_over(meeting: Meeting) -> bool:
    return not meeting.skipped and not hasattr(meeting, "room") and (meeting.is_closed or meeting.is_over)


def _ended_at(meeting: Meeting) -> datetime:
    return min(meeting.ends_at, meeting.closed_at or meeting.ends_at)
