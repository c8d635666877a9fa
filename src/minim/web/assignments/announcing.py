"""The two ways a draft ends: formed again around what is decided, or published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from minim.assignments.models import ActRefused, PublishRefused
from minim.assignments.untrained import untrained_leaders
from minim.groups.models import Group
from minim.programs.overrides import Override
from minim.web.access import organizer_only, visitor
from minim.web.assignments.cards import board_of
from minim.web.assignments.forms import VersionForm
from minim.web.assignments.reach import reach
from minim.web.program.forms import LetLeadForm

if TYPE_CHECKING:
    from django.http import HttpRequest

    from minim.assignments.models import Assignment


@require_POST
@organizer_only
def reform(request: HttpRequest, pk: int) -> HttpResponse:
    """Form everything afresh around pinned people and locked groups."""
    assignment, form = reach(request, pk), VersionForm(request.POST)
    try:
        assignment.ask_again(version=form.cleaned_data["version"] if form.is_valid() else None)
    except ActRefused as refused:
        messages.warning(request, str(refused))
        return redirect("assignments:board", pk)
    return redirect("assignments:progress", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@organizer_only
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What publishing will do, and doing it. The rules have the last word."""
    assignment, form = reach(request, pk), VersionForm(request.POST)
    if request.method != "POST":
        return _asked(request, assignment)
    try:
        if not form.is_valid():
            raise ActRefused(
                "That did not say which draft you were looking at. Please look again, then publish."
            )
        assignment.publish(by=visitor(request), version=form.cleaned_data["version"])
    except PublishRefused as refused:
        return _asked(request, assignment, refused.sentences)
    except ActRefused as refused:
        return _asked(request, assignment, (str(refused),))
    messages.success(request, f"{assignment.name} is published. The letters are on their way.")
    return redirect("groups:list")


@require_POST
@organizer_only
def let_lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody whom this draft gives a group lead it without training, on record."""
    assignment, form = reach(request, pk), LetLeadForm(request.POST)
    if not form.is_valid():
        return _asked(request, assignment, (str(form.errors["why"][0]),))
    people = untrained_leaders(assignment)
    Override.objects.let_lead(assignment.program, people, by=visitor(request), why=form.cleaned_data["why"])
    messages.success(request, "That is on record, on the program’s page of Facilitators.")
    return redirect("assignments:publish", pk)


def _asked(request: HttpRequest, assignment: Assignment, refused: tuple[str, ...] = ()) -> HttpResponse:
    board = board_of(assignment, None)
    going_on = assignment.draft_groups.exclude(continues=None).values("continues")
    today = Group.objects.open().filter(program=assignment.program_id)
    context = {
        "assignment": assignment,
        "review": board.review,
        "counts": board.counts(),
        "closing": today.exclude(pk__in=going_on).count(),
        "refused": refused,
        "untrained": untrained_leaders(assignment).order_by("name", "pk"),
        "let_form": LetLeadForm(),
    }
    return render(request, "assignments/publish.html", context, status=409 if refused else 200)
