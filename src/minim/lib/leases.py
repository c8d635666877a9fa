"""Waiting rows that several workers may come for: a row is leased for a while, and free again if its holder dies."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime


class LeasedQuerySet(models.QuerySet[Any]):
    def free(self) -> Self:
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=timezone.now()))

    def claim(self, holder: str, seconds: float) -> Any | None:
        """Lease the first free row to `holder`, or None. Compare-and-set: two workers never get the same row.

        The row must still be what was asked for when it is leased: it may have been finished in between.
        """
        for pk in list(self.free().values_list("pk", flat=True)[:20]):
            row = self.order_by().filter(pk=pk).free()
            if row.update(leased_until=_in(seconds), lease_holder=holder):
                return self.model._default_manager.get(pk=pk)
        return None


class Leased(models.Model):
    leased_until = models.DateTimeField(null=True, editable=False)
    lease_holder = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def renew(self, seconds: float) -> bool:
        """Hold the row for longer; false when somebody else holds it by now."""
        return bool(self.held().update(leased_until=_in(seconds)))

    def held(self) -> models.QuerySet[Any]:
        """This row, while it is still ours: nothing once somebody else holds it or it was given back."""
        mine = type(self)._default_manager.filter(pk=self.pk, lease_holder=self.lease_holder)
        return mine.exclude(leased_until=None)


def _in(seconds: float) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)
