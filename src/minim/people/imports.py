"""A roster on its way in: uploaded, mapped, previewed, applied."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(days=1)


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def waiting(self) -> RosterImportQuerySet:
        return self.filter(applied_at=None)

    def forget_old(self) -> None:
        """Delete uploads nobody applied, and the content of those applied."""
        self.waiting().filter(created_at__lt=timezone.now() - KEPT_FOR).delete()

    def remembered_mapping(self, headers: list[str]) -> dict[str, str] | None:
        """How the columns were read the last time a sheet with these headers was applied."""
        for mapping in (
            self.exclude(applied_at=None).order_by("-applied_at").values_list("mapping", flat=True)[:20]
        ):
            if mapping and set(mapping.values()) <= set(headers):
                return dict(mapping)
        return None


class RosterImport(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=300, blank=True)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename or "pasted roster"

    def finish(self) -> None:
        """Keep how the columns were read, forget what was in them."""
        self.content, self.applied_at = b"", timezone.now()
        self.save(update_fields=["content", "applied_at", "mapping"])
