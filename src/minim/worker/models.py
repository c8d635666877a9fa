"""A sign of life from each worker, so that a dead one is noticed; and what they take turns in."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from minim.worker.duties import Duty

__all__ = ["Duty", "Heartbeat"]

FRESH = timedelta(seconds=30)
OLD = timedelta(days=1)


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def beat(self, name: str) -> None:
        self.update_or_create(name=name, defaults={"seen_at": timezone.now()})

    def alive(self) -> HeartbeatQuerySet:
        return self.filter(seen_at__gt=timezone.now() - FRESH)

    def forget_old(self) -> None:
        """Workers that died without a word leave their rows behind."""
        self.filter(seen_at__lt=timezone.now() - OLD).delete()


class Heartbeat(models.Model):
    name = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
