"""Reaching a room: whoever sits in its group today, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from minim.meetings.models import Meeting, Room
from minim.web.access import visitor
from minim.web.room.look import Look

if TYPE_CHECKING:
    from django.http import HttpRequest


class RoomClosed(Exception):
    """The meeting is the visitor's, and its room is closed."""


def reach_meeting(request: HttpRequest, pk: int, meeting_pk: int) -> Meeting:
    """A meeting whose room the visitor may enter now, or which is closed."""
    person = visitor(request)
    mine = Meeting.objects.of_member(person).filter(series__group=pk, series__group__closed_on=None)
    meeting: Meeting = get_object_or_404(mine.select_related("series__group__program"), pk=meeting_pk)
    if meeting.closed_at or Meeting.objects.open_to(person).filter(pk=meeting_pk).exists():
        return meeting
    raise Http404


def reach_room(request: HttpRequest, pk: int, meeting_pk: int) -> Room:
    """A room that is open. Raises RoomClosed."""
    mine = Room.objects.entered_by(visitor(request)).select_related("meeting__series")
    try:
        return mine.get(pk=meeting_pk, meeting__series__group=pk)
    except Room.DoesNotExist:
        reach_meeting(request, pk, meeting_pk)
        raise RoomClosed from None


def reach_look(request: HttpRequest, pk: int, meeting_pk: int) -> Look:
    """A look at an open room, a few seconds old: for what is asked often and changes nothing. Raises RoomClosed."""
    look = Look.at(meeting_pk)
    if look and look.group == pk and visitor(request).pk in look.roles:
        return look
    return Look.of(reach_room(request, pk, meeting_pk))
