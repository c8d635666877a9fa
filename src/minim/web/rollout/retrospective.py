"""Looking back: people are asked without a name, what they said is told in words, and decisions become tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from minim.playbook import formats, our_practices
from minim.pulse.bands import Level
from minim.pulse.looking_back import word_of
from minim.pulse.models import Round
from minim.pulse.reading import open_until
from minim.rollout.models import Retrospective
from minim.web.access import form_page, organizer_only, visitor
from minim.web.pulse.reach import until
from minim.web.rollout.forms import DecisionForm
from minim.web.rollout.reach import reach

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.people.models import Person
    from minim.rollout.models import Plan

FORMAT = "retrospective"
A_MONTH = timedelta(days=30)
LOOKS = {
    Level.WELL: ("Keep", "good", "thumbs-up"),
    Level.MIXED: ("Change", "warn", "pencil"),
    Level.STRUGGLING: ("Drop", "bad", "x"),
    Level.NOT_ENOUGH: ("Too few answers", "", "circle-slash"),
}


@dataclass(frozen=True)
class Told:
    """One practice and the word for it. `hint` is what one could try where it should change."""

    words: str
    level: Level
    hint: str

    @property
    def look(self) -> tuple[str, str, str]:
        return LOOKS[self.level]


@form_page
@organizer_only
def retrospective(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; sending it writes down a decision."""
    plan, person = reach(request, pk), visitor(request)
    now = Retrospective.objects.last_of(plan)
    form = DecisionForm(request.POST or None, initial={"due_on": timezone.localdate() + A_MONTH})
    if request.method == "POST" and now is None:
        raise Http404
    if now and form.is_bound and form.is_valid():
        task = now.decide(**form.cleaned_data)
        messages.success(request, f"“{task}” is a task of your plan now.")
        return redirect("rollout:retrospective", pk)
    round_ = _round(now)
    context = {
        "plan": plan,
        "now": now,
        "form": form,
        "until": until(round_.closes_at, person) if round_ and round_.closed_at is None else "",
        "is_told": round_ is not None and round_.closed_at is not None,
        "told": _told(round_),
        "waits_for_poll": _poll_until(plan, person) if now and round_ is None and not now.held_on else "",
        "decisions": now.decisions.standing().select_related("person") if now else (),
        "format": formats()[FORMAT],
        "practices": our_practices(),
    }
    return render(request, "rollout/retrospective.html", context, status=422 if form.errors else 200)


@require_POST
@organizer_only
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    plan = reach(request, pk)
    if plan.program is None:
        messages.warning(
            request, "First say to which program this plan belongs. Then there are people to ask."
        )
        return redirect("rollout:plan", pk)
    Retrospective.objects.ask(plan, by=visitor(request))
    messages.success(
        request, "Everybody who sits in a group is asked within a minute, unless a poll is open."
    )
    return redirect("rollout:retrospective", pk)


@require_POST
@organizer_only
def held(request: HttpRequest, pk: int) -> HttpResponse:
    now = Retrospective.objects.last_of(reach(request, pk))
    if now is None:
        raise Http404
    now.finish()
    messages.success(request, "You have looked back together. See you next year, or whenever you like.")
    return redirect("rollout:retrospective", pk)


def _round(now: Retrospective | None) -> Round | None:
    if now is None or now.round_number is None:
        return None
    return Round.objects.filter(program=now.plan.program_id, number=now.round_number).first()


def _told(ended: Round | None) -> list[Told]:
    """What should change first, then what goes, then what stays."""
    if ended is None or ended.closed_at is None:
        return []
    hints = {one.slug: one.change for one in our_practices()}
    found = [Told(words, word_of(ended, slug), hints.get(slug, "")) for slug, words in ended.questions]
    order = [Level.MIXED, Level.STRUGGLING, Level.WELL, Level.NOT_ENOUGH]
    return sorted(found, key=lambda one: order.index(one.level))


def _poll_until(plan: Plan, reader: Person) -> str:
    closes_at = open_until(plan.program_id) if plan.program_id else None
    return until(closes_at, reader) if closes_at else ""
