"""The plan: the answer first, then what to do next, then everything; drawn; and as lists for each role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from minim.playbook import PlanRole
from minim.programs.models import Program
from minim.rollout.advice import Verdict, advice_for
from minim.rollout.models import Plan
from minim.rollout.pack import words
from minim.rollout.timeline import NARROW, timeline_svg
from minim.web.access import organizer_only, visitor
from minim.web.guides.reader import reader_of
from minim.web.rollout.reach import reach
from minim.web.rollout.shown import shown

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from minim.rollout.planning import DatedPlan


@require_safe
@organizer_only
def plans(request: HttpRequest) -> HttpResponse:
    found = list(Plan.objects.overseen_by(visitor(request)).select_related("program"))
    if len(found) == 1:
        return redirect("rollout:plan", found[0].pk)
    listed = [(plan, words.for_company(plan.answered)) for plan in found]
    return render(request, "rollout/plans.html", {"plans": listed})


@require_safe
@organizer_only
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    plan, person = reach(request, pk), visitor(request)
    advice = advice_for(plan.answered)
    context = {
        "plan": plan,
        "advice": advice,
        "is_not_yet": advice.verdict == Verdict.NOT_YET,
        "for_company": words.for_company(plan.answered),
        "shown": shown(plan, reader_of(person)),
        "removed": plan.tasks.removed(),
        "programs": () if plan.program else Program.objects.overseen_by(person).filter(rollout_plan=None),
        "others": Plan.objects.overseen_by(person).exclude(pk=pk).exists(),
    }
    return render(request, "rollout/plan.html", context)


@require_safe
@organizer_only
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    plan = reach(request, pk)
    dated = plan.dated()
    context = {
        "plan": plan,
        "span": words.span(dated.starts_on, dated.due_on) if dated.steps else "",
        "wide": _drawn(dated),
        "narrow": _drawn(dated, NARROW),
        "steps": [(step, words.days(step.starts_on, step.due_on)) for step in dated.steps],
        "milestones": dated.milestones,
    }
    return render(request, "rollout/timeline.html", context)


@require_safe
@organizer_only
def lists(request: HttpRequest, pk: int) -> HttpResponse:
    """A checklist for each role, each on a sheet of its own when printed."""
    plan = reach(request, pk)
    lines = sorted(shown(plan, reader_of(visitor(request))).lines, key=lambda line: line.task.due_on)
    roles = [
        (role, words.ROLES[role], words.ABOUT_ROLES[role], [line for line in lines if line.task.role == role])
        for role in PlanRole
    ]
    return render(request, "rollout/lists.html", {"plan": plan, "roles": [row for row in roles if row[3]]})


def _drawn(dated: DatedPlan, *width: int) -> SafeString:
    return mark_safe(timeline_svg(dated, *width) if dated.steps else "")  # noqa: S308  (it escapes every word)
