"""Answering an invitation: by the link in the letter, without signing in, or on one's own page.

Looking answers nothing, because mail scanners follow links too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.groups.models import Seat
from minim.programs.invitations import Invitation, Said
from minim.web.access import form_page, signed_in, visitor

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
def invited(request: HttpRequest, token: str) -> HttpResponse:
    invitation = Invitation.objects.asked(token)
    if invitation is None:
        return _private(render(request, "mailings/no_invitation.html", status=404))
    said = _said(request)
    if said:
        invitation.answer(said)
    forgot = request.method == "POST" and said is None
    facts = {
        "invitation": invitation,
        "answered": said,
        "forgot": forgot,
        "choices": Said,
        "sits": not invitation.is_to_lead and _sits(invitation),
    }
    return _private(render(request, "mailings/invited.html", facts, status=422 if forgot else 200))


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    invitations = [(one, _sits(one)) for one in Invitation.objects.of(visitor(request))]
    return render(request, "mailings/mine.html", {"invitations": invitations, "choices": Said})


@require_POST
@signed_in
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.of(visitor(request)), pk=pk)
    said = _said(request)
    if said:
        invitation.answer(said)
        messages.success(request, f"Thank you. You said: {said.label.lower()}.")
    else:
        messages.warning(request, "Please choose one of the three.")
    return redirect("my-invitations")


def _said(request: HttpRequest) -> Said | None:
    """A word that is one of the three; None while somebody only looks."""
    said = request.POST.get("said", "")
    return Said(said) if said in Said.values else None


def _sits(invitation: Invitation) -> bool:
    here = Seat.objects.current().filter(group__program=invitation.program_id, group__closed_on=None)
    return here.filter(person=invitation.person_id).exists()


def _private(answer: HttpResponse) -> HttpResponse:
    """The address is a key: nobody may keep what it showed. No other site hears of it; our own has to, since a browser
    that tells nothing of where a form came from is refused."""
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
