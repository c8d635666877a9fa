"""Reaching a thread and a note: who reads them stands in the queries, and everybody else finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from minim.groups.models import Group, Note, Thread
from minim.web.access import visitor

if TYPE_CHECKING:
    from django.http import HttpRequest


def reach_thread(request: HttpRequest, pk: int) -> Thread:
    mine = Thread.objects.read_by(visitor(request)).select_related("group__program", "asked_by")
    found: Thread = get_object_or_404(mine, pk=pk)
    return found


def reach_led(request: HttpRequest, pk: int) -> Group:
    """An open group the visitor leads."""
    led = Group.objects.open().led_by(visitor(request)).select_related("program")
    found: Group = get_object_or_404(led, pk=pk)
    return found


def reach_overseen(request: HttpRequest, pk: int) -> Group:
    found: Group = get_object_or_404(Group.objects.overseen_by(visitor(request)), pk=pk)
    return found


def reach_note(request: HttpRequest, pk: int, note_pk: int) -> Note:
    found: Note = get_object_or_404(Note.objects.read_by(visitor(request)), group=pk, pk=note_pk)
    return found
