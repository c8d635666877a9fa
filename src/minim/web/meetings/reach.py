"""Reaching a meeting and what was taken on in it: whoever sits in the group today, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from minim.meetings.models import ActionItem, Meeting, Series
from minim.web.access import visitor

if TYPE_CHECKING:
    from django.http import HttpRequest


def reach_meeting(request: HttpRequest, pk: int, meeting_pk: int) -> Meeting:
    mine = Meeting.objects.of_member(visitor(request)).filter(series__group=pk, series__group__closed_on=None)
    found: Meeting = get_object_or_404(
        mine.select_related("room", "stretch", "series__group__program"), pk=meeting_pk
    )
    return found


def reach_led(request: HttpRequest, pk: int, meeting_pk: int) -> Meeting:
    """A meeting of a group the visitor leads."""
    led = Meeting.objects.filter(series__in=Series.objects.led_by(visitor(request)).values("pk"))
    open_ones = led.filter(series__group=pk, series__group__closed_on=None)
    found: Meeting = get_object_or_404(open_ones.select_related("room", "series__group"), pk=meeting_pk)
    return found


def reach_item(request: HttpRequest, pk: int, action_pk: int) -> ActionItem:
    mine = ActionItem.objects.read_by(visitor(request)).select_related("group", "owner")
    found: ActionItem = get_object_or_404(mine, group=pk, pk=action_pk)
    return found
