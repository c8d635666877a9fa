"""An Organizer's settings of polls. A round that is open keeps what it was opened with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render

from minim.meetings.words import moment_words
from minim.pulse.models import Plan, PollRefused, Round
from minim.pulse.reading import open_until
from minim.web.access import form_page, organizer_only, visitor
from minim.web.program.reach import reach
from minim.web.pulse.forms import PlanForm
from minim.web.pulse.reach import until

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.people.models import Person
    from minim.programs.models import Program

TH = {1: "first", 2: "second", 3: "third"}
RAISED = "Somebody has raised this number in the meantime. It can only be raised."


@form_page
@organizer_only
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    program, person = reach(request, pk), visitor(request)
    form = PlanForm(request.POST or None, instance=Plan.objects.of(program))
    if request.method == "POST" and form.is_valid() and _chosen(form):
        messages.success(request, "Saved. It counts from the next poll on.")
        return redirect("pulse:program", pk)
    closes_at = open_until(program.pk)
    context = {
        "program": program,
        "form": form,
        "until": until(closes_at, person) if closes_at else "",
        "coming": coming(program, person),
    }
    return render(request, "pulse/plan.html", context, status=422 if form.errors else 200)


def coming(program: Program, reader: Person) -> str:
    """When the next round opens, in a sentence; empty while one is open, or when polls are off."""
    last = Round.objects.polls().filter(program=program).order_by("number").last()
    found = Plan.objects.of(program).coming(last)
    if found is None or open_until(program.pk):
        return ""
    if found.opens_at:
        return (
            f"The next poll opens within the hour after {moment_words(found.opens_at, reader.zone or 'UTC')}."
        )
    meeting = TH[found.after_meeting or 1]
    return f"The next poll opens when three quarters of the groups have had their {meeting} meeting."


def _chosen(form: PlanForm) -> bool:
    chosen = dict(form.cleaned_data)
    try:
        Plan.objects.of(form.instance.program).choose(chosen.pop("questions"), chosen.pop("floor"), **chosen)
    except PollRefused:
        form.add_error("floor", RAISED)
        return False
    return True
