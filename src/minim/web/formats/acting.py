"""What a Facilitator does with formats: choose the next one, make one the group's own, take one out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from minim.meetings.models import FormatRefused, NextFormat, OwnFormat
from minim.web.access import signed_in
from minim.web.formats.reach import one_of, reach_led, reach_own

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
@signed_in
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    group = reach_led(request, pk)
    chosen = one_of(group, request.POST.get("which", ""))
    NextFormat.objects.choose(group, chosen.own or chosen.which)
    messages.success(request, f"Your next meeting follows “{chosen.format.name}”.")
    return redirect("formats:list", pk)


@require_POST
@signed_in
def copy(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    group = reach_led(request, pk)
    try:
        own = OwnFormat.objects.copy(group, one_of(group, which).format)
    except FormatRefused as error:
        messages.warning(request, str(error))
        return redirect("formats:list", pk)
    messages.success(request, "This one is yours. Change what you like; the one it came from stays as it is.")
    return redirect("formats:edit", pk, own.pk)


@require_POST
@signed_in
def remove(request: HttpRequest, pk: int, which: int) -> HttpResponse:
    own = reach_own(request, pk, which)
    own.delete()
    messages.success(request, f"“{own.name}” is gone.")
    return redirect("formats:list", pk)
