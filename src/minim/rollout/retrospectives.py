"""Retrospective: after the first cycle, and yearly, a program looks back; what is decided becomes tasks of its plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from minim.people.models import Person
from minim.rollout.plans import Plan

if TYPE_CHECKING:
    from datetime import date

    from minim.rollout.plans import Task

A_YEAR = timedelta(days=365)
STEP = 8
"""Where decisions stand in the plan."""


class RetrospectiveQuerySet(models.QuerySet["Retrospective"]):
    def waiting(self) -> RetrospectiveQuerySet:
        """Those that an Organizer wants and in which nobody has been asked yet, the oldest first."""
        return (
            self.filter(round_number=None, held_on=None)
            .exclude(plan__program=None)
            .order_by("wanted_at", "pk")
        )

    def last_of(self, plan: Plan) -> Retrospective | None:
        return self.filter(plan=plan).order_by("wanted_at", "pk").last()

    def due_again(self, plans: QuerySet[Plan]) -> QuerySet[Plan]:
        """Plans of these that looked back last a year ago or longer, and are not at it now."""
        held = plans.annotate(last=Max("retrospectives__held_on"))
        going_on = self.filter(held_on=None).values("plan")
        return held.filter(last__lte=timezone.localdate() - A_YEAR).exclude(pk__in=going_on)

    def ask(self, plan: Plan, *, by: Person) -> Retrospective:
        """Want one. While one is going on, that is it."""
        going_on = self.filter(plan=plan, held_on=None).first()
        return going_on or self.create(plan=plan, wanted_by=by)


class Retrospective(models.Model):
    """It waits until the round opens in which people are asked, and goes on until it is `held_on`.

    `round_number` is that round's number in the program: polls stand beside this room, so nothing points there.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="retrospectives")
    wanted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    wanted_at = models.DateTimeField(default=timezone.now)
    round_number = models.PositiveSmallIntegerField(null=True)
    held_on = models.DateField(null=True)

    objects = RetrospectiveQuerySet.as_manager()

    class Meta:
        ordering = ["-wanted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(held_on=None), name="one_retrospective_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"retrospective of {self.plan}"

    def opened(self, number: int) -> None:
        """Note in which round people are asked."""
        Retrospective.objects.filter(pk=self.pk, round_number=None).update(round_number=number)
        self.refresh_from_db()

    def decide(self, title: str, *, owner: str, due_on: date) -> Task:
        """Write down what was decided, as a task of the plan."""
        task = self.plan.add(title, step=STEP, owner=owner, due_on=due_on)
        task.decided_in = self
        task.save(update_fields=["decided_in"])
        return task

    def finish(self) -> None:
        """Say that it was held."""
        Retrospective.objects.filter(pk=self.pk, held_on=None).update(held_on=timezone.localdate())
        self.refresh_from_db()
