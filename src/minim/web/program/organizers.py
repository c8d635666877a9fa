"""Who organizes a program together. An Organizer never sits in one of its groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.groups.models import Seat
from minim.people.models import Person
from minim.programs.models import OrganizerRefused
from minim.web.access import organizer_only, visitor
from minim.web.program.reach import FOUND, reach, sought

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from minim.people.queries import PersonQuerySet


@require_safe
@organizer_only
def organizers(request: HttpRequest, pk: int) -> HttpResponse:
    program, words = reach(request, pk), sought(request)
    others = Person.objects.inside().exclude(organized_programs=program)
    context = {
        "program": program,
        "organizers": program.organizers.order_by("name", "pk"),
        "words": words,
        "people": _named_first(others, words)[:FOUND] if words else [],
    }
    return render(request, "programs/organizers.html", context)


@require_POST
@organizer_only
def share(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    program, person = reach(request, pk), get_object_or_404(Person.objects.inside(), pk=person_pk)
    seat = Seat.objects.current().filter(program=program, person=person).select_related("group").first()
    try:
        if seat:
            raise OrganizerRefused(
                f"{person.name} sits in {seat.group}. Publish a plan without them first: "
                "people speak more freely without whoever runs the program."
            )
        program.share_with(person)
    except OrganizerRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"{person.name} organizes {program} with you now. Do tell them.")
    return redirect("programs:organizers", pk)


@require_POST
@organizer_only
def take_back(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    program = reach(request, pk)
    person = get_object_or_404(program.organizers, pk=person_pk)
    try:
        program.take_back_from(person)
    except OrganizerRefused as refused:
        messages.warning(request, str(refused))
        return redirect("programs:organizers", pk)
    messages.success(request, f"{person.name} no longer organizes {program}.")
    return redirect("home") if person == visitor(request) else redirect("programs:organizers", pk)


def _named_first(people: PersonQuerySet, words: str) -> QuerySet[Person]:
    """Whoever bears the name comes before those who only work in such a place."""
    named = ExpressionWrapper(Q(name__icontains=words), output_field=BooleanField())
    return people.matching(words).annotate(named=named).order_by("-named", "name", "pk")
