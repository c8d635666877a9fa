"""Who needs somebody: the groups of a program that do, why, and what helps. Nothing of what is said there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.assignments.errands import Errand, Kind
from minim.assignments.models import Assignment
from minim.groups.models import Group, Thread
from minim.health.cases import Case
from minim.health.models import CareList
from minim.health.signals import Sure, Urgency
from minim.people.models import Person
from minim.programs.models import Program
from minim.web.access import organizer_only, visitor
from minim.web.care.forms import ErrandForm
from minim.web.care.ways import Reach, Way, about_who_leads, patience, ways

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse


PER_PAGE = 12
SURE = {Sure.CERTAIN: "", Sure.LIKELY: ", hardly by chance", Sure.EARLY: "; it may be chance"}
TONES = {Urgency.NOW: "bad", Urgency.SOON: "warn", Urgency.WATCH: ""}
URGENCY = {Urgency.NOW: "Now", Urgency.SOON: "Soon", Urgency.WATCH: "Watch"}


@dataclass(frozen=True)
class Shown:
    """A group as the page shows it."""

    case: Case
    program: Program
    urgency: str
    tone: str
    ways: list[Way]
    patience: str
    leader: str

    @property
    def first(self) -> Way | None:
        return self.ways[0] if self.ways else None

    @property
    def others(self) -> list[Way]:
        return self.ways[1:]

    @property
    def signals(self) -> list[tuple[str, object, str]]:
        return [(one.source, one.since, SURE[one.sure]) for one in self.case.signals]


@require_safe
@organizer_only
def monday(request: HttpRequest) -> HttpResponse:
    lists = list(CareList.objects.overseen_by(visitor(request)).select_related("program"))
    found = sorted(
        ((one, kept.program) for kept in lists for one in kept.found), key=lambda one: one[0]["order"]
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    cases = [(Case.from_json(one), program) for one, program in page.object_list]
    reached = _reached(visitor(request), [case for case, _ in cases])
    context = {
        "page_obj": page,
        "shown": [_shown(case, program, reached[case.group]) for case, program in cases],
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


def _reached(organizer: Person, cases: Sequence[Case]) -> Mapping[int, Reach]:
    """How whoever leads each of these groups is reached, by group."""
    leaders = Person.objects.filter(pk__in={case.facilitator for case in cases if case.facilitator})
    addresses = dict(leaders.values_list("pk", "email"))
    asking = Thread.objects.read_by(organizer).filter(
        group__in=[case.group for case in cases], asked_by__in=leaders.values("pk"), closed_at=None
    )
    threads = dict(asking.values_list("group_id", "pk"))
    return {
        case.group: Reach(threads.get(case.group), addresses.get(case.facilitator or 0) or "")
        for case in cases
    }


def _shown(case: Case, program: Program, reach: Reach) -> Shown:
    return Shown(
        case,
        program,
        URGENCY[case.urgency],
        TONES[case.urgency],
        ways(case, reach),
        patience(case),
        about_who_leads(case),
    )
