"""Groups: for Organizers all of theirs, for members their own. Who meets, never what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, Prefetch, Q, When
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from minim.groups.models import Group, Role, Seat
from minim.groups.reorg import Clash
from minim.meetings.format import next_format
from minim.meetings.models import Afterword, Agreement
from minim.people.models import Person
from minim.programs.levels import Levels
from minim.programs.models import Program
from minim.web.access import organizer_only, signed_in, visitor
from minim.web.agreement.card import card_of
from minim.web.care.shown import shown_of
from minim.web.help.cards import card_of_facilitator, card_of_organizer
from minim.web.meeting_times.coming import next_meetings
from minim.web.meetings.afterword import afterword_card
from minim.web.meetings.cards import cards_of_member, cards_of_organizer
from minim.web.pulse.reach import polls_of
from minim.web.pulse.shown import cards_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 30
CLOSED = 50


@require_safe
@signed_in
def groups(request: HttpRequest) -> HttpResponse:
    mine = _with_size(Group.objects.open().of_member(visitor(request)))
    if not visitor(request).is_organizer:
        if len(mine) == 1:
            return redirect("groups:detail", mine[0].pk)
        return render(request, "groups/mine.html", {"mine": mine})
    closed = Group.objects.overseen_by(visitor(request)).exclude(closed_on=None).select_related("program")
    context = {
        "mine": mine,
        "closed": closed.order_by("-closed_on", "name", "pk")[:CLOSED],
        "programs": Program.objects.overseen_by(visitor(request)),
        **_found(request),
    }
    return render(request, "groups/list.html", context)


@require_safe
@organizer_only
def found(request: HttpRequest) -> HttpResponse:
    return render(request, "groups/_found.html", _found(request))


@require_safe
@signed_in
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group. A member sees what comes next, its Organizer who sat here and when."""
    seen = Group.objects.seen_by(visitor(request)).select_related("program", "cohort")
    group = get_object_or_404(seen, pk=pk)
    seats, levels = list(group.sitting()), Levels.of_company()
    for seat in seats:
        seat.level = levels.of(seat.person)  # type: ignore[attr-defined]
    own = next((seat for seat in seats if seat.person_id == visitor(request).pk), None)
    organizers = list(group.program.organizers.all())
    context: dict[str, Any] = {
        "group": group,
        "seats": seats,
        "own": own,
        "facilitator": next((seat.person for seat in seats if seat.role == Role.FACILITATOR), None),
        "organizers": organizers,
        "clashes": _clashes(group, seats),
        "next": next_meetings([group.pk], visitor(request)).get(group.pk),
        "pulse": cards_of([group])[0],
    }
    if own and not group.closed_on:
        context["is_shut"] = not Seat.objects.above_nobody().filter(pk=own.pk).exists()
        context["agreement"] = card_of(group, seats, visitor(request))
        context["next_format"] = next_format(group)
        context |= cards_of_member(group, visitor(request))
        context["poll_until"] = polls_of(visitor(request)).get(group.pk)
        context["tells_of_a_poll"] = bool(context["poll_until"])
        if own.role == Role.FACILITATOR:
            over = Afterword.objects.asked_of(visitor(request), group)
            context |= {"afterword": afterword_card(over) if over else None}
            context |= {"help": card_of_facilitator(group, visitor(request))}
    if visitor(request) in organizers:
        past = group.seats.past().select_related("person").order_by("-left_on", "person__name", "pk")
        context |= {"oversees": True, "past": past, "standing": Agreement.objects.standing_of(group)}
        context |= cards_of_organizer(group)
        context["care"] = None if group.closed_on else shown_of(visitor(request), group)
        context |= {"help": card_of_organizer(group, visitor(request))}
    return render(request, "groups/detail.html", context)


def _found(request: HttpRequest) -> dict[str, Any]:
    """Open groups of the programs one organizes, those that break a rule first."""
    q = request.GET.get("q", "").strip()[:100]
    overseen = Group.objects.open().overseen_by(visitor(request))
    rows = overseen
    if q:
        there = Seat.objects.current().filter(person__in=Person.objects.matching(q).order_by().values("pk"))
        rows = rows.filter(Q(name__icontains=q) | Q(pk__in=there.values("group")))
    breaching = set(overseen.breaching().values_list("pk", flat=True))
    breaks = Case(When(pk__in=breaching, then=True), default=False)
    shown = _with_size(rows).annotate(breaks=breaks).order_by("-breaks", "program__name", "name", "pk")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return {"page_obj": page, "q": q, "breaching": len(breaching)}


def _with_size(rows: QuerySet[Group]) -> QuerySet[Group]:
    """Groups with their size, and their Facilitator as `led[0].person`."""
    led = Seat.objects.current().filter(role=Role.FACILITATOR).select_related("person")
    sized = rows.annotate(size=Count("seats", filter=Q(seats__left_on=None), distinct=True))
    return sized.select_related("program", "cohort").prefetch_related(Prefetch("seats", led, to_attr="led"))


def _clashes(group: Group, seats: list[Seat]) -> list[Clash]:
    """Pairs who have come into one management chain since they were seated."""
    people = [seat.person for seat in seats]
    return [
        Clash(group.pk, group.name, above.name, below.name, below.manager_id == above.pk)
        for above in people
        for below in people
        if above.is_above(below)
    ]
