"""What was told of a program: its groups, those first that struggle, and what may be said of all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minim.groups.models import Group
from minim.pulse.bands import Level
from minim.pulse.models import Plan, Round, Theme
from minim.pulse.reading import last_closed, open_until, standing
from minim.web.access import organizer_only, visitor
from minim.web.program.reach import reach
from minim.web.pulse.reach import until
from minim.web.pulse.shown import LOOKS, cards_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.paginator import Page
    from django.http import HttpRequest, HttpResponse

    from minim.programs.models import Program

PER_PAGE = 30
ORDER = (Level.STRUGGLING, Level.MIXED, Level.NOT_ENOUGH, Level.WELL)
STEPS = {
    3: "three quarters of all answers, or more",
    2: "about half of all answers",
    1: "a quarter of all answers, or less",
}
MOST_THEMES = 50


@dataclass(frozen=True)
class Mean:
    """Of all groups that were told: between which quarter steps the mean lies, from 1 to 5."""

    words: str
    lowest: float | None
    highest: float | None

    @property
    def middle(self) -> float | None:
        return (self.lowest + self.highest) / 2 if self.lowest and self.highest else None


@require_safe
@organizer_only
def program(request: HttpRequest, pk: int) -> HttpResponse:
    program, person = reach(request, pk), visitor(request)
    last = last_closed(program.pk)
    levels = standing(last)
    closes_at = open_until(program.pk)
    page = _page(request, program, levels)
    context: dict[str, Any] = {
        "program": program,
        "plan": Plan.objects.of(program),
        "last": last,
        "until": until(closes_at, person) if closes_at else "",
        "counts": [(LOOKS[level], list(levels.values()).count(level)) for level in ORDER],
        "page_obj": page,
        "cards": cards_of(page.object_list),
        "means": list(_means(last)) if last else [],
        "topics": list(_topics(last)) if last else [],
        "themes": Theme.objects.of(program)[:MOST_THEMES],
    }
    return render(request, "pulse/program.html", context)


def _page(request: HttpRequest, program: Program, levels: dict[int, Level]) -> Page[Group]:
    groups = Group.objects.open().filter(program=program).order_by("name", "pk")
    every = sorted(groups, key=lambda group: ORDER.index(levels.get(group.pk, Level.NOT_ENOUGH)))
    return Paginator(every, PER_PAGE).get_page(request.GET.get("page"))


def _means(last: Round) -> Iterator[Mean]:
    for slug, words in last.questions:
        yield Mean(words, *(last.totals.get(slug) or (None, None)))


def _topics(last: Round) -> Iterator[tuple[str, str, int]]:
    """Those first that most people chose."""
    found = [(last.topic_steps[slug], words) for slug, words in last.topics if slug in last.topic_steps]
    for step, words in sorted(found, key=lambda one: -one[0]):
        yield words, STEPS[step], step
