"""The requests of a poll: everybody's browser asks what is open and has a ballot signed, and somebody's casts it
without saying whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from minim.pulse.ballots import encoded, read_ballot, read_request
from minim.pulse.casting import cast
from minim.pulse.models import Issued, Part
from minim.web.access import signed_in, visitor
from minim.web.serious.bare import answered, bare, taken

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@signed_in
def asked(request: HttpRequest) -> HttpResponse:
    """What a browser needs to have its ballots signed. It has the same parts for everybody, also for whoever sits in no
    group, and is the same before and after an answer: the server does not know of it."""
    person = visitor(request)
    polls = [
        {"round": part.round_id, "group": part.group_id, "modulus": part.modulus}
        for part in Part.objects.asking(person)
    ]
    facts = {"person": person.pk, "to": reverse("pulse:sign"), "token": get_token(request), "polls": polls}
    return JsonResponse(facts)


@require_POST
@signed_in
def sign(request: HttpRequest) -> HttpResponse:
    return answered(request, _sign)


@bare
def take(request: HttpRequest, data: Any) -> HttpResponse:
    """Count a ballot. Nothing else is written: no session, no log line, no row that names anybody."""
    cast(read_ballot(data))
    return taken()


def _sign(request: HttpRequest, data: Any) -> HttpResponse:
    poll, blinded = read_request(data)
    return taken(signed=encoded(Issued.objects.sign(visitor(request), poll, blinded)))
