"""Who needs somebody: the groups of a program that do, why, and what helps. Nothing of what is said there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.assignments.errands import Errand, Kind
from minim.assignments.models import Assignment
from minim.groups.models import Group
from minim.health.models import CareList
from minim.programs.models import Program
from minim.web.access import organizer_only, visitor
from minim.web.care.forms import ErrandForm
from minim.web.care.shown import shown

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
        "programs": len(lists),
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
