"""Lets the nameless themes of past weeks go up, as soon as each may have come from enough groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from minim.meetings.models import Meeting
from minim.programs.models import Program
from minim.pulse.themes import FEWEST_GROUPS, Waiting, monday_of

if TYPE_CHECKING:
    from datetime import date


def tell_themes() -> None:
    today = timezone.now().date()
    waiting = Waiting.objects.of_past_weeks(today)
    for program in Program.objects.filter(pk__in=waiting.values("program")):
        sheets = waiting.filter(program=program).order_by("monday")
        if _groups_met(program, sheets[0].monday, monday_of(today)) >= FEWEST_GROUPS:
            sheets.tell(today)


def _groups_met(program: Program, since: date, until: date) -> int:
    """How many groups had a room that closed between these days: any of them may have sent a sentence up."""
    held = Meeting.objects.filter(series__group__program=program, closed_at__date__gte=since)
    return held.filter(closed_at__date__lt=until).values("series__group").distinct().count()
