"""The interview: two minutes, and a plan. It can be answered again at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from minim.health.seen import signs_of
from minim.programs.models import Program
from minim.rollout.answers import CHOICES
from minim.rollout.models import Plan
from minim.rollout.planning import NoWorkingDay
from minim.web.access import form_page, organizer_only, visitor
from minim.web.rollout.forms import AttachForm, InterviewForm
from minim.web.rollout.known import known_answers
from minim.web.rollout.reach import reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from minim.people.models import Person
    from minim.rollout.answers import Answers


@form_page
@organizer_only
def begin(request: HttpRequest) -> HttpResponse:
    """A plan for a program, or for one that is still to come. Whoever has one already is shown that."""
    person, standing = visitor(request), Plan.objects.overseen_by(visitor(request))
    if request.method != "POST" and "new" not in request.GET and standing.exists():
        return redirect("rollout:plans")
    program = _without_plan(person).filter(pk=_asked(request)).first()
    form = InterviewForm(request.POST or None, initial=known_answers(program))

    def kept(answers: Answers) -> Plan:
        return Plan.objects.begin(answers, by=person, program=program)

    return _interviewed(request, form, kept, {"program": program, "standing": standing.exists()})


@form_page
@organizer_only
def change(request: HttpRequest, pk: int) -> HttpResponse:
    plan = reach(request, pk)
    form = InterviewForm(request.POST or None, initial=_said(plan))

    def kept(answers: Answers) -> Plan:
        plan.note_seen({sign: seen.since for sign, seen in signs_of(plan.program).items()})
        plan.follow(answers)
        messages.success(request, "The plan follows your new answers. What is done stayed as it was.")
        return plan

    return _interviewed(request, form, kept, {"plan": plan, "program": plan.program})


@require_POST
@organizer_only
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    plan = reach(request, pk)
    form = AttachForm(request.POST, programs=_without_plan(visitor(request)))
    if form.is_valid() and plan.belong_to(form.cleaned_data["program"]):
        messages.success(
            request, f"This plan now belongs to {plan.program}. What minim can see ticks itself."
        )
    else:
        messages.warning(request, "That program has a plan already, or is not yours to choose.")
    return redirect("rollout:plan", pk)


def _interviewed(
    request: HttpRequest, form: InterviewForm, keep: Callable[[Answers], Plan], context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("rollout:plan", keep(form.answers()).pk)
        except NoWorkingDay:
            form.add_error("start_on", "We find too few working days after that. Please choose another day.")
    status = 422 if form.errors else 200
    return render(request, "rollout/interview.html", {"form": form, **context}, status=status)


def _said(plan: Plan) -> dict[str, Any]:
    answers = plan.answered
    return {name: getattr(answers, name) for name in (*InterviewForm.base_fields, *CHOICES)}


def _asked(request: HttpRequest) -> int:
    asked = request.GET.get("program", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= len("999999999") else 0


def _without_plan(person: Person) -> QuerySet[Program]:
    return Program.objects.overseen_by(person).filter(rollout_plan=None)
