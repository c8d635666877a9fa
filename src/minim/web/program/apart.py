"""Pairs of people who should not sit together. Nobody but the program's Organizers sees this page.

Searching is a POST here, so that no address, and no log of addresses, names anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from minim.web.access import form_page, organizer_only
from minim.web.program.forms import ApartForm
from minim.web.program.reach import FOUND, reach, sought

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.people.models import Person
    from minim.programs.models import Program

SIDES = (("first", "One person"), ("second", "The other"))


@form_page
@organizer_only
def apart(request: HttpRequest, pk: int) -> HttpResponse:
    program = reach(request, pk)
    asked = request.POST if "find" not in request.POST else None
    form = ApartForm(asked or None, people=program.seatable())
    if form.is_bound and form.is_valid():
        new = program.keep_apart(form.cleaned_data["first"], form.cleaned_data["second"])
        messages.success(
            request, "These two will not share a group." if new else "These two were kept apart already."
        )
        return redirect("programs:apart", pk)
    pairs = program.apart.select_related("first", "second").order_by("first__name", "second__name", "pk")
    context = {"program": program, "form": form, "pairs": pairs, "sides": _sides(request, program)}
    return render(request, "programs/apart.html", context, status=422 if form.errors else 200)


@require_POST
@organizer_only
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """People found for one side of a pair."""
    wanted = request.GET.get("side")
    side = next((side for side in _sides(request, reach(request, pk)) if side["name"] == wanted), None)
    return render(request, "programs/_apart_found.html", {"side": side})


@require_POST
@organizer_only
def remove(request: HttpRequest, pk: int, pair_pk: int) -> HttpResponse:
    get_object_or_404(reach(request, pk).apart, pk=pair_pk).delete()
    messages.success(request, "These two may share a group again.")
    return redirect("programs:apart", pk)


def _sides(request: HttpRequest, program: Program) -> list[dict[str, Any]]:
    return [_side(request, program, name, label) for name, label in SIDES]


def _side(request: HttpRequest, program: Program, name: str, label: str) -> dict[str, Any]:
    words = sought(request, f"{name}_words")
    chosen = request.POST.get(name, "")
    people = _matching(program, words) if words else []
    if chosen.isdigit() and not any(str(person.pk) == chosen for person in people):
        people = [*program.seatable().filter(pk=chosen), *people]
    return {"name": name, "label": label, "words": words, "people": people, "chosen": chosen}


def _matching(program: Program, words: str) -> list[Person]:
    """Whoever takes part first; the others may come later."""
    enrolled = program.enrolments.taking_part().order_by().filter(person=OuterRef("pk"))
    found = program.seatable().matching(words).annotate(inside=Exists(enrolled))
    return list(found.order_by("-inside", "name", "pk")[:FOUND])
