"""Looking closer at a draft: where somebody could sit, why a group is as it is, how good it is, two side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from minim.groups.models import Role
from minim.web.access import organizer_only
from minim.web.assignments.cards import board_of, note_on
from minim.web.assignments.reach import reach, reach_group, reach_person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.assignments.models import Assignment, DraftSeat
    from minim.assignments.places import Place
    from minim.people.models import Person

NEAR = 8
"""Places shown at once; the others are a click away."""
ALMOST = 99.9
"""Percent; nothing about people is certain."""


@require_safe
@organizer_only
def person(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Everything that can be done with one person: as JSON for the hand that lifts them, else as words."""
    assignment = reach(request, pk)
    who = reach_person(assignment, person_pk)
    places = assignment.places(who)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"places": [_for_the_hand(place) for place in places]})
    seat = assignment.draft_seats.filter(person=who).select_related("draft_group__cohort").first()
    context = {
        "assignment": assignment,
        "board": board_of(assignment, seat.cohort_id if seat else None),
        "who": who,
        "note": note_on(who),
        "near": places[:NEAR],
        "far": places[NEAR:],
        **_where(seat),
    }
    return _page_or_dialog(request, "person", context)


@require_safe
@organizer_only
def swap_with(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """With whom somebody could change places."""
    assignment = reach(request, pk)
    who = reach_person(assignment, person_pk)
    seat = get_object_or_404(
        assignment.draft_seats.exclude(draft_group=None).select_related("draft_group"), person=who
    )
    context = {
        "assignment": assignment,
        "board": board_of(assignment, seat.cohort_id),
        "who": who,
        "members": _members_elsewhere(assignment, seat),
    }
    return _page_or_dialog(request, "swap", context)


@require_safe
@organizer_only
def group(request: HttpRequest, pk: int, group_pk: int) -> HttpResponse:
    assignment = reach(request, pk)
    row = reach_group(assignment, group_pk)
    shown = board_of(assignment, row.cohort_id)
    found, story = shown.review.groups.get(row.pk), assignment.why(row)
    context = {
        "assignment": assignment,
        "board": shown,
        "group": row,
        "story": story,
        "quorum_percent": f"{min(100 * story.quorum_chance, ALMOST):.1f}".removesuffix(".0") if story else "",
        "breaches": [breach.sentence for breach in found.breaches] if found else [],
    }
    return _page_or_dialog(request, "group", context)


@require_safe
@organizer_only
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = reach(request, pk)
    sizes = Counter(assignment.draft_seats.exclude(draft_group=None).values_list("draft_group_id", flat=True))
    context = {
        "assignment": assignment,
        "review": assignment.review(),
        "pairs": sum(size * (size - 1) // 2 for size in sizes.values()),
        "cohorts": [cohort for cohort in assignment.explanation.get("cohorts", []) if cohort["compromises"]],
        "notes": assignment.explanation.get("notes", []),
    }
    return render(request, "assignments/proof.html", context)


@require_safe
@organizer_only
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """This draft beside another one of the same program; the newest other one when none is chosen."""
    assignment = reach(request, pk)
    others = [other for other in assignment.siblings() if other.draft_groups.exists()]
    chosen = request.GET.get("with", "")
    beside = (
        get_object_or_404(assignment.siblings(), pk=chosen)
        if chosen.isdecimal()
        else next(iter(others), None)
    )
    context: dict[str, Any] = {"assignment": assignment, "others": others, "beside": beside}
    if beside:
        comparison = assignment.compare(beside)
        context |= {
            "comparison": comparison,
            "people": assignment.draft_seats.count(),
            "moved": {mover.person for mover in comparison.movers},
            "sides": [
                {"draft": draft, "cards": board_of(draft, None).all_cards()} for draft in (assignment, beside)
            ],
        }
    return render(request, "assignments/compare.html", context)


def _page_or_dialog(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, f"assignments/_{name}.html", {**context, "in_dialog": True})
    return render(request, f"assignments/{name}.html", context)


def _for_the_hand(place: Place) -> dict[str, Any]:
    return {"id": f"group-{place.group or 'none'}", "verdict": place.verdict, "sentence": place.sentence}


def _where(seat: DraftSeat | None) -> dict[str, Any]:
    here = seat.draft_group if seat else None
    return {
        "group": here,
        "leads": bool(seat and seat.role == Role.FACILITATOR),
        "pinned": bool(seat and seat.pinned),
        "locked": bool(here and here.locked),
        "reasons": [seat.reason] if seat and seat.reason else [],
    }


def _members_elsewhere(assignment: Assignment, seat: DraftSeat) -> list[tuple[str, list[Person]]]:
    """Whom somebody could change places with: people of the cohort's other groups that are not locked, by group."""
    rows = assignment.draft_seats.filter(draft_group__locked=False, cohort=seat.cohort_id)
    elsewhere = rows.exclude(draft_group=seat.draft_group_id).select_related("person", "draft_group")
    found: dict[str, list[Person]] = defaultdict(list)
    for row in elsewhere.order_by("draft_group__position", "person__name"):
        found[str(row.draft_group)].append(row.person)
    return list(found.items())
