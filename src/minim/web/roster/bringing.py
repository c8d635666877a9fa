"""Bringing a roster: a file or pasted rows, which column is what, what would change, and then at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minim.groups.models import Seat
from minim.people.applying import RosterOutdated, RosterRefused
from minim.people.models import Person, RosterImport
from minim.roster import SheetError
from minim.roster.limits import MAX_BYTES
from minim.web.access import organizer_only, visitor
from minim.web.roster.columns import ColumnsForm
from minim.web.roster.forms import MEGABYTES, ApplyForm, BringForm
from minim.web.roster.preview import Preview
from minim.web.roster.reorg import clashes_now, clashes_then

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from minim.people.imports import RosterImportQuerySet

ROOM_FOR_THE_FORM = 1_000_000
"""Bytes of a request that are not the roster: names, boundaries, the other field."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@organizer_only
def bring(request: HttpRequest) -> HttpResponseBase:
    # The check of the form's token reads the whole request, so what is too large is sent away before it.
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + ROOM_FOR_THE_FORM:
        return render(request, "roster/too_large.html", {"megabytes": MEGABYTES}, status=413)
    return cast("HttpResponseBase", _bring(request))


@csrf_protect
def _bring(request: HttpRequest) -> HttpResponse:
    RosterImport.objects.forget_old()
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    reason = ""
    if form.is_valid():
        data, filename = form.roster()
        try:
            roster = RosterImport.objects.bring(visitor(request), data, filename)
        except SheetError as error:
            reason = str(error)
        else:
            return redirect("roster:columns", pk=roster.pk)
    waiting = _mine(request).waiting().defer("content").first()
    facts = {"form": form, "reason": reason, "waiting": waiting}
    return render(request, "roster/import/bring.html", facts, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@organizer_only
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    roster = get_object_or_404(_mine(request).waiting(), pk=pk)
    form = ColumnsForm(request.POST if request.method == "POST" else None, sheet=roster.read())
    if form.is_valid():
        roster.choose(form.cleaned_data["mapping"])
        return redirect("roster:preview", pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "roster/import/columns.html", {"roster": roster, "form": form}, status=status)


@require_safe
@organizer_only
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What would change; once applied, what did."""
    roster = get_object_or_404(_mine(request).kept(), pk=pk)
    if roster.applied_at:
        facts = {"roster": roster, "clashes": clashes_now(visitor(request))}
        return render(request, "roster/import/done.html", facts)
    shown = Preview(Person.objects.compare(roster.read()))
    if request.htmx:  # type: ignore[attr-defined]
        section = shown.section(request.GET.get("section", ""), request.GET.get("page", "1"))
        return render(request, "roster/import/_section.html", {"roster": roster, "section": section})
    clashes = clashes_then(visitor(request), shown.found)
    return render(
        request, "roster/import/preview.html", {"roster": roster, "preview": shown, "clashes": clashes}
    )


@require_POST
@organizer_only
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    roster = get_object_or_404(_mine(request).kept(), pk=pk)
    form = ApplyForm(request.POST)
    if roster.applied_at or not form.is_valid():
        return redirect("roster:preview", pk=pk)
    agreed = form.cleaned_data
    try:
        with transaction.atomic():
            roster.apply(missing_left=agreed["missing"] == "left", expecting=agreed["seen"])
            Seat.objects.vacate_left(timezone.localdate())
    except RosterOutdated:
        messages.warning(request, "People have changed since you looked. Here is the preview as it is now.")
    except RosterRefused as reason:
        messages.error(request, str(reason))
    return redirect("roster:preview", pk=pk)


@require_POST
@organizer_only
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(_mine(request).waiting(), pk=pk).delete()
    messages.success(request, "The roster is gone, and nothing was changed.")
    return redirect("roster:import")


def _mine(request: HttpRequest) -> RosterImportQuerySet:
    return RosterImport.objects.of(visitor(request))
