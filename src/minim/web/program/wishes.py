"""What makes a good group, weighed in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render

from minim.web.access import form_page, organizer_only
from minim.web.program.forms import WishesForm
from minim.web.program.reach import reach

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@form_page
@organizer_only
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    program = reach(request, pk)
    chosen = {} if "usual" in request.POST else program.wishes
    form = WishesForm(
        request.POST if request.method == "POST" and chosen is program.wishes else None, chosen=chosen
    )
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        program.wishes = form.weights if form.is_bound else {}
        program.save(update_fields=["wishes"])
        messages.success(request, "Your wishes are saved. They count for the next groups you form.")
        return redirect("programs:wishes", pk)
    return render(
        request,
        "programs/wishes.html",
        {"program": program, "form": form},
        status=422 if form.errors else 200,
    )
