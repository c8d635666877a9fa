"""The programs one organizes, and one of them at a glance."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.assignments.models import Assignment, State
from minim.assignments.outlook import outlook
from minim.assignments.wishes import IMPORTANCE, WISHES, Wish, importance
from minim.people.models import Person
from minim.programs.levels import Levels
from minim.programs.models import Program
from minim.rollout.models import Plan
from minim.web.access import form_page, organizer_only, visitor
from minim.web.program.forms import NameForm, NewProgramForm
from minim.web.program.reach import reach
from minim.web.program.words import counted

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

DRAFTS = 3
NAMED_WISHES = 3


@require_safe
@organizer_only
def programs(request: HttpRequest) -> HttpResponse:
    found = Program.objects.overseen_by(visitor(request)).annotate(
        people=Count("enrolments", filter=Q(enrolments__taken_out=False), distinct=True),
        open_groups=Count("groups", filter=Q(groups__closed_on=None), distinct=True),
    )
    if len(found) == 1:
        return redirect("programs:detail", found[0].pk)
    return render(request, "programs/list.html", {"programs": found})


@form_page
@organizer_only
def new(request: HttpRequest) -> HttpResponse:
    form = NewProgramForm(request.POST or None, initial={"name": "Mini-M"})
    if request.method == "POST" and form.is_valid():
        program = Program.objects.begin(organizer=visitor(request), **form.cleaned_data)
        people = counted(program.enrolments.taking_part().count(), "person takes", "people take")
        messages.success(request, f"{program.name} is here. {people} part so far.")
        return redirect("programs:detail", program.pk)
    status = 422 if form.errors else 200
    return render(
        request,
        "programs/new.html",
        {"form": form, "anybody": Person.objects.taking_part().exists()},
        status=status,
    )


@require_safe
@organizer_only
def program(request: HttpRequest, pk: int) -> HttpResponse:
    program = reach(request, pk)
    changes = program.changes()
    context = {
        "program": program,
        "outlook": outlook(program),
        "levels": Levels.of_company(),
        "changed": changes.coming.exists() or changes.going.exists(),
        "pairs": program.apart.count(),
        "overrides": program.overrides.standing().filter(person__trained=False).count(),
        "organizers": program.organizers.order_by("name", "pk"),
        "heavy": _heaviest(program),
        "groups": program.groups.filter(closed_on=None).count(),
        "drafts": _drafts(program),
        "rollout_plan": Plan.objects.filter(program=program).first(),
    }
    return render(request, "programs/detail.html", context)


@require_POST
@organizer_only
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    form = NameForm(request.POST, instance=reach(request, pk))
    if form.is_valid():
        form.instance.save(update_fields=["name"])
    else:
        messages.warning(request, "A program needs a name of at most 120 letters.")
    return redirect("programs:detail", pk)


def _drafts(program: Program) -> QuerySet[Assignment]:
    alive = Assignment.objects.filter(program=program).exclude(state=State.SET_ASIDE)
    return alive.select_related("created_by")[:DRAFTS]


def _heaviest(program: Program) -> list[tuple[Wish, str]]:
    """The wishes that matter most here, each with its word."""
    placed = [(importance(name, program.wishes), wish) for name, wish in WISHES.items()]
    placed.sort(key=itemgetter(0), reverse=True)
    return [(wish, IMPORTANCE[place]) for place, wish in placed[:NAMED_WISHES]]
