"""Preference: which letters somebody wants, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction

from minim.notices.hours import after_quiet, next_hour
from minim.notices.kinds import DIGEST, KINDS, kind_of
from minim.people.models import Person
from minim.timetable.hours import DAY

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

MOST_REMINDERS = 4
EARLIEST_REMINDER = 7 * DAY
SOONEST_REMINDER = 5
AT_A_TIME = 500

MINUTE_OF_A_DAY = [MinValueValidator(0), MaxValueValidator(DAY - 1)]
WEEKDAY = [MinValueValidator(0), MaxValueValidator(6)]


class Digest(models.TextChoices):
    NONE = "none", "Each letter by itself"
    DAILY = "daily", "One letter a day"
    WEEKLY = "weekly", "One letter a week"


def a_day_and_an_hour() -> list[int]:
    return [DAY, 60]


def check_reminders(value: Any) -> None:
    if not isinstance(value, list) or not all(type(minutes) is int for minutes in value):
        raise ValidationError("Reminders are a list of minutes before a meeting.")
    if len(value) > MOST_REMINDERS or len(set(value)) < len(value):
        raise ValidationError(f"Choose at most {MOST_REMINDERS} different reminders.")
    if not all(SOONEST_REMINDER <= minutes <= EARLIEST_REMINDER for minutes in value):
        raise ValidationError("A reminder comes between five minutes and a week before the meeting.")


def check_muted(value: Any) -> None:
    if not isinstance(value, list) or not all(name in KINDS and KINDS[name].optional for name in value):
        raise ValidationError("Only letters one can do without can be stopped.")


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def of(self, person: Person) -> Preference:
        """What this person chose; what everybody gets, not saved, when they chose nothing."""
        return self.filter(person=person).first() or Preference(person=person)

    def of_all(self, people: Collection[Person]) -> dict[int, Preference]:
        """The same for many at once, by the person's key."""
        everybody, found = list(people), {person.pk: Preference(person=person) for person in people}
        for first in range(0, len(everybody), AT_A_TIME):
            some = everybody[first : first + AT_A_TIME]
            found.update({preference.person_id: preference for preference in self.filter(person__in=some)})
        return found


class Preference(models.Model):
    """Minutes are minutes of the reader's own day. `reminders` are minutes before a meeting."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="preference")
    reminders = models.JSONField(default=a_day_and_an_hour, blank=True, validators=[check_reminders])
    digest = models.CharField(max_length=6, choices=Digest, default=Digest.NONE)
    digest_minute = models.PositiveSmallIntegerField(default=8 * 60, validators=MINUTE_OF_A_DAY)
    digest_weekday = models.PositiveSmallIntegerField(default=0, validators=WEEKDAY)
    quiet_from = models.PositiveSmallIntegerField(default=20 * 60, validators=MINUTE_OF_A_DAY)
    quiet_to = models.PositiveSmallIntegerField(default=7 * 60, validators=MINUTE_OF_A_DAY)
    muted = models.JSONField(default=list, blank=True, validators=[check_muted])

    objects = PreferenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Letters to {self.person}"

    @property
    def has_quiet_hours(self) -> bool:
        return self.quiet_from != self.quiet_to

    def wants(self, kind: str) -> bool:
        """Whether letters of this kind may come at all. What must reach people always may."""
        return not (kind_of(kind).optional and kind in self.muted)

    def gathers(self, kind: str) -> bool:
        """Whether a letter of this kind waits for the digest."""
        return self.digest != Digest.NONE and self.wants(DIGEST) and kind_of(kind).gathered

    def leaves_at(self, moment: datetime, zone: str) -> datetime:
        """When a letter may arrive that is ready at this moment: then, or when the quiet hours end."""
        return after_quiet(moment, self.quiet_from, self.quiet_to, zone)

    def arrives_at(self, moment: datetime, zone: str, useless_after: datetime | None = None) -> datetime:
        """The same, but never so late that the letter is of no use any more: then it comes in the night."""
        later = self.leaves_at(moment, zone)
        return moment if useless_after and later >= useless_after else later

    def digest_at(self, moment: datetime, zone: str) -> datetime:
        """When the next digest is due."""
        weekday = self.digest_weekday if self.digest == Digest.WEEKLY else None
        return next_hour(moment, self.digest_minute, zone, weekday)

    def mute(self, kind: str) -> bool:
        """Stop letters of this kind; false for what must reach people. Whoever stops the digest stops every letter in
        it that they can do without: they asked for less, not for the same letters one by one."""
        if not kind_of(kind).optional:
            return False
        stopped = {kind, *(_gathered_and_optional() if kind == DIGEST else ())}
        self._change(lambda muted: muted | stopped)
        return True

    def unmute(self, kind: str) -> None:
        self._change(lambda muted: muted - {kind, DIGEST})

    @transaction.atomic
    def _change(self, changed: Any) -> None:
        kept, _ = Preference.objects.select_for_update().get_or_create(person=self.person)
        kept.muted = self.muted = sorted(changed(set(kept.muted)))
        kept.save(update_fields=["muted"])
        self.pk = kept.pk


def _gathered_and_optional() -> set[str]:
    return {kind.name for kind in KINDS.values() if kind.optional and kind.gathered}
