"""Who needs somebody: the groups of a program that do, why, and what helps. Nothing of what is said there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.assignments.errands import Errand, Kind
from minim.assignments.models import Assignment
from minim.groups.models import Group
from minim.health.models import CareList
from minim.programs.models import Program
from minim.web.access import form_page, organizer_only, visitor
from minim.web.care.forms import ErrandForm, LimitsForm
from minim.web.care.shown import shown
from minim.web.program.reach import reach

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 12


@require_safe
@organizer_only
def monday(request: HttpRequest) -> HttpResponse:
    lists = list(CareList.objects.overseen_by(visitor(request)).select_related("program"))
    found = sorted(
        ((one, kept.program) for kept in lists for one in kept.found), key=lambda one: one[0]["order"]
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "shown": shown(visitor(request), page.object_list),
        "groups": sum(kept.groups for kept in lists),
        "needing": len(found),
        "pressing": sum(len(kept.pressing) for kept in lists),
        "looked_at": min((kept.looked_at for kept in lists), default=None),
        "programs": [kept.program for kept in lists],
        "has_program": bool(lists) or Program.objects.overseen_by(visitor(request)).exists(),
    }
    return render(request, "care/monday.html", context)


@require_POST
@organizer_only
def look(request: HttpRequest) -> HttpResponse:
    """Look again, now."""
    for program in Program.objects.overseen_by(visitor(request)):
        CareList.objects.look(program)
    return redirect("care:monday")


@form_page
@organizer_only
def limits(request: HttpRequest, pk: int) -> HttpResponse:
    """When something is a sign that a group needs somebody, in this program."""
    program = reach(request, pk)
    form = LimitsForm(request.POST if request.method == "POST" else None, program.care_limits)
    if form.is_valid():
        program.care_limits = form.limits()
        program.save(update_fields=["care_limits"])
        CareList.objects.look(program)
        messages.success(request, "Saved, and looked again.")
        return redirect("care:monday")
    status = 422 if form.errors else 200
    return render(request, "care/limits.html", {"program": program, "form": form}, status=status)


@require_POST
@organizer_only
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a draft in which this is done. Nothing changes for anybody until it is published."""
    overseen = Group.objects.open().overseen_by(visitor(request)).select_related("program")
    group = get_object_or_404(overseen, pk=pk)
    form = ErrandForm(request.POST)
    if not form.is_valid():
        raise Http404
    errand = Errand(Kind(form.cleaned_data["errand"]), group.pk, form.cleaned_data["people"])
    asked = Assignment.objects.send(group.program, errand, by=visitor(request))
    return redirect("assignments:progress", asked.pk)
