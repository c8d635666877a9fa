"""The first page: what to do next, for whoever looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minim.groups.models import Group, Role, Seat
from minim.web.access import signed_in, visitor
from minim.web.demo.views import show_doors
from minim.web.home.state import standings
from minim.web.home.steps import next_steps
from minim.web.meeting_times.coming import next_meetings
from minim.web.meetings.cards import own_items
from minim.web.meetings.way_in import ways_in
from minim.web.pulse.reach import polls_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from minim.people.models import Person


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    if settings.DEMO and not request.user.is_authenticated:
        return show_doors(request)
    return show_home(request)


@signed_in
def show_home(request: HttpRequest) -> HttpResponse:
    person = visitor(request)
    seats = seats_of(person)
    shown: dict[str, object] = {"first_name": person.name.partition(" ")[0], "seats": seats}
    shown["tells_of_a_poll"] = any(seat["poll"] for seat in seats)
    if person.is_organizer:
        shown |= {"steps": next_steps(person), "standings": standings(person)}
    return render(request, "home/home.html", shown)


def seats_of(person: Person) -> list[dict[str, object]]:
    """Each group this person sits in: their part in it, everybody there, and whether our promise holds today."""
    breaching = set(Group.objects.of_member(person).breaching().values_list("pk", flat=True))
    found = Seat.objects.current().filter(person=person, group__closed_on=None)
    seats = list(found.select_related("group__program").order_by("group__name"))
    groups = [seat.group_id for seat in seats]
    coming, ways, items = next_meetings(groups, person), ways_in(groups, person), own_items(person, groups)
    polls = polls_of(person) if groups else {}
    return [
        {
            "group": seat.group,
            "facilitates": seat.role == Role.FACILITATOR,
            "everybody": seat.group.sitting(),
            "is_safe": seat.group_id not in breaching,
            "next": coming.get(seat.group_id),
            "way_in": ways.get(seat.group_id),
            "poll": polls.get(seat.group_id),
            "items": items[seat.group_id],
        }
        for seat in seats
    ]
