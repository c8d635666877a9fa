"""Calendars that say when I am busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from minim.integrations.calendar.busy import CalendarUnreadable
from minim.integrations.calendar.fetching import FetchRefused, fetch
from minim.integrations.calendar.refreshing import busy_in, refresh
from minim.people.hours import CALENDARS
from minim.people.models import BusyCalendar
from minim.web.access import signed_in, visitor
from minim.web.hours.forms import CalendarForm
from minim.web.hours.shown import back, hours_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from minim.people.models import Person
    from minim.timetable import Interval

PATIENCE = 6.0
"""Seconds a person waits for a calendar that does not answer."""
LEASE = 60.0
TRIES, TRIES_SECONDS = 12, 600
"""How often somebody may have us fetch or read a calendar."""
TOO_OFTEN = "That were many tries in a short time. Please wait ten minutes, then go on."


@require_POST
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Fetch it at once, so that an address that does not work is told while it can still be mended."""
    person, form = visitor(request), CalendarForm(request.POST)
    if form.is_valid():
        busy = _fetched(person, form)
        if busy is not None:
            keep(person, form.name_of(), busy, address=form.cleaned_data["address"])
            messages.success(
                request, f"{form.name_of()} is read. When it says you are busy, no meeting is set."
            )
            return back("calendars")
    return hours_page(request, status=422, calendar_form=form)


@require_POST
@signed_in
def read(request: HttpRequest, pk: int) -> HttpResponse:
    mine = BusyCalendar.objects.filter(person=visitor(request)).exclude(address="")
    get_object_or_404(mine, pk=pk)
    calendar = mine.filter(pk=pk).claim("page", LEASE)
    if calendar is None:
        messages.info(request, "It is being read right now.")
    elif tries_too_often(visitor(request)):
        mine.filter(pk=pk).update(leased_until=None)
        messages.warning(request, TOO_OFTEN)
    elif refresh(calendar, seconds=PATIENCE):
        messages.success(request, f"{calendar.name} is read again.")
    else:
        messages.warning(request, f"{calendar.name} could not be read. What we knew before still counts.")
    return back("calendars")


@require_POST
@signed_in
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = get_object_or_404(BusyCalendar.objects.filter(person=visitor(request)), pk=pk)
    calendar.delete()
    messages.success(request, f"{calendar.name} is removed, and its busy times are forgotten.")
    return back("calendars")


@transaction.atomic
def keep(person: Person, name: str, busy: Iterable[Interval], *, address: str = "") -> None:
    """Keep a calendar and its times. A file brought again under the same name takes the place of the one before."""
    if not address:
        person.busy_calendars.filter(name=name, address="").delete()
    BusyCalendar.objects.create(person=person, name=name, address=address).read(busy)


def has_room(person: Person, name: str = "") -> bool:
    """Whether they may bring one more; a file that takes the place of another needs no room."""
    others = person.busy_calendars.exclude(name=name, address="") if name else person.busy_calendars.all()
    return others.count() < CALENDARS


def _fetched(person: Person, form: CalendarForm) -> tuple[Interval, ...] | None:
    """When it says they are busy; None when the form now says why we do not know."""
    address = form.cleaned_data["address"]
    if not has_room(person):
        form.add_error(None, f"You have {CALENDARS} calendars here already. Please remove one first.")
    elif person.busy_calendars.filter(address=address).exists():
        form.add_error("address", "This calendar is here already.")
    elif tries_too_often(person):
        form.add_error("address", TOO_OFTEN)
    else:
        try:
            return busy_in(fetch(address, seconds=PATIENCE), person)
        except (FetchRefused, CalendarUnreadable) as trouble:
            form.add_error("address", str(trouble))
    return None


def tries_too_often(person: Person) -> bool:
    """Count one more try to have something fetched or read for them; true when it is one too many."""
    key = f"fetches-{person.pk}"
    cache.add(key, 0, TRIES_SECONDS)
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # it ran out in between
        return False
