"""A calendar file: look at what is in it, then take it. The file itself is never kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core import signing
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from minim.integrations.calendar.busy import CalendarUnreadable
from minim.integrations.calendar.hours_in import hours_in
from minim.integrations.calendar.ics import LARGEST
from minim.integrations.calendar.refreshing import busy_in
from minim.people.hours import CALENDARS, hours_of
from minim.timetable import Interval, WorkingHours, parse_hours
from minim.web.access import signed_in, visitor
from minim.web.hours import calendars, mine
from minim.web.hours.forms import MEGABYTES, FileForm, TakeForm, zone_of
from minim.web.hours.shown import back, hours_page
from minim.web.hours.week import week_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from minim.people.models import Person

SALT = "minim.web.hours.file"
GOOD_FOR = timedelta(hours=12)
SHOWN = 8
ROOM_FOR_THE_FORM = 100_000
"""Bytes of a request that are not the file."""
TOO_LARGE = (
    f"This file is too large: we read up to {MEGABYTES} MB. Export only the coming year, without attachments."
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says about its owner's time."""

    name: str
    hours: WorkingHours | None
    busy: tuple[Interval, ...]

    def signed(self, person: Person) -> str:
        busy = [
            (int(time.start.timestamp()), max(1, int((time.end - time.start).total_seconds())))
            for time in self.busy
        ]
        told = {"of": person.pk, "name": self.name, "hours": str(self.hours or ""), "busy": busy}
        return signing.dumps(told, salt=SALT, compress=True)

    @classmethod
    def told(cls, signed: str, person: Person) -> Found | None:
        """What we signed for this person not long ago; None for anything else."""
        try:
            said = signing.loads(signed, salt=SALT, max_age=GOOD_FOR)
        except signing.BadSignature:
            return None
        if said["of"] != person.pk:
            return None
        busy = tuple(_interval(start, seconds) for start, seconds in said["busy"])
        return cls(said["name"], parse_hours(said["hours"]) if said["hours"] else None, busy)


@csrf_exempt
@require_POST
@signed_in
def look(request: HttpRequest) -> HttpResponseBase:
    # The check of the form's token reads the whole request, so what is too large is sent away before it.
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + ROOM_FOR_THE_FORM:
        return _refused(request, FileForm({}), TOO_LARGE, status=413)
    return cast("HttpResponseBase", _look(request))


@csrf_protect
def _look(request: HttpRequest) -> HttpResponse:
    person, form = visitor(request), FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return hours_page(request, status=422, file_form=form)
    file = form.cleaned_data["file"]
    if calendars.tries_too_often(person):
        return _refused(request, form, calendars.TOO_OFTEN)
    try:
        found = _found(file.read(), file.name, person)
    except CalendarUnreadable as trouble:
        return _refused(request, form, str(trouble))
    if found.hours is None and not found.busy:
        return _refused(
            request,
            form,
            "We found neither working hours in it nor anything in the coming months that keeps you busy.",
        )
    return _preview(request, found)


@require_POST
@signed_in
def take(request: HttpRequest) -> HttpResponse:
    person, form = visitor(request), TakeForm(request.POST)
    form.is_valid()
    found = Found.told(form.cleaned_data.get("found", ""), person)
    if found is None:
        messages.warning(request, "This preview is too old. Please choose the file again.")
        return back("file")
    chosen = form.cleaned_data.get("take", [])
    if "busy" in chosen and not calendars.has_room(person, found.name):
        form.add_error("take", f"You have {CALENDARS} calendars here already. Please remove one first.")
    if form.errors:
        return _preview(request, found, form, status=422)
    if "hours" in chosen and found.hours is not None:
        mine.keep(person, found.hours)
    if "busy" in chosen and found.busy:
        calendars.keep(person, found.name, found.busy)
    messages.success(request, f"Taken from {found.name}. The file itself was not kept.")
    return back("calendars" if "busy" in chosen else "")


def _found(data: bytes, name: str, person: Person) -> Found:
    zone = str(zone_of(person))
    return Found(name[:120], hours_in(data, zone=zone), busy_in(data, person))


def _preview(
    request: HttpRequest, found: Found, form: TakeForm | None = None, *, status: int = 200
) -> HttpResponse:
    person = visitor(request)
    zone = zone_of(person)
    facts: dict[str, Any] = {
        "found": found,
        "form": form,
        "signed": found.signed(person),
        "chosen": form["take"].value() or [] if form else ["hours", "busy"],
        "zone": zone,
        "now": week_of(hours_of(person.hours)),
        "then": week_of(found.hours) if found.hours else [],
        "is_same": found.hours == hours_of(person.hours),
        "next_times": [
            (time.start.astimezone(zone), time.end.astimezone(zone)) for time in found.busy[:SHOWN]
        ],
        "more_times": max(0, len(found.busy) - SHOWN),
    }
    return render(request, "hours/preview.html", facts, status=status)


def _refused(request: HttpRequest, form: FileForm, reason: str, *, status: int = 422) -> HttpResponse:
    form.errors.pop("file", None)
    form.add_error("file", reason)
    return hours_page(request, status=status, file_form=form)


def _interval(start: int, seconds: int) -> Interval:
    begins = datetime.fromtimestamp(start, UTC)
    return Interval(begins, begins + timedelta(seconds=seconds))
