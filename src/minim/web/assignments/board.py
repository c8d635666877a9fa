"""The draft board: looking at a draft, and changing it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from minim.assignments.models import ActRefused, Step
from minim.assignments.places import warm_up
from minim.web.access import organizer_only, visitor
from minim.web.assignments.cards import board_of
from minim.web.assignments.forms import RenameForm, VersionForm
from minim.web.assignments.reach import reach, reach_group, reach_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

    from minim.assignments.models import Assignment

    Act = Callable[..., Step | None]


@require_safe
@organizer_only
def board(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = reach(request, pk)
    if not assignment.draft_groups.exists() or assignment.is_busy:
        return redirect("assignments:progress", pk)
    if assignment.is_open:
        warm_up()
    return render(request, "assignments/board.html", _shown(request, assignment))


def acting(act: Act) -> Callable[..., HttpResponseBase]:
    """A hand's act on a draft: reach it, do it, answer with the cards it changed, or with the board again."""

    def view(request: HttpRequest, /, pk: int, **where: int) -> HttpResponseBase:
        assignment, form = reach(request, pk), VersionForm(request.POST)
        try:
            if not form.is_valid():
                raise ActRefused(
                    "That did not say which draft you were looking at. Here it is as it stands now."
                )
            seen = form.cleaned_data["version"]
            step = act(request, assignment, seen, **where) or assignment.next_undo()
        except ActRefused as refused:
            messages.warning(request, str(refused))
            return _board_again(request, assignment)
        return _changed(request, assignment, step if assignment.version != seen else None)

    view.__name__, view.__doc__ = act.__name__, act.__doc__
    return require_POST(organizer_only(view))


@acting
def move(request: HttpRequest, assignment: Assignment, version: int, person_pk: int) -> None:
    person, to = reach_person(assignment, person_pk), request.POST.get("to", "nowhere")
    if to and not to.isdecimal():
        raise ActRefused("That did not say to which group.")
    group = reach_group(assignment, int(to)) if to else None
    assignment.move(person, group, by=visitor(request), version=version)


@acting
def swap(request: HttpRequest, assignment: Assignment, version: int, person_pk: int) -> None:
    other = request.POST.get("other", "")
    other_pk = int(other) if other.isdecimal() else 0
    one, two = reach_person(assignment, person_pk), reach_person(assignment, other_pk)
    assignment.swap(one, two, by=visitor(request), version=version)


@acting
def lead(request: HttpRequest, assignment: Assignment, version: int, person_pk: int) -> None:
    assignment.make_facilitator(reach_person(assignment, person_pk), by=visitor(request), version=version)


@acting
def pin(request: HttpRequest, assignment: Assignment, version: int, person_pk: int) -> None:
    person = reach_person(assignment, person_pk)
    act = assignment.unpin if request.POST.get("pinned") == "no" else assignment.pin
    act(person, by=visitor(request), version=version)


@acting
def lock(request: HttpRequest, assignment: Assignment, version: int, group_pk: int) -> None:
    group = reach_group(assignment, group_pk)
    act = assignment.unlock if request.POST.get("locked") == "no" else assignment.lock
    act(group, by=visitor(request), version=version)


@acting
def rename(request: HttpRequest, assignment: Assignment, version: int, group_pk: int) -> None:
    form = RenameForm(request.POST)
    if not form.is_valid():
        raise ActRefused("A group's name has 1 to 120 characters.")
    group = reach_group(assignment, group_pk)
    assignment.rename(group, form.cleaned_data["name"], by=visitor(request), version=version)


@acting
def undo(request: HttpRequest, assignment: Assignment, version: int) -> Step:
    return assignment.undo(version=version)


@acting
def redo(request: HttpRequest, assignment: Assignment, version: int) -> Step:
    return assignment.redo(version=version)


def _changed(request: HttpRequest, assignment: Assignment, step: Step | None) -> HttpResponse:
    """Only what a step touched, each part finding its own place on the page."""
    if not request.headers.get("HX-Request"):
        return _board_again(request, assignment)
    shown = _shown(request, assignment, only=_groups_in(step))
    answer = render(request, "assignments/_board_changed.html", {**shown, "changed": True, "step": step})
    answer.headers["HX-Trigger"] = "board:changed"
    return answer


def _groups_in(step: Step | None) -> set[int]:
    rows = [*step.before, *step.after] if step else []
    return {row["draft_group"] for row in rows if row["draft_group"]}


def _board_again(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """The board as a whole: after a refusal, or where there is no script."""
    chosen = request.POST.get("cohort", "")
    address = reverse("assignments:board", args=[assignment.pk]) + (
        f"?cohort={chosen}" if chosen.isdecimal() else ""
    )
    if not request.headers.get("HX-Request"):
        return redirect(address)
    answer = HttpResponse(status=204)
    answer.headers["HX-Redirect"] = address
    return answer


def _shown(request: HttpRequest, assignment: Assignment, only: set[int] | None = None) -> dict[str, Any]:
    chosen = request.POST.get("cohort") or request.GET.get("cohort", "")
    found = board_of(assignment, int(chosen) if chosen.isdecimal() else None)
    return {
        "assignment": assignment,
        "board": found,
        "counts": found.counts(),
        "cards": found.cards(only),
        "tray": found.tray(),
        "next_undo": assignment.next_undo(),
        "next_redo": assignment.next_redo(),
    }
