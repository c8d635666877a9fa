"""CareList: which groups of a program need somebody, as it was seen at a moment.

Nothing in it is new: it is made of what stands in the rooms below, may be thrown away at any time, and is made again by
the worker. It is kept because looking at three thousand groups takes seconds, and opening a page must not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from minim.groups.models import Group
from minim.health.cases import cases
from minim.health.overview import overview, polls_of
from minim.health.reading import EVERY_MEETING, MOST_MEETINGS, facts_of
from minim.health.signals import Thresholds, Urgency
from minim.programs.models import Program

if TYPE_CHECKING:
    from minim.people.models import Person


class CareListQuerySet(models.QuerySet["CareList"]):
    def overseen_by(self, person: Person) -> CareListQuerySet:
        return self.filter(program__organizers=person)

    def look(self, program: Program) -> CareList:
        """Look at every open group of this program now."""
        every = Group.objects.filter(program=program)
        now = facts_of(every.open(), EVERY_MEETING)
        past = facts_of(every.exclude(closed_on=None), EVERY_MEETING)
        today, limits = timezone.localdate(), Thresholds.of(program.care_limits)
        lately, before = ([one.of_last(MOST_MEETINGS) for one in facts] for facts in (now, past))
        found = [case.to_json() for case in cases(lately, today, limits, past=before)]
        kept, _ = self.get_or_create(program=program)
        kept.groups, kept.found, kept.looked_at = len(now), found, timezone.now()
        kept.overview = overview(now, past, polls_of(program, today), today).to_json()
        kept.save()
        return kept


class CareList(models.Model):
    program = models.OneToOneField(Program, primary_key=True, on_delete=models.CASCADE, related_name="care")
    looked_at = models.DateTimeField(default=timezone.now)
    groups = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=list)
    overview = models.JSONField(default=dict)

    objects = CareListQuerySet.as_manager()

    def __str__(self) -> str:
        return f"care list of {self.program}"

    @property
    def pressing(self) -> list[dict[str, Any]]:
        """Cases for which somebody should do something, as they are kept, the most pressing first."""
        return [one for one in self.found if -one["order"][0] > Urgency.WATCH]
