"""The plan by which Larkfield began: it lies behind them, but for what comes round again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.rollout.answers import Answers, Cadence, Meets, Sponsor, Stage, Trust
from minim.rollout.models import Plan

if TYPE_CHECKING:
    from minim.people.models import Person
    from minim.programs.models import Program

BEGAN = timedelta(days=118)
STILL_OPEN = timedelta(days=21)
"""Whatever was planned for before that has been ticked."""


def lay_out_plan(program: Program, olive: Person) -> None:
    today = timezone.localdate()
    answers = Answers(
        managers=program.enrolments.taking_part().count(),
        start_on=today - BEGAN,
        levels=3,
        sites=4,
        zones=3,
        meets=Meets.REMOTE,
        cadence=Cadence(program.cadence),
        trust=Trust.MIDDLING,
        sponsor=Sponsor.CEO,
        stage=Stage.GROWING,
    )
    plan = Plan.objects.begin(answers, by=olive, program=program)
    for task in plan.tasks.filter(due_on__lt=today - STILL_OPEN):
        task.tick()
        task.done_on = task.due_on
        task.save(update_fields=["done_on"])
