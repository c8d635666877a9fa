"""Finding people: as a list, and in the tree of the organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from minim.people.models import Person, RosterImport
from minim.web.access import organizer_only
from minim.web.roster.branches import paths_to
from minim.web.roster.forms import FindForm, LookForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ON_A_PAGE = 30
IN_A_BRANCH = 100
HITS_IN_THE_TREE = 25


@require_safe
@organizer_only
def people(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET)
    sought, show = form.sought()
    found = Person.objects.standing(show).matching(sought).select_related("manager").order_by("words", "pk")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    facts = {"page_obj": page, "sought": sought, "show": show}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "roster/_results.html", facts)
    last_roster = RosterImport.objects.applied().defer("content").order_by("-applied_at").first()
    return render(
        request,
        "roster/people.html",
        {**facts, "form": form, "counts": _count(), "last_roster": last_roster},
    )


@require_safe
@organizer_only
def tree(request: HttpRequest) -> HttpResponse:
    form = LookForm(request.GET)
    sought, under = form.looked_for()
    if sought:
        hits = Person.objects.inside().matching(sought).order_by("words", "pk")[: HITS_IN_THE_TREE + 1]
        facts = {
            "sought": sought,
            "paths": paths_to(hits[:HITS_IN_THE_TREE]),
            "more": len(hits) > HITS_IN_THE_TREE,
        }
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "roster/_paths.html", facts)
        return render(request, "roster/tree.html", {**facts, "form": form, "counts": _count()})
    manager = get_object_or_404(Person, pk=under) if under else None
    branch = Person.objects.filter(manager=manager).drawn()
    page = Paginator(branch, IN_A_BRANCH).get_page(request.GET.get("page"))
    facts = {"page_obj": page, "under": manager}
    if request.htmx:  # type: ignore[attr-defined]
        whole = "page" in request.GET or manager
        return render(request, "roster/_branch.html" if whole else "roster/_roots.html", facts)
    return render(request, "roster/tree.html", {**facts, "form": form, "counts": _count()})


def _count() -> dict[str, Any]:
    """How many people there are of each kind, in one query."""
    here = Q(is_outside=False) & ~Q(status="left")
    counts: dict[str, Any] = Person.objects.aggregate(
        inside=Count("pk", filter=here),
        managers=Count("pk", filter=here & Q(report_count__gt=0)),
        away=Count("pk", filter=Q(is_outside=False, status="away")),
        outside=Count("pk", filter=Q(is_outside=True)),
    )
    return counts
