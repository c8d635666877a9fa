"""One person: their chain, their facts, their standing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minim.groups.models import Group, Role, Seat
from minim.people.models import LastOrganizer, Person
from minim.reports.models import Key
from minim.reports.receiving import ReceivingRefused, receive, receive_no_longer
from minim.web.access import organizer_only, visitor
from minim.web.roster.forms import StatusForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHAIN_SHOWN = 30
REPORTS_SHOWN = 40


@require_safe
@organizer_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.all(), pk=pk)
    return render(request, "roster/person.html", _facts(request, person, StatusForm()))


@require_POST
@organizer_only
def change_status(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.filter(is_outside=False), pk=pk)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return render(request, "roster/person.html", _facts(request, person, form), status=422)
    messages.success(request, _become(person, **form.cleaned_data))
    return redirect("roster:person", pk=pk)


@require_POST
@organizer_only
def people_ops(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody receive what must be reported, or no longer."""
    person = get_object_or_404(Person.objects.inside(), pk=pk)
    if "no-longer" in request.POST:
        receive_no_longer(person)
        messages.success(request, f"{person.name} receives no reports any more, and their keys are gone.")
        return redirect("roster:person", pk=pk)
    try:
        receive(person)
    except ReceivingRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"{person.name} receives reports now. Do tell them: they make a key first.")
    return redirect("roster:person", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@organizer_only
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.inside(), pk=pk)
    if request.method != "POST":
        return render(request, "roster/leave.html", _parting(request, person))
    try:
        with transaction.atomic():
            person.leave()
            Seat.objects.vacate_all(person, timezone.localdate())
            Key.objects.filter(person=person).delete()
    except LastOrganizer as reason:
        return render(
            request, "roster/leave.html", {**_parting(request, person), "reason": reason}, status=422
        )
    messages.success(request, f"{person.name} has left. Every door is closed.")
    return redirect("home" if person == request.user else "roster:people")


def _become(person: Person, *, status: str, until: Any) -> str:
    if status == "away":
        person.go_away(until)
        return f"{person.name} is away until {until:%-d %B %Y}."
    if status == "opted-out":
        person.opt_out()
        return f"{person.name} has opted out and gets no seat."
    person.come_back()
    return f"{person.name} is here."


def _facts(request: HttpRequest, person: Person, form: StatusForm) -> dict[str, Any]:
    chain = list(Person.objects.above(person).order_by("-tree_enter")[:CHAIN_SHOWN])
    reports = list(person.reports.drawn()[:REPORTS_SHOWN])
    groups = Group.objects.overseen_by(visitor(request)).of_member(person).select_related("program")
    return {
        "shown": person,
        "chain": chain[::-1],
        "chain_rest": person.depth - len(chain),
        "reports": reports,
        "reports_rest": max(0, person.report_count - len(reports)),
        "groups": groups,
        "form": form,
    }


def _parting(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What will happen when this person leaves. Groups of other Organizers are counted, not named."""
    seats = list(Seat.objects.current().filter(person=person).select_related("group"))
    overseen = set(Group.objects.overseen_by(visitor(request)).of_member(person).values_list("pk", flat=True))
    named = [seat for seat in seats if seat.group_id in overseen]
    return {
        "shown": person,
        "seats": named,
        "other_seats": len(seats) - len(named),
        "leads": [seat.group for seat in named if seat.role == Role.FACILITATOR],
    }
