"""When somebody can be met: their hours, days that differ, and calendars that say when they are busy."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from minim.lib.leases import Leased, LeasedQuerySet
from minim.timetable import DEFAULT_HOURS, HoursError, Span, WorkingHours, parse_hours
from minim.timetable.availability import Availability, Interval, merged

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from minim.people.models import Person

REFRESHED_EVERY = timedelta(hours=6)
LONGEST_PAUSE = timedelta(days=1)
AHEAD = timedelta(days=200)
"""How far ahead busy times are kept."""
CALENDARS = 5
"""As many calendars as one person may name."""
AWAY = "none"


class DifferentDayQuerySet(models.QuerySet["DifferentDay"]):
    def forget_past(self) -> None:
        """Days that are over wherever one is."""
        self.filter(on__lt=timezone.localdate() - timedelta(days=2)).delete()


class DifferentDay(models.Model):
    """A day on which somebody works other hours than usual; "none" means not at all."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="different_days"
    )
    on = models.DateField()
    hours = models.CharField(max_length=300, default=AWAY)

    objects = DifferentDayQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="one_entry_per_day")]

    def __str__(self) -> str:
        return f"{self.person} on {self.on}"

    @property
    def is_off(self) -> bool:
        return self.hours == AWAY


class BusyCalendarQuerySet(LeasedQuerySet):
    def waiting(self) -> BusyCalendarQuerySet:
        """Calendars that should be fetched now."""
        there = self.exclude(address="").exclude(person__status="left")
        return there.filter(next_at__lte=timezone.now()).order_by("next_at", "pk")


class BusyCalendar(Leased):
    """A calendar that says when somebody is busy: at an address, or once from a file (then `address` is empty).

    The address lets whoever knows it read the calendar. It is shown to nobody, not even whole to its owner.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="busy_calendars"
    )
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=2000, blank=True)
    fetched_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(default=timezone.now)
    trouble = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = BusyCalendarQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def read(self, busy: Iterable[Interval]) -> None:
        """Keep these times instead of those before. Only when is kept, never what."""
        self.times.all().delete()
        BusyTime.objects.bulk_create(
            [
                BusyTime(calendar=self, person_id=self.person_id, starts_at=time.start, ends_at=time.end)
                for time in merged(busy)
            ],
            batch_size=500,
        )
        self.fetched_at, self.trouble, self.failures = timezone.now(), "", 0
        self.next_at = timezone.now() + REFRESHED_EVERY
        self._put_down()

    def failed(self, trouble: str) -> None:
        """Keep the times known so far, say what went wrong, and try again later, each time a little later."""
        self.failures += 1
        self.trouble = trouble[:300]
        self.next_at = timezone.now() + min(
            LONGEST_PAUSE, timedelta(minutes=15) * 2 ** min(self.failures, 10)
        )
        self._put_down()

    def _put_down(self) -> None:
        self.leased_until = None
        self.save(update_fields=["fetched_at", "trouble", "failures", "next_at", "leased_until"])


class BusyTime(models.Model):
    calendar = models.ForeignKey(BusyCalendar, on_delete=models.CASCADE, related_name="times")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["person", "ends_at"])]

    def __str__(self) -> str:
        return f"{self.person} is busy"


def availabilities(people: Iterable[Person], start: date, end: date) -> dict[int, Availability]:
    """When these people can be met between two days, by primary key, in two queries. Unknown zones count as UTC."""
    people = list(people)
    keys = [person.pk for person in people]
    first = datetime.combine(start - timedelta(days=1), time.min, tzinfo=UTC)
    last = datetime.combine(end + timedelta(days=2), time.min, tzinfo=UTC)
    busy: dict[int, list[Interval]] = defaultdict(list)
    different: dict[int, dict[date, tuple[Span, ...]]] = defaultdict(dict)
    times = BusyTime.objects.filter(person__in=keys, ends_at__gt=first, starts_at__lt=last)
    for person, starts_at, ends_at in times.values_list("person_id", "starts_at", "ends_at"):
        busy[person].append(Interval(starts_at, ends_at))
    for day in DifferentDay.objects.filter(person__in=keys, on__range=(start, end)):
        different[day.person_id][day.on] = hours_of(day.hours).days[day.on.weekday()]
    return {
        person.pk: Availability(
            hours=hours_of(person.hours), zone=person.zone or "UTC", exceptions=different[person.pk],
            busy=merged(busy[person.pk]),
        )
        for person in people
    }  # fmt: skip


def hours_of(words: str) -> WorkingHours:
    """The hours somebody wrote; what we take for granted when nobody did, or when they cannot be read any more."""
    try:
        return parse_hours(words) if words else DEFAULT_HOURS
    except HoursError:
        return DEFAULT_HOURS
