"""Training: who has done which module. What somebody answered in one is never stored, so nobody can ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from minim.people.models import Person
from minim.playbook import GuideRole
from minim.playbook.training import modules_for

if TYPE_CHECKING:
    from datetime import datetime

    from minim.playbook.training import Module


class TrainingQuerySet(models.QuerySet["Training"]):
    @transaction.atomic
    def finish(self, person: Person, module: Module) -> None:
        """Note a module as done. With the last one for Facilitators this person is trained."""
        self.get_or_create(person=person, module=module.slug)
        if module.role == GuideRole.FACILITATOR and self.is_complete(person, module.role):
            person.note_trained()

    def done_by(self, person: Person) -> set[str]:
        """Slugs of the modules this person has done."""
        return set(self.filter(person=person).values_list("module", flat=True))

    def is_complete(self, person: Person, role: GuideRole) -> bool:
        return {module.slug for module in modules_for(role)} <= self.done_by(person)

    def completed_at(self, person: Person, role: GuideRole) -> datetime | None:
        """When this person did the last module of a role; None while one is missing."""
        slugs = [module.slug for module in modules_for(role)]
        instants = list(self.filter(person=person, module__in=slugs).values_list("done_at", flat=True))
        return max(instants) if slugs and len(instants) == len(slugs) else None

    def people_through(self, role: GuideRole) -> set[int]:
        """Everybody who has done every module of a role."""
        slugs = [module.slug for module in modules_for(role)]
        counted = self.filter(module__in=slugs).order_by().values("person").annotate(done=models.Count("pk"))
        return {row["person"] for row in counted if row["done"] == len(slugs)}


class Training(models.Model):
    """Somebody has done a module. The Organizer is told of all modules together, done or not, and of no single one."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="training")
    module = models.CharField(max_length=40)
    done_at = models.DateTimeField(default=timezone.now)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "module"], name="module_done_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.module}"
