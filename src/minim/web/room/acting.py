"""Doing something in a room. Answers are plain data: the page that asked is the only one that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404, JsonResponse
from django.views.decorators.http import require_POST

from minim.meetings.models import ActionRefused, CardMoved, EpochTaken, ProposalGone, Room, RoomRefused
from minim.web.access import signed_in, visitor
from minim.web.room.acts import ACTS
from minim.web.room.hearing import CLOSED
from minim.web.room.reach import RoomClosed, reach_look, reach_meeting, reach_room
from minim.web.room.said import Said, SaidBadly

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.people.models import Person

MOVED = {"moved": True}
"""Somebody else was quicker. That happens, and the browser tries again: nothing that a log should fill with."""


@require_POST
@signed_in
def enter(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """Come in; whoever comes first opens the room."""
    meeting = reach_meeting(request, pk, meeting_pk)
    try:
        room = Room.objects.open(meeting, visitor(request), anew=Said.of(request).yes("anew"))
        room.enter(visitor(request))
    except (RoomRefused, Room.DoesNotExist):
        return JsonResponse(CLOSED)
    except SaidBadly as problem:
        return _refused(problem, 422)
    return JsonResponse({"version": room.version})


@require_POST
@signed_in
def stay(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """A sign of life, answered with what a browser compares: the version, and who is here."""
    try:
        look = reach_look(request, pk, meeting_pk)
        look.room.stay(visitor(request), Said.of(request).maybe("inside"))
    except (RoomClosed, Room.DoesNotExist):
        return JsonResponse(CLOSED)
    except SaidBadly as problem:
        return _refused(problem, 422)
    return JsonResponse({"version": look.room.version, "here": sorted(look.present)})


@require_POST
@signed_in
def act(request: HttpRequest, pk: int, meeting_pk: int, name: str) -> HttpResponse:
    try:
        room = reach_room(request, pk, meeting_pk)
        return _done(request, room, name)
    except (RoomClosed, Room.DoesNotExist):
        return JsonResponse(CLOSED)
    except (CardMoved, EpochTaken, ProposalGone):
        return JsonResponse(MOVED)
    except (RoomRefused, ActionRefused) as problem:
        return _refused(problem, 409)
    except SaidBadly as problem:
        return _refused(problem, 422)


def _done(request: HttpRequest, room: Room, name: str) -> HttpResponse:
    """The act, while nobody else changes the room."""
    if name not in ACTS:
        raise Http404
    chosen, me = ACTS[name], visitor(request)
    said = Said.of(request)
    with transaction.atomic():
        now = room.locked()
        if chosen.leads:
            _refuse_followers(now, me)
        chosen.do(now, me, said)
    return JsonResponse({"version": now.version})


def _refuse_followers(room: Room, me: Person) -> None:
    if not room.is_led_by(me):
        raise RoomRefused("That is for whoever leads the meeting.")


def _refused(problem: Exception, status: int) -> HttpResponse:
    return JsonResponse({"why": str(problem)}, status=status)
