"""My calendar: my meetings, and the private address at which my own calendar finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from minim.meetings.models import Feed, Meeting
from minim.web.access import signed_in, visitor
from minim.web.hours.forms import zone_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.people.models import Person

SHOWN = 10


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@signed_in
def renew(request: HttpRequest) -> HttpResponse:
    """Make an address, and show it this once: we keep only its fingerprint."""
    token = Feed.objects.renew(visitor(request))
    return _page(request, settings.BASE_URL + reverse("calendar:feed", args=[token]))


@require_POST
@signed_in
def end(request: HttpRequest) -> HttpResponse:
    Feed.objects.filter(person=visitor(request)).delete()
    messages.success(request, "The address is gone. Calendars that use it find nothing there any more.")
    return redirect("calendar:mine")


def _page(request: HttpRequest, address: str = "") -> HttpResponse:
    person = visitor(request)
    facts = {
        "feed": Feed.objects.filter(person=person).first(),
        "address": address,
        "subscribe": "webcal" + address[address.index(":") :] if address else "",
        "meetings": _coming(person),
        "zone": zone_of(person),
    }
    return render(request, "calendar/mine.html", facts)


def _coming(person: Person) -> list[dict[str, object]]:
    zone = zone_of(person)
    coming = Meeting.objects.coming().of_member(person).filter(series__group__closed_on=None)
    found = coming.select_related("series__group", "stretch")[:SHOWN]
    return [
        {
            "row": meeting,
            "group": meeting.series.group,
            "starts": meeting.starts_at.astimezone(zone),
            "ends": meeting.ends_at.astimezone(zone),
        }
        for meeting in found
    ]
