"""How the letters are leaving, and the brake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from minim.integrations.email.delivery import goes_nowhere
from minim.notices.models import Sending
from minim.web.access import organizer_only, visitor
from minim.web.notices.clock import render_there
from minim.web.notices.reach import letters_for_everybody

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@organizer_only
def sending(request: HttpRequest) -> HttpResponse:
    return render_there(request, "notices/sending.html", _facts())


@require_safe
@organizer_only
def now(request: HttpRequest) -> HttpResponse:
    """The part of the page that changes while one looks."""
    return render_there(request, "notices/_progress.html", _facts())


@require_POST
@organizer_only
def pause(request: HttpRequest) -> HttpResponse:
    if Sending.objects.pause(by=visitor(request)):
        messages.success(request, "No letter leaves until you say so. Codes to sign in still do.")
    else:
        messages.info(request, "Sending was paused already.")
    return redirect("notices:sending")


@require_POST
@organizer_only
def resume(request: HttpRequest) -> HttpResponse:
    if Sending.objects.resume():
        messages.success(request, "Letters leave again, in their order.")
    else:
        messages.info(request, "Letters are leaving already.")
    return redirect("notices:sending")


def _facts() -> dict[str, Any]:
    """Letters one can do without are not counted: their number would tell who stopped them, or said no."""
    return {"progress": letters_for_everybody().progress(), "goes_nowhere": goes_nowhere()}
