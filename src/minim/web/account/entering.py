"""Coming in and going out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import login, logout
from django.shortcuts import redirect

from minim.web.sessions import SessionStore

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.people.models import Person


def enter(request: HttpRequest, person: Person) -> None:
    """Start a session under a new key; sessions that ran out are swept away on this occasion."""
    SessionStore.clear_expired()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])


def go_out(request: HttpRequest) -> HttpResponse:
    """End the session on the server, and have the browser forget what it kept of us.

    "cookies" is left out of the header: our session cookie is deleted by name, the choice of light or dark may stay.
    So is "storage" for whoever receives reports: with it they would lose the key, and every report sealed to it.
    """
    keeps_a_key = getattr(request.user, "is_people_ops", False)
    logout(request)
    answer = redirect("account_login")
    answer.headers["Clear-Site-Data"] = '"cache"' if keeps_a_key else '"cache", "storage"'
    return answer
