"""Requests that nobody can be known by: no cookie comes with them, and none goes back."""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from minim.pulse.models import PollRefused
from minim.reports.arriving import LONGEST_BODY, Malformed
from minim.reports.models import ReportRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    View = Callable[[HttpRequest, Any], HttpResponse]


def bare(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """A view of one JSON document from a browser that shows no cookie. With any cookie it is refused, whatever it says:
    nothing that could tell who sends may even arrive. Without cookies there is nothing a forged request could abuse."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if shows_cookies(request):
            return refused("cookie")
        return answered(request, view)

    return guarded


def shows_cookies(request: HttpRequest) -> bool:
    return bool(request.COOKIES)


def answered(request: HttpRequest, view: View) -> HttpResponse:
    """What the view says to the document, or why it cannot."""
    try:
        return view(request, document(request))
    except Malformed:
        return refused("malformed")
    except (ReportRefused, PollRefused) as refusal:
        return refused(refusal.reason)


def document(request: HttpRequest) -> Any:
    """The JSON that was sent. Raises Malformed; what is far too long is not even read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        raise Malformed
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise Malformed from None


def taken(**facts: Any) -> JsonResponse:
    return JsonResponse({"taken": True, **facts})


def refused(reason: str) -> JsonResponse:
    return JsonResponse({"taken": False, "reason": reason}, status=422)
