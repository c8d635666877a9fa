"""Reaching a group's agreement: whoever sits there today, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from minim.groups.models import Group
from minim.meetings.models import Agreement
from minim.web.access import visitor

if TYPE_CHECKING:
    from django.http import HttpRequest


def reach_own(request: HttpRequest, pk: int) -> Group:
    """An open group in which the visitor sits."""
    group: Group = get_object_or_404(Group.objects.open().of_member(visitor(request)), pk=pk)
    return group


def reach_version(request: HttpRequest, pk: int, number: int) -> Agreement:
    mine = Agreement.objects.read_by(visitor(request)).select_related("group", "written_by")
    version: Agreement = get_object_or_404(mine, group=pk, number=number)
    return version
