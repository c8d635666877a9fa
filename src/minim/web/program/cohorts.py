"""Cohorts: people of about the same level who are put into groups together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from minim.assignments.outlook import outlook
from minim.programs.levels import Levels
from minim.programs.models import Cohort
from minim.web.access import form_page, organizer_only
from minim.web.program.forms import CohortForm
from minim.web.program.reach import reach
from minim.web.program.words import counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.programs.models import Program

NAMED = 8


@form_page
@organizer_only
def cohorts(request: HttpRequest, pk: int) -> HttpResponse:
    """The cohorts there are, and a form for one more."""
    program = reach(request, pk)
    form = _form(request, program, Cohort(program=program))
    if request.method == "POST" and form.is_valid():
        program.add_cohort(form.instance)
        messages.success(request, f"{form.instance.name} is a cohort now.")
        return redirect("programs:cohorts", pk)
    status = 422 if form.errors else 200
    return render(request, "programs/cohorts.html", {"form": form, **_all(program)}, status=status)


@form_page
@organizer_only
def cohort(request: HttpRequest, pk: int, cohort_pk: int) -> HttpResponse:
    program = reach(request, pk)
    cohort = get_object_or_404(program.cohorts, pk=cohort_pk)
    form = _form(request, program, cohort)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            program.sort_into_cohorts()
        messages.success(request, f"{cohort.name} is saved, and everyone is sorted anew.")
        return redirect("programs:cohorts", pk)
    status = 422 if form.errors else 200
    return render(
        request, "programs/cohort.html", {"program": program, "cohort": cohort, "form": form}, status=status
    )


@require_POST
@organizer_only
def by_level(request: HttpRequest, pk: int) -> HttpResponse:
    """One cohort per level that people who take part stand on."""
    program = reach(request, pk)
    made = program.form_cohorts_by_level()
    messages.success(request, f"{counted(made, 'cohort', 'cohorts')} made, one per level.")
    return redirect("programs:cohorts", pk)


@require_POST
@organizer_only
def remove(request: HttpRequest, pk: int, cohort_pk: int) -> HttpResponse:
    program = reach(request, pk)
    cohort = get_object_or_404(program.cohorts, pk=cohort_pk)
    program.remove_cohort(cohort)
    messages.success(request, f"{cohort.name} is removed. Its people are still in the program.")
    return redirect("programs:cohorts", pk)


def _form(request: HttpRequest, program: Program, cohort: Cohort) -> CohortForm:
    departments = program.enrolments.taking_part().order_by().exclude(person__department="")
    names = departments.values_list("person__department", flat=True).distinct()
    return CohortForm(request.POST or None, instance=cohort, departments=list(names))


def _all(program: Program) -> dict[str, Any]:
    left = program.enrolments.taking_part().filter(cohort=None)
    return {
        "program": program,
        "outlook": outlook(program),
        "levels": Levels.of_company(),
        "left": left[:NAMED],
        "more_left": max(0, left.count() - NAMED),
    }
