"""Note: what an Organizer wants to remember about a group, for their own eyes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from minim.people.models import Person

LONGEST = 1000
KEPT_FOR = timedelta(days=365)
"""So long after its group has closed a note is kept."""


class NoteQuerySet(models.QuerySet["Note"]):
    def read_by(self, person: Person) -> NoteQuerySet:
        """A note is read by whoever wrote it, while they organize the program: by no other Organizer either."""
        return self.filter(author=person, group__program__in=person.organized_programs.values("pk"))

    def forget_old(self) -> None:
        """Notes go a year after their group, and with whoever wrote them."""
        long_ago = timezone.localdate() - KEPT_FOR
        self.filter(Q(group__closed_on__lte=long_ago) | Q(author__status="left")).delete()


class Note(models.Model):
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=LONGEST)
    written_at = models.DateTimeField(default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.author} on {self.group}"
