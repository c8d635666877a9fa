"""How a browser learns what there is: it fetches it once, and is then told what changes."""

from __future__ import annotations

import json
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

    from minim.people.models import Person

SIGN_OF_LIFE = timedelta(seconds=12)
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
    look = Look.of(room)
    if look.is_quiet(me.pk, SIGN_OF_LIFE):
        with suppress(Room.DoesNotExist):
            room.stay(me, device)
    return JsonResponse(state_of(look, me, Known.of(request)))


@require_GET
@signed_in
def hears(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponseBase:
    person = visitor(request)
    try:
        room = reach_room(request, pk, meeting_pk)
    except RoomClosed:
        return JsonResponse(CLOSED, status=410)  # a stream that is refused so does not come back
    listening = Listening(person, meeting_pk)
    return stream(request, [room.topic], listening.is_welcome, listening.news)


class Listening:
    """Somebody who listens to a room. Whoever does not sit there any more hears nothing of the next change."""

    def __init__(self, person: Person, meeting: int) -> None:
        self.person, self.meeting = person, meeting

    def is_welcome(self) -> bool:
        look = Look.at(self.meeting)
        return look is not None and self.person.pk in look.roles

    def news(self, before: str, version: str) -> str:
        """The state, with the texts since the version that this browser was told before; "" when it should ask."""
        look = Look.at(self.meeting, int(version))
        if look is None or self.person.pk not in look.roles:
            return ""
        known = Known(look.room.uid, int(before), look.door.epoch - 1)
        return json.dumps(state_of(look, self.person, known))
