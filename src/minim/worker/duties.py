"""Duties: what has to be done again and again, by one worker at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from minim.lib.leases import Leased, LeasedQuerySet

if TYPE_CHECKING:
    from datetime import datetime

LEASE = 300.0


class DutyQuerySet(LeasedQuerySet):
    def due(self) -> DutyQuerySet:
        return self.filter(due_at__lte=timezone.now())

    def take(self, name: str, holder: str) -> Duty | None:
        """This duty, if it is due and nobody else is at it. It is due at once the first time it is named.

        Nothing is written while nothing is due: every write wakes whoever listens for changes.
        """
        if not self.filter(name=name).exists():
            self.bulk_create([Duty(name=name)], ignore_conflicts=True)
        taken: Duty | None = self.due().filter(name=name).claim(holder, LEASE)
        return taken


class Duty(Leased):
    """`reached_at` is the instant up to which it has been done."""

    name = models.CharField(max_length=40, unique=True)
    due_at = models.DateTimeField(default=timezone.now)
    reached_at = models.DateTimeField(default=timezone.now)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"

    def __str__(self) -> str:
        return self.name

    def done(self, every: timedelta, reached_at: datetime) -> None:
        """Put it down until it is due again."""
        self.held().update(due_at=timezone.now() + every, reached_at=reached_at, leased_until=None)
