"""Stopping letters of a kind by the link in one of them (RFC 8058): without a session, a cookie, or a word about whose
letters they are. Looking stops nothing, because mail scanners follow links too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from minim.notices.kinds import DIGEST, KINDS
from minim.notices.models import Preference
from minim.notices.unsubscribing import read_token, unsubscribe
from minim.web.access import form_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@csrf_exempt
@form_page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the token may stop these letters; a mail program does so by itself, in one click."""
    acts = request.method == "POST"
    found = unsubscribe(token) if acts else read_token(token)
    if found is None:
        return _private(render(request, "letters_wanted/no_stop.html", status=404))
    person, kind = found
    is_digest = kind.name == DIGEST
    facts = {
        "kind": kind,
        "is_stopped": acts or not Preference.objects.of(person).wants(kind.name),
        "was_stopped_now": acts,
        "with_it": [one.title for one in KINDS.values() if one.optional and one.gathered]
        if is_digest
        else [],
        "one_by_one": [one.title for one in KINDS.values() if one.gathered and not one.optional]
        if is_digest
        else [],
    }
    return _private(render(request, "letters_wanted/stop.html", facts))


def _private(answer: HttpResponse) -> HttpResponse:
    """The address is a key: no other page may hear of it."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
