"""Reaching a plan and its tasks: whoever does not oversee the plan does not find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from minim.rollout.models import Plan, Task
from minim.web.access import visitor

if TYPE_CHECKING:
    from django.http import HttpRequest


def reach(request: HttpRequest, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.overseen_by(visitor(request)).select_related("program"), pk=pk)


def reach_task(request: HttpRequest, pk: int, task_pk: int) -> Task:
    found = Task.objects.overseen_by(visitor(request)).select_related("plan__program", "person")
    return get_object_or_404(found, plan=pk, pk=task_pk)
