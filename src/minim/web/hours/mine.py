"""My zone and my hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.views.decorators.http import require_POST

from minim.web.access import form_page, signed_in, visitor
from minim.web.hours.forms import WORKDAYS, HoursForm, WrittenForm
from minim.web.hours.shown import back, hours_page, roster_says

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from minim.people.models import Person
    from minim.timetable import WorkingHours


@form_page
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return hours_page(request)
    person = visitor(request)
    if "same" in request.POST:
        form = HoursForm(_with_monday_everywhere(request.POST), person=person)
        return hours_page(request, hours_form=form, is_unsaved=True)
    form = HoursForm(request.POST, person=person)
    if not form.is_valid():
        return hours_page(request, status=422, hours_form=form)
    keep(person, form.cleaned_data["hours"], form.cleaned_data["zone"])
    messages.success(
        request, "Your hours are saved. From now on they count when your group looks for a time."
    )
    return back()


@require_POST
@signed_in
def write(request: HttpRequest) -> HttpResponse:
    form = WrittenForm(request.POST)
    if not form.is_valid():
        return hours_page(request, status=422, written_form=form)
    keep(visitor(request), form.cleaned_data["written"])
    messages.success(request, f"We read: {form.cleaned_data['written']}. Your hours are saved.")
    return back()


@require_POST
@signed_in
def as_roster(request: HttpRequest) -> HttpResponse:
    """Say nothing of one's own any more."""
    person = visitor(request)
    person.own_zone = person.own_hours = ""
    person.save(update_fields=["own_zone", "own_hours"])
    messages.success(request, "Your zone and hours are again what the roster says.")
    return back()


def keep(person: Person, hours: WorkingHours, zone: str = "") -> None:
    """Keep what they say themselves. Where it is what the roster says, the roster goes on speaking for them."""
    person.own_hours = "" if hours == roster_says(person)["hours"] else str(hours)
    if zone:
        person.own_zone = "" if zone == person.time_zone else zone
    person.save(update_fields=["own_zone", "own_hours"])


def _with_monday_everywhere(sent: QueryDict) -> QueryDict:
    changed = sent.copy()
    for day in WORKDAYS:
        for end in ("from", "until"):
            changed.setlist(f"day{day}_{end}", sent.getlist(f"day0_{end}"))
    return changed
