"""The clock of a room: which step it is at, since when, and how much longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime

MOST_EXTRA = 3600


class Clock(models.Model):
    """Browsers count by themselves from these instants, by the server's time. `*_extra` are seconds."""

    step_at = models.PositiveSmallIntegerField(default=0)
    step_began_at = models.DateTimeField(default=timezone.now)
    step_extra = models.IntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    table_began_at = models.DateTimeField(null=True)
    table_minutes = models.PositiveSmallIntegerField(default=0)
    table_extra = models.IntegerField(default=0)
    asks_thumbs = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def begin_step(self, at: int) -> None:
        self.step_at, self.step_began_at, self.step_extra, self.paused_at = at, timezone.now(), 0, None
        self.clear_table()

    def extend_step(self, seconds: int) -> None:
        self.step_extra = max(-MOST_EXTRA, min(MOST_EXTRA, self.step_extra + seconds))

    def pause(self) -> None:
        self.paused_at = self.paused_at or timezone.now()

    def resume(self) -> None:
        """Go on as if no time had passed."""
        if self.paused_at is None:
            return
        stood = timezone.now() - self.paused_at
        self.step_began_at += stood
        if self.table_began_at:
            self.table_began_at += stood
        self.paused_at = None

    def set_table(self, minutes: int) -> None:
        self.table_began_at, self.table_minutes, self.table_extra = timezone.now(), minutes, 0
        self.asks_thumbs = False

    def extend_table(self, minutes: int) -> None:
        self.table_extra = max(-MOST_EXTRA, min(MOST_EXTRA, self.table_extra + 60 * minutes))
        self.asks_thumbs = False

    def clear_table(self) -> None:
        self.table_began_at, self.table_minutes, self.table_extra, self.asks_thumbs = None, 0, 0, False

    def minutes_left(self, minutes: int) -> int:
        """Whole minutes left of a step of so many, at least one."""
        ends_at: datetime = self.step_began_at + timedelta(minutes=minutes, seconds=self.step_extra)
        return max(1, round((ends_at - (self.paused_at or timezone.now())).total_seconds() / 60))
