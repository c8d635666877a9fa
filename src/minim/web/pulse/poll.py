"""A poll, for whoever is asked: first what becomes of an answer, then the questions. The page is the same before and
after an answer; only the browser that cast the ballot knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minim.playbook import CHOICE_ANSWERS, pulse_scale, pulse_topics_ask
from minim.pulse.membership import members_of
from minim.pulse.models import Part
from minim.web.access import signed_in, visitor
from minim.web.pulse.outcomes import outcomes
from minim.web.pulse.reach import reach_own, until

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

HOW_MANY = (
    "No question",
    "One question",
    "Two questions",
    "Three questions",
    "Four questions",
    "Five questions",
    "Six questions",
    "Seven questions",
    "Eight questions",
    "Nine questions",
    "Ten questions",
)
CHOICES = tuple((answer, choice.capitalize()) for answer, choice in CHOICE_ANSWERS.items())
SMALL, LESS_SMALL = 5, 7
"""In groups of so many, two who tell each other's answers can break what one cannot, or narrow it."""


@require_safe
@signed_in
def polls(request: HttpRequest) -> HttpResponse:
    """Where the letter leads: to the poll, when there is one."""
    asked = list(Part.objects.asking(visitor(request)).order_by("group__name", "group"))
    if len(asked) == 1:
        return redirect("pulse:poll", asked[0].group_id)
    return render(request, "pulse/polls.html", {"asked": asked, "tells_of_a_poll": True})


@require_safe
@signed_in
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    group, person = reach_own(request, pk), visitor(request)
    part = Part.objects.asking(person).filter(group=group).first()
    context: dict[str, Any] = {"group": group, "tells_of_a_poll": True}
    if part is None:
        return render(request, "pulse/no_poll.html", context)
    size = len(members_of([group.pk])[group.pk])
    context |= {
        "part": part,
        "size": size,
        "how_many": HOW_MANY[len(part.round.questions)],
        "is_small": size <= SMALL,
        "is_less_small": size <= LESS_SMALL,
        "until": until(part.round.closes_at, person),
        "organizers": group.program.organizers.order_by("name", "pk"),
        "outcomes": () if part.round.looks_back else outcomes(part),
        "scale": CHOICES if part.round.looks_back else list(enumerate(pulse_scale(), start=1)),
        "topics_ask": pulse_topics_ask(),
        "facts": facts_of(part, person.pk),
    }
    return render(request, "pulse/poll.html", context)


def facts_of(part: Part, person: int) -> dict[str, Any]:
    """What the page's script needs. Nothing of it depends on an answer."""
    return {
        "person": person,
        "round": part.round_id,
        "group": part.group_id,
        "modulus": part.modulus,
        "to": reverse("pulse:ballot"),
    }
