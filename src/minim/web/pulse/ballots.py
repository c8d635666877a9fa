"""The two requests of a poll: everybody's browser has a ballot signed, and somebody's casts it without saying whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.decorators.http import require_POST

from minim.pulse.ballots import encoded, read_ballot, read_request
from minim.pulse.casting import cast
from minim.pulse.models import Issued
from minim.web.access import signed_in, visitor
from minim.web.serious.bare import answered, bare, taken

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


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
