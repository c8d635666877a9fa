"""Stretch: one rhythm of a series, from a day on, perhaps until a day. To a calendar it is one recurring event."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from minim.timetable import Rhythm, instant

if TYPE_CHECKING:
    from datetime import date

    from minim.meetings.series import Series


def new_uid() -> str:
    """A name no other calendar entry in the world has."""
    return f"{uuid.uuid4()}@{urlsplit(settings.BASE_URL).hostname}"


def uid_of_stretch(uid: str) -> str:
    """The uid of the stretch an entry in a calendar belongs to: later turns of a rhythm have a number before it."""
    return re.sub(r"^turn\d+-", "", uid)


class StretchQuerySet(models.QuerySet["Stretch"]):
    def live(self, on: date) -> StretchQuerySet:
        """Stretches of series that go on, which have not ended before this day."""
        return self.lasting(on).filter(series__ended_on=None, series__group__closed_on=None)

    def lasting(self, on: date) -> StretchQuerySet:
        """Stretches that have not ended before this day."""
        return self.filter(Q(until=None) | Q(until__gte=on))

    def open(self, series: Series, rhythm: Rhythm) -> Stretch:
        return self.create(
            series=series,
            zone=rhythm.zone,
            first_on=rhythm.first_on,
            until=rhythm.until,
            minute=rhythm.minute,
            minutes=rhythm.minutes,
            every_weeks=rhythm.every_weeks,
            turns=[list(turn) for turn in rhythm.turns],
        )


class Stretch(models.Model):
    """`turns` is a list of [weekday, minute]; `sequence` grows with every change a calendar hears of."""

    series = models.ForeignKey("meetings.Series", on_delete=models.CASCADE, related_name="stretches")
    uid = models.CharField(max_length=200, unique=True, default=new_uid)
    zone = models.CharField(max_length=64)
    first_on = models.DateField()
    until = models.DateField(null=True)
    minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    turns = models.JSONField(default=list, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = StretchQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "pk"]

    def __str__(self) -> str:
        return f"{self.series} from {self.first_on}"

    @property
    def rhythm(self) -> Rhythm:
        turns = tuple((weekday, minute) for weekday, minute in self.turns)
        return Rhythm(
            self.zone, self.first_on, self.minute, self.minutes, self.every_weeks, self.until, turns
        )

    def changed(self) -> int:
        """Count a change that calendars will hear of; the new sequence number."""
        Stretch.objects.filter(pk=self.pk).update(sequence=F("sequence") + 1, changed_at=timezone.now())
        self.refresh_from_db(fields=["sequence", "changed_at"])
        return self.sequence

    def begins_before(self, on: date) -> bool:
        """Whether a meeting is planned before this day."""
        return self.rhythm.occurrence(0).on < on

    def end_before(self, on: date) -> None:
        """Have no meeting from this day on."""
        self.until = on - timedelta(days=1)
        self.save(update_fields=["until"])
        first = instant(on, 0, self.zone)[0]
        self.meetings.filter(planned_at__gte=first).delete()
        self.changed()
