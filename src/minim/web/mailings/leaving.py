"""When a letter to many leaves: tried on oneself, given an hour, called off, and sent again where it came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from minim.integrations.email.delivery import goes_nowhere
from minim.web.access import form_page, organizer_only, visitor
from minim.web.hours.forms import zone_of
from minim.web.mailings.forms import HourForm
from minim.web.mailings.reach import reach_mailing, reader_of
from minim.web.notices.clock import render_there
from minim.web.notices.frames import with_frame
from minim.web.program.words import counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.rollout.models import Mailing

NAMED = 12


@form_page
@organizer_only
def leave(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    found, zone = reach_mailing(request, pk, mailing_pk), str(zone_of(visitor(request)))
    if found.has_left:
        return redirect("mailings:mailing", pk, mailing_pk)
    if request.method != "POST":
        return _page(request, found, HourForm(zone=zone))
    form = HourForm(request.POST, zone=zone)
    if "now" not in request.POST and not form.is_valid():
        return _page(request, found, form, status=422)
    moment = timezone.now() if "now" in request.POST else form.moment
    if found.schedule(moment, visitor(request)):
        said = (
            "It leaves within a minute."
            if "now" in request.POST
            else "It has its hour. Until then you can call it off."
        )
        messages.success(request, said)
    else:
        messages.info(request, "It has its hour already.")
    return redirect("mailings:leave", pk, mailing_pk)


@require_POST
@organizer_only
def try_on(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    """Send it to oneself first."""
    found, me = reach_mailing(request, pk, mailing_pk), visitor(request)
    trial = found.try_on(me, reader_of(found, "") or me)
    if trial:
        messages.success(request, f"It is on its way to {me.email}. Nobody else gets it.")
    else:
        messages.info(request, "You have stopped letters of this kind, so it cannot reach you.")
    return redirect("mailings:leave", pk, mailing_pk)


@require_POST
@organizer_only
def call_off(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    if reach_mailing(request, pk, mailing_pk).call_off():
        messages.success(request, "Called off. It is a draft again.")
    else:
        messages.info(request, "There is nothing to call off: it has left, or it had no hour.")
    return redirect("mailings:mailing", pk, mailing_pk)


@require_POST
@organizer_only
def throw_away(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    if reach_mailing(request, pk, mailing_pk).throw_away():
        messages.success(request, "The draft is gone.")
    else:
        messages.info(request, "Only a draft can be thrown away.")
    return redirect("mailings:moments", pk)


@require_POST
@organizer_only
def again(request: HttpRequest, pk: int, mailing_pk: int) -> HttpResponse:
    """Write again to those it did not reach, at the addresses the roster has today."""
    sent = reach_mailing(request, pk, mailing_pk).write_again()
    if sent:
        messages.success(request, f"{counted(sent, 'letter leaves', 'letters leave')} again in a moment.")
    else:
        messages.info(request, "No letter came back.")
    return redirect("mailings:mailing", pk, mailing_pk)


def _page(request: HttpRequest, found: Mailing, form: HourForm, *, status: int = 200) -> HttpResponse:
    people = found.recipients()
    count = people.count()
    facts: dict[str, Any] = {
        "program": found.program,
        "mailing": found,
        "kind": found.about,
        "form": form,
        "count": count,
        "people": people[:NAMED],
        "more": max(0, count - NAMED),
        "now": timezone.now(),
        "is_leaving": found.due_at is not None and found.due_at <= timezone.now(),
        "goes_nowhere": goes_nowhere(),
    }
    return with_frame(request, render_there(request, "mailings/leave.html", facts, status=status))
