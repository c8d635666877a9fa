"""Meeting: one hour of a series, as planned, moved or skipped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from minim.groups.models import Group, Role, Seat
from minim.meetings.stretch import Stretch
from minim.meetings.telling import tell_of_one

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from minim.people.models import Person

DOORS_OPEN = timedelta(hours=1)
DOORS_SHUT = timedelta(hours=12)
"""Its room can be entered so long before, and until so long after a meeting begins."""
NOT_HELD = Q(closed_at=None) | Q(closed_at__lt=F("starts_at") - DOORS_OPEN)
"""Its room was not closed, or long before its time: a group that tried it early still meets when it is due."""
FURTHEST = timedelta(days=60)
"""A meeting moves at most so far from where it was planned."""


class MeetingRefused(Exception):
    """A meeting that cannot be moved or skipped so; the message says why and what can be done."""


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def planned(self) -> MeetingQuerySet:
        return self.filter(skipped=False)

    def coming(self) -> MeetingQuerySet:
        """Meetings that are not over yet, skipped ones too, the next first."""
        return self.filter(starts_at__gt=timezone.now() - timedelta(hours=1)).order_by("starts_at", "pk")

    def seen_by(self, person: Person) -> MeetingQuerySet:
        return self.filter(series__group__in=Group.objects.seen_by(person).values("pk"))

    def of_member(self, person: Person) -> MeetingQuerySet:
        """Meetings of groups this person sits in today."""
        return self.filter(series__group__in=Group.objects.of_member(person).values("pk"))

    def open_to(self, person: Person) -> MeetingQuerySet:
        """Meetings whose room this person may enter now: open already, about to begin or lately begun.

        Whoever leads the group may enter any that is still to come, and so open its room early. Whoever has come to
        stand above somebody in the group enters none.
        """
        now, seated = timezone.now(), Seat.objects.above_nobody().filter(person=person)
        led = seated.filter(role=Role.FACILITATOR).values("group")
        is_open, is_led = Q(room__isnull=False), Q(series__group__in=led)
        is_due = Q(starts_at__lte=now + DOORS_OPEN, starts_at__gt=now - DOORS_SHUT)
        going_on = self.planned().filter(
            series__group__in=seated.values("group"), series__group__closed_on=None
        )
        may = is_open | (is_due & (NOT_HELD | is_led)) | (is_led & Q(starts_at__gt=now))
        return going_on.filter(may)

    def to_erase(self) -> MeetingQuerySet:
        """Closed meetings of which the database may still keep a trace behind its rows."""
        return self.exclude(closed_at=None).filter(erased_at=None)

    def starting_within(self, after: datetime, until: datetime) -> MeetingQuerySet:
        going_on = self.planned().filter(series__ended_on=None, series__group__closed_on=None)
        return going_on.filter(starts_at__gt=after, starts_at__lte=until)


class Meeting(models.Model):
    """`planned_at` is the instant its rhythm plans, and never changes: to calendars it is the meeting's name.

    At `closed_at` its room was closed and what was said deleted; since `erased_at` the database keeps no trace of it.
    """

    series = models.ForeignKey("meetings.Series", on_delete=models.CASCADE, related_name="meetings")
    stretch = models.ForeignKey(Stretch, on_delete=models.CASCADE, related_name="meetings")
    planned_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    skipped = models.BooleanField(default=False)
    holiday = models.CharField(max_length=200, blank=True, help_text="The public holiday it was skipped for")
    sequence = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["stretch", "planned_at"], name="one_meeting_per_planned_instant")
        ]

    def __str__(self) -> str:
        return f"{self.series} at {self.starts_at:%Y-%m-%d %H:%M}Z"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_moved(self) -> bool:
        return not self.skipped and (
            self.starts_at != self.planned_at or self.minutes != self.stretch.minutes
        )

    @property
    def was_held_early(self) -> bool:
        return self.closed_at is not None and self.closed_at < self.starts_at - DOORS_OPEN

    @property
    def is_closed(self) -> bool:
        """Whether its room was closed, and is not due again: one that was opened early opens again at its time."""
        is_due = self.starts_at - DOORS_OPEN <= timezone.now()
        return self.closed_at is not None and not (self.was_held_early and is_due)

    def number(self) -> int:
        """The how many-th meeting of its group this is, not counting those to which nobody came."""
        before = Meeting.objects.filter(series=self.series_id, starts_at__lt=self.starts_at)
        return before.exclude(attendances=None).distinct().count() + 1

    def following(self) -> Meeting | None:
        """The next one that is planned."""
        later = Meeting.objects.planned().filter(series=self.series_id, starts_at__gt=self.starts_at)
        return later.order_by("starts_at").first()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @transaction.atomic
    def move(self, starts_at: datetime, minutes: int | None = None, *, by: Person | None = None) -> None:
        """Meet at another time, once, and tell everybody. Raises MeetingRefused."""
        self._refuse_if_over()
        minutes = minutes or self.minutes
        if starts_at <= timezone.now():
            raise MeetingRefused("That time is already over. Please choose one that is still to come.")
        if abs(starts_at - self.planned_at) > FURTHEST:
            raise MeetingRefused("That is more than two months away. Please skip this meeting instead.")
        if not 15 <= minutes <= 480:
            raise MeetingRefused("A meeting lasts between 15 minutes and 8 hours.")
        if self._others_between(starts_at, starts_at + timedelta(minutes=minutes)):
            raise MeetingRefused("The group already meets at that time. Please choose another.")
        self._become(starts_at, minutes, off=False, by=by)

    @transaction.atomic
    def skip(self, *, by: Person | None = None) -> None:
        """Not meet this once, and tell everybody. Raises MeetingRefused."""
        self._refuse_if_over()
        self._become(self.planned_at, self.stretch.minutes, off=True, by=by)

    @transaction.atomic
    def put_back(self, *, by: Person | None = None) -> None:
        """Meet as the rhythm planned it after all, and tell everybody. Raises MeetingRefused."""
        if self.planned_at <= timezone.now():
            raise MeetingRefused("The time planned at first is already over. Please choose another time.")
        self._become(self.planned_at, self.stretch.minutes, off=False, by=by)

    def _refuse_if_over(self) -> None:
        if self.starts_at <= timezone.now():
            raise MeetingRefused("This meeting has already begun, so it stays where it was.")

    def _others_between(self, starts_at: datetime, ends_at: datetime) -> bool:
        near: Iterable[Meeting] = (
            self.series.meetings.planned()
            .exclude(pk=self.pk)
            .filter(starts_at__lt=ends_at, starts_at__gt=starts_at - timedelta(hours=8))
        )
        return any(other.ends_at > starts_at for other in near)

    def _become(self, starts_at: datetime, minutes: int, *, off: bool, by: Person | None) -> None:
        """Change it and tell everybody, unless somebody else has just done the same."""
        now = Meeting.objects.select_for_update().get(pk=self.pk)
        if (starts_at, minutes, off) == (now.starts_at, now.minutes, now.skipped):
            return
        self.starts_at, self.minutes, self.skipped, self.holiday = starts_at, minutes, off, ""
        self.sequence = self.stretch.changed()
        self.save(update_fields=["starts_at", "minutes", "skipped", "holiday", "sequence"])
        self.answers.all().delete()
        tell_of_one(self, "meeting-skipped" if off else "meeting-moved", by, was_off=now.skipped)
