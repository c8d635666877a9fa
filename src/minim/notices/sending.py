"""Sending: whether letters leave at all, and since when the present ones have been leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from minim.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

ONLY = 1
"""There is one row."""


class SendingQuerySet(models.QuerySet["Sending"]):
    def now(self) -> Sending:
        """How things stand; letters leave when nobody ever said otherwise."""
        return self.filter(pk=ONLY).first() or Sending(pk=ONLY)

    def paused(self) -> SendingQuerySet:
        return self.exclude(paused_at=None)

    def pause(self, by: Person) -> bool:
        """Let no letter leave until `resume`, except codes to sign in; false when it was so already."""
        self.get_or_create(pk=ONLY)
        return bool(self.filter(paused_at=None).update(paused_at=timezone.now(), paused_by=by))

    def resume(self) -> bool:
        """Go on where we stopped; false when nothing was paused."""
        return bool(self.paused().update(paused_at=None, paused_by=None))

    def begin(self) -> None:
        """Letters are posted while none waits: from here on progress is counted."""
        self.update_or_create(pk=ONLY, defaults={"began_at": timezone.now()})


class Sending(models.Model):
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField(null=True)

    objects = SendingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"paused since {self.paused_at}" if self.is_paused else "letters leave"

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """How the letters are leaving. `sent` counts since `began_at`, `waiting` what should have left by now, `scheduled`
    what is for later. `per_minute` is the pace of the last minute, `done_at` when at that pace the last one will have
    left; None when nothing waits, or nothing moves."""

    began_at: datetime
    sent: int
    waiting: int
    scheduled: int
    failed: int
    bounced: int
    per_minute: int
    done_at: datetime | None
    paused_at: datetime | None
    paused_by: Person | None

    @property
    def total(self) -> int:
        return self.sent + self.waiting

    @property
    def percent(self) -> int:
        """How much has left, rounded down: 100 only when nothing waits."""
        return 100 * self.sent // self.total if self.total else 100

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None
