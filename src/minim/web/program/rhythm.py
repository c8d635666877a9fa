"""Rhythm and size: how often, how long, how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from minim.assignments.outlook import outlook
from minim.assignments.sizes import smallest_group
from minim.web.access import form_page, organizer_only
from minim.web.program.forms import RhythmForm
from minim.web.program.reach import reach

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.programs.models import Program


@form_page
@organizer_only
def rhythm(request: HttpRequest, pk: int) -> HttpResponse:
    form = RhythmForm(request.POST or None, instance=reach(request, pk))
    if request.method == "POST" and form.is_valid():
        form.instance.save()
        messages.success(request, "Rhythm and size are saved. They count for the next groups you form.")
        return redirect("programs:detail", pk)
    context = {"program": reach(request, pk), "form": form, **_answer(form)}
    return render(request, "programs/rhythm.html", context, status=422 if form.errors else 200)


@require_safe
@organizer_only
def sizes(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers while the numbers are being changed; nothing is saved."""
    form = RhythmForm(request.GET, instance=reach(request, pk))
    return render(request, "programs/_sizes.html", _answer(form))


def _answer(form: RhythmForm) -> dict[str, Any]:
    if form.is_bound and not form.is_valid():
        return {"troubles": [error for errors in form.errors.values() for error in errors]}
    program: Program = form.instance
    expected = program.expected_attendance
    return {
        "outlook": outlook(program),
        "percent": round(expected * 100) if expected else None,
        "needed": smallest_group(expected) if expected else None,
    }
