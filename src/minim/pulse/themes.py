"""Nameless themes: sentences that groups let go up, each of them because everybody who was present said yes.

Neither group nor time is kept. A sentence waits on one sheet of its program, in alphabetical order, and is told on a
Monday together with the others, once enough groups have met that it may have come from any of them.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models, transaction

from minim.programs.models import Program

FEWEST_GROUPS = 3
LONGEST = 200


class ThemeQuerySet(models.QuerySet["Theme"]):
    def of(self, program: Program) -> ThemeQuerySet:
        return self.filter(program=program)


class Theme(models.Model):
    """One sentence, and the Monday on which it was told."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=LONGEST)
    told_on = models.DateField()

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["-told_on", "words"]

    def __str__(self) -> str:
        return self.words


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def of_past_weeks(self, today: date) -> WaitingQuerySet:
        return self.filter(monday__lt=monday_of(today))

    @transaction.atomic
    def tell(self, today: date) -> None:
        """Let what stands on these sheets go up, all at once and in alphabetical order."""
        sheets = list(self.select_for_update())
        told = sorted((words, sheet.program_id) for sheet in sheets for words in sheet.words)
        Theme.objects.bulk_create(
            Theme(program_id=program, words=words, told_on=monday_of(today)) for words, program in told
        )
        self.filter(pk__in=[sheet.pk for sheet in sheets]).delete()


class Waiting(models.Model):
    """What a program's groups let go up in the week of this Monday."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    monday = models.DateField()
    words = models.JSONField(default=list)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "monday"], name="one_sheet_per_week")]

    def __str__(self) -> str:
        return f"sentences of {self.program}, {self.monday}"


@transaction.atomic
def send_up(program: Program, words: str, today: date) -> None:
    """Keep a sentence for a Monday to come, without a trace of where it came from."""
    Waiting.objects.get_or_create(program=program, monday=monday_of(today))
    sheet = Waiting.objects.select_for_update().get(program=program, monday=monday_of(today))
    sheet.words = sorted([*sheet.words, " ".join(words.split())])
    sheet.save()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
