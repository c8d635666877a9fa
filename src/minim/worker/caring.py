"""Looks after every program's groups, again and again, so that opening the page of those who need somebody is quick."""

from __future__ import annotations

from minim.health.models import CareList
from minim.programs.models import Program


def look_after_groups() -> None:
    for program in Program.objects.filter(groups__closed_on=None).distinct():
        CareList.objects.look(program)
