"""Asking for groups, watching them being formed, and what to do when no plan is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from minim.assignments.models import ActRefused, Assignment, State
from minim.assignments.outlook import outlook
from minim.assignments.requesting import next_name
from minim.programs.models import Program
from minim.web.access import form_page, organizer_only, visitor
from minim.web.assignments.forms import AskForm, RelaxForm
from minim.web.assignments.reach import reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

STAGES = ("warming up", "seating", "improving", "explaining")


@require_safe
@organizer_only
def drafts(request: HttpRequest) -> HttpResponse:
    """Every draft of every program one organizes, newest first; those set aside in a fold."""
    found = Assignment.objects.overseen_by(visitor(request)).select_related("created_by")
    open_: dict[int, list[Assignment]] = {}
    aside: dict[int, list[Assignment]] = {}
    for assignment in found:
        where = aside if assignment.state == State.SET_ASIDE else open_
        where.setdefault(assignment.program_id, []).append(assignment)
    programs = [
        {"program": program, "open": open_.get(program.pk, []), "aside": aside.get(program.pk, [])}
        for program in Program.objects.overseen_by(visitor(request))
    ]
    return render(request, "assignments/list.html", {"programs": programs})


@form_page
@organizer_only
def new(request: HttpRequest, program_pk: int) -> HttpResponse:
    program = get_object_or_404(Program.objects.overseen_by(visitor(request)), pk=program_pk)
    form = AskForm(request.POST or None, initial={"name": next_name(program)})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        assignment = Assignment.objects.ask(
            program,
            by=visitor(request),
            name=asked["name"],
            seconds=asked["seconds"],
            seed=asked["seed"] or 0,
        )
        return redirect("assignments:progress", assignment.pk)
    changes = program.changes()
    context = {
        "program": program,
        "form": form,
        "outlook": outlook(program),
        "changed": changes.coming.exists() or changes.going.exists(),
    }
    return render(request, "assignments/new.html", context, status=422 if form.errors else 200)


@require_safe
@organizer_only
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a request stands; once there is a draft, straight to its board."""
    assignment = reach(request, pk)
    if assignment.is_busy:
        return render(request, "assignments/progress.html", _progress(assignment))
    if assignment.state == State.IMPOSSIBLE:
        return render(request, "assignments/impossible.html", _clash(assignment))
    if assignment.state == State.FAILED:
        return render(request, "assignments/failed.html", _ways_back(assignment))
    return redirect("assignments:board", pk)


@require_safe
@organizer_only
def progress_now(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part of the page, asked for every second; at the end it says where to go."""
    assignment = reach(request, pk)
    if assignment.is_busy:
        return render(request, "assignments/_progress.html", _progress(assignment))
    answer = HttpResponse(status=204)
    answer.headers["HX-Redirect"] = reverse("assignments:progress", args=[pk])
    return answer


@require_POST
@organizer_only
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Use the best plan found so far."""
    reach(request, pk).stop()
    return redirect("assignments:progress", pk)


@require_POST
@organizer_only
def relax(request: HttpRequest, pk: int) -> HttpResponse:
    assignment, form = reach(request, pk), RelaxForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Please choose one of the ways out.")
        return redirect("assignments:progress", pk)
    chosen = form.cleaned_data
    return _try(request, assignment, lambda: assignment.relax(chosen["cohort"], chosen["number"]))


@require_POST
@organizer_only
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Form it afresh with what the program asks for today."""
    assignment = reach(request, pk)
    return _try(request, assignment, assignment.ask_again)


@require_POST
@organizer_only
def return_to_draft(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = reach(request, pk)
    return _try(request, assignment, assignment.return_to_draft)


@require_POST
@organizer_only
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = reach(request, pk)
    try:
        assignment.set_aside()
    except ActRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"{assignment.name} is set aside.")
    return redirect("assignments:list")


def _try(request: HttpRequest, assignment: Assignment, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except ActRefused as refused:
        messages.warning(request, str(refused))
    return redirect("assignments:progress", assignment.pk)


def _progress(assignment: Assignment) -> dict[str, Any]:
    """What the worker last wrote, with the stage's place among the stages and the share of the time that is over."""
    told = assignment.progress
    stage = told.get("stage", "")
    at = STAGES.index(stage) if stage in STAGES else -1
    cohorts = told.get("cohorts", 1)
    spent = (told.get("number", 1) - 1) * assignment.seconds + told.get("seconds", 0)
    return {
        "assignment": assignment,
        "told": told,
        "has_plan": stage in STAGES[2:],
        "stages": [
            {"name": name, "done": place < at, "now": place == at} for place, name in enumerate(STAGES)
        ],
        "percent": min(100, round(100 * spent / (assignment.seconds * cohorts))) if told else 0,
        "cohort": told.get("cohort") if cohorts > 1 else "",
    }


def _clash(assignment: Assignment) -> dict[str, Any]:
    return {"clashes": assignment.clash.get("cohorts", []), **_ways_back(assignment)}


def _ways_back(assignment: Assignment) -> dict[str, Any]:
    return {"assignment": assignment, "has_draft": assignment.draft_groups.exists()}
