"""How a browser learns what there is: it is told that something changed, and fetches what is new to it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.views.decorators.http import require_GET, require_safe

from minim.meetings.models import Room
from minim.web.access import signed_in, visitor
from minim.web.live import stream
from minim.web.room.look import Look, forget
from minim.web.room.reach import RoomClosed, reach_room
from minim.web.room.said import NAME
from minim.web.room.state import Known, state_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

SIGN_OF_LIFE = timedelta(seconds=8)
CLOSED = {"closed": True}
"""Every meeting ends so: no error, and nothing that a browser or a log should complain of."""


@require_safe
@signed_in
def state(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """What stands now. The browser has texts up to version `?after=` and epochs up to `?epoch=` of the room `?uid=`.

    Whoever asks is there: a sign of life, if they gave none for a while. `Minim-Device` names a browser with the key.
    """
    try:
        room = reach_room(request, pk, meeting_pk)
    except RoomClosed:
        forget(meeting_pk)
        return JsonResponse(CLOSED)
    me, device = visitor(request), request.headers.get("Minim-Device", "")[:NAME]
    if Look.of(room).is_quiet(me.pk, SIGN_OF_LIFE):
        with suppress(Room.DoesNotExist):
            room.stay(me, device)
    return JsonResponse(state_of(room, me, Known.of(request)))


@require_GET
@signed_in
def hears(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponseBase:
    person = visitor(request)
    try:
        room = reach_room(request, pk, meeting_pk)
    except RoomClosed:
        return JsonResponse(CLOSED, status=410)  # a stream that is refused so does not come back
    return stream(
        request, [room.topic], lambda: Room.objects.entered_by(person).filter(pk=meeting_pk).exists()
    )
