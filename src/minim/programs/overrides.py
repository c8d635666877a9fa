"""Override: somebody leads a group without training, because an Organizer says so and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minim.people.models import Person
    from minim.programs.models import Program

LONGEST_REASON = 300


class OverrideQuerySet(models.QuerySet["Override"]):
    def standing(self) -> OverrideQuerySet:
        """Those that nobody has taken back."""
        return self.filter(taken_back_at=None)

    @transaction.atomic
    def let_lead(self, program: Program, people: Iterable[Person], *, by: Person, why: str) -> None:
        """Let these people lead in this program without training, on record. What stands already stays as it is."""
        already = set(self.standing().filter(program=program).values_list("person", flat=True))
        self.bulk_create(
            [
                Override(program=program, person=person, by=by, why=why)
                for person in people
                if person.pk not in already
            ]
        )


class Override(models.Model):
    """Who let whom lead, when and why. It is never deleted: taken back, it stands there with both dates."""

    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="overrides")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=LONGEST_REASON)
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person"], condition=Q(taken_back_at=None), name="one_standing_override"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} leads without training"

    def take_back(self) -> None:
        self.taken_back_at = self.taken_back_at or timezone.now()
        self.save(update_fields=["taken_back_at"])
