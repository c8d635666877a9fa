"""Asking for help with a group one leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render

from minim.groups.models import Thread
from minim.web.access import form_page, signed_in, visitor
from minim.web.help.forms import AskForm
from minim.web.help.reach import reach_led

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ON_ITS_WAY = "It is there. A letter tells your Organizer that you asked, and nothing of what you wrote."


@form_page
@signed_in
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever has asked about this group before goes on where they were."""
    group, me = reach_led(request, pk), visitor(request)
    before = Thread.objects.filter(group=group, asked_by=me).first()
    if before:
        return redirect("help:thread", before.pk)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        thread = Thread.objects.ask(group, form.cleaned_data["text"], by=me)
        messages.success(request, ON_ITS_WAY)
        return redirect("help:thread", thread.pk)
    context = {"group": group, "form": form, "organizers": group.program.organizers.all()}
    return render(request, "help/ask.html", context, status=422 if form.is_bound else 200)
