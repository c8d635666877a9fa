"""Plan: what a program asks, how often, and from how many answers on it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction

from minim.playbook import pulse_questions
from minim.programs.models import Program
from minim.pulse.bands import LOWEST_FLOOR
from minim.pulse.refusals import PollRefused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from minim.people.models import Person
    from minim.pulse.rounds import Round

CLOSEST_WATCH = 3
"""After so many meetings each is followed by a round: they set the pattern."""


@dataclass(frozen=True, slots=True)
class Coming:
    """The next round: after which meeting of most groups, or else from when on."""

    after_meeting: int | None = None
    opens_at: datetime | None = None


def every_question() -> list[str]:
    return [question.slug for question in pulse_questions()]


class PlanQuerySet(models.QuerySet["Plan"]):
    def overseen_by(self, person: Person) -> PlanQuerySet:
        return self.filter(program__organizers=person)

    def of(self, program: Program) -> Plan:
        """The program's plan; an unsaved one, as we propose it, while nobody has chosen anything."""
        return self.filter(program=program).first() or Plan(program=program)


class Plan(models.Model):
    """Nothing of it touches a round that is open: that keeps the questions and the floor it was opened with.

    Polls are on unless an Organizer turns them off.
    """

    program = models.OneToOneField(
        Program, on_delete=models.CASCADE, primary_key=True, related_name="pulse_plan"
    )
    is_on = models.BooleanField(default=True)
    questions = models.JSONField(default=every_question)
    asks_topics = models.BooleanField(default=True)
    floor = models.PositiveSmallIntegerField(
        default=LOWEST_FLOOR, validators=[MinValueValidator(LOWEST_FLOOR), MaxValueValidator(30)]
    )
    weeks_between = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(2), MaxValueValidator(26)]
    )
    days_open = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(2), MaxValueValidator(21)]
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(floor__gte=LOWEST_FLOOR), name="plan_floor_of_four")
        ]

    def __str__(self) -> str:
        return f"polls of {self.program}"

    def coming(self, last: Round | None) -> Coming | None:
        """What comes after the last round; None while that is open, or when polls are off."""
        if not self.is_on or (last and last.closed_at is None):
            return None
        number = last.number + 1 if last else 1
        if last is None or last.closed_at is None or number <= CLOSEST_WATCH:
            return Coming(after_meeting=number)
        return Coming(opens_at=last.closed_at + timedelta(weeks=self.weeks_between))

    @transaction.atomic
    def choose(self, questions: Sequence[str], floor: int, **more: Any) -> None:
        """Ask these questions from the next round on. Raises PollRefused: no question, or a lower floor than before."""
        known = [slug for slug in every_question() if slug in questions]
        if not known:
            raise PollRefused("questions")
        before = Plan.objects.select_for_update().filter(pk=self.pk).first()
        if floor < max(LOWEST_FLOOR, before.floor if before else 0):
            raise PollRefused("floor")
        self.questions, self.floor = known, floor
        for name, value in more.items():
            setattr(self, name, value)
        self.full_clean(exclude=["program"])
        self.save()
