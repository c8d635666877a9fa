"""A roster on its way in: uploaded, mapped, previewed, applied."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from minim.roster import FIELDS, read_sheet
from minim.timetable import parse_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from minim.people.applying import Applied
    from minim.people.models import Person
    from minim.roster import Sheet

KEPT_FOR = timedelta(days=1)
REMEMBERED = 20


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def of(self, owner: Person) -> RosterImportQuerySet:
        """Rosters this person brought: their own, and nobody else's."""
        return self.filter(owner=owner)

    def waiting(self) -> RosterImportQuerySet:
        """Rosters that can still be applied."""
        return self.filter(applied_at=None, created_at__gte=timezone.now() - KEPT_FOR)

    def kept(self) -> RosterImportQuerySet:
        """Rosters that can still be applied, and the memory of those that were."""
        return self.filter(~Q(applied_at=None) | Q(created_at__gte=timezone.now() - KEPT_FOR))

    def applied(self) -> RosterImportQuerySet:
        return self.exclude(applied_at=None)

    def forget_old(self) -> None:
        """Delete rosters that nobody applied in time. The content of applied ones is gone already."""
        self.filter(applied_at=None, created_at__lt=timezone.now() - KEPT_FOR).delete()

    def bring(self, owner: Person, data: bytes, filename: str = "") -> RosterImport:
        """Keep a roster until it is applied, its columns read as the last time. Raises SheetError when unusable."""
        roster = RosterImport(owner=owner, content=data, filename=filename[:300])
        sheet = read_sheet(data, filename=filename, hours=parse_hours)
        roster.mapping = self.remembered_mapping(sheet.columns) or sheet.mapping
        roster.save()
        return roster

    def remembered_mapping(self, headers: Iterable[str]) -> dict[str, str] | None:
        """How the columns were read the last time a sheet with these headers was applied."""
        there = {*headers, ""}
        last = self.applied().order_by("-applied_at").values_list("mapping", flat=True)
        for mapping in last[:REMEMBERED]:
            if mapping and set(mapping.values()) <= there:
                return dict(mapping)
        return None


class RosterImport(models.Model):
    """`mapping` is field → column, and "" for a field that should not be read. `outcome` counts what was done."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=300, blank=True)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename or "pasted roster"

    def read(self) -> Sheet:
        """Read the sheet with the chosen columns."""
        return read_sheet(
            bytes(self.content), filename=self.filename, mapping=self.mapping, hours=parse_hours
        )

    def choose(self, mapping: Mapping[str, str]) -> None:
        """Say which column is what; a field that is not named is not read."""
        self.mapping = {field: mapping.get(field, "") for field in FIELDS}
        self.save(update_fields=["mapping"])

    @transaction.atomic
    def apply(self, *, missing_left: bool = False, expecting: str | None = None) -> Applied | None:
        """Write the roster into the people, once: whoever comes second gets None and changes nothing.

        `expecting` is the fingerprint of the comparison somebody agreed to. Raises RosterRefused or RosterOutdated.
        """
        sheet = self.read()
        mine = RosterImport.objects.waiting().filter(pk=self.pk).update(applied_at=timezone.now())
        if not mine:
            return None
        people: Any = apps.get_model("people", "Person").objects
        applied: Applied = people.apply(sheet, missing_left=missing_left, expecting=expecting)
        self.finish(applied)
        return applied

    def finish(self, applied: Applied) -> None:
        """Keep how the columns were read and what was done; forget what was in them."""
        self.content, self.applied_at, self.outcome = b"", timezone.now(), asdict(applied)
        self.save(update_fields=["content", "applied_at", "mapping", "outcome"])
