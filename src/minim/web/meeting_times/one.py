"""One meeting: move it, leave it out, put it back. Each act tells everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from minim.meetings.models import MeetingRefused
from minim.meetings.words import city, moment_words
from minim.timetable import Trouble, instant, rank_slots
from minim.timetable.slots import day_name
from minim.web.access import form_page, signed_in, visitor
from minim.web.meeting_times.circle import Circle
from minim.web.meeting_times.forms import MoveForm, today_in
from minim.web.meeting_times.reach import reach_meeting
from minim.web.meeting_times.search import QUORUM

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponse

    from minim.meetings.models import Meeting
    from minim.timetable import Slot

IDEAS = 5
A_LITTLE_BEFORE, A_WEEK = timedelta(days=2), timedelta(days=7)
TROUBLES = {
    Trouble.OUTSIDE: "outside their hours",
    Trouble.AWAY: "not free",
    Trouble.BUSY: "not free",
}


@form_page
@signed_in
def meeting(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """What can be done about one meeting; sending the form moves it."""
    found = reach_meeting(request, pk, meeting_pk)
    zone = zone_for(request, found)
    form = MoveForm(_sent(request), meeting=found, zone=zone)
    if request.method == "POST" and form.is_valid() and _is_moved(request, found, form):
        return _back(found)
    circle = Circle.of(found.series.group)
    context = {
        "group": found.series.group,
        "meeting": found,
        "form": form,
        "zone": city(zone),
        "words": moment_words(found.starts_at, zone),
        "was": moment_words(found.planned_at, zone) if found.is_moved else "",
        "ideas": _ideas(found, circle, zone),
        "circle": circle,
        **_who(form, circle),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "meeting_times/meeting.html", context, status=status)


@require_safe
@signed_in
def who(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    """Who could come then, while somebody is still choosing."""
    found = reach_meeting(request, pk, meeting_pk)
    form = MoveForm(request.GET, meeting=found, zone=zone_for(request, found))
    circle = Circle.of(found.series.group)
    return render(request, "meeting_times/_who.html", {"circle": circle, **_who(form, circle)})


@require_POST
@signed_in
def skip(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    found = reach_meeting(request, pk, meeting_pk)
    return _done(request, found, found.skip, "This meeting is left out, and everybody hears of it.")


@require_POST
@signed_in
def put_back(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    found = reach_meeting(request, pk, meeting_pk)
    return _done(
        request,
        found,
        found.put_back,
        "The meeting is back where it was planned, and everybody hears of it.",
    )


def zone_for(request: HttpRequest, meeting: Meeting) -> str:
    """The clock by which the visitor reads and writes."""
    return visitor(request).zone or meeting.stretch.zone


def _sent(request: HttpRequest) -> Any:
    if request.method == "POST":
        return request.POST
    return request.GET if "day" in request.GET else None


def _is_moved(request: HttpRequest, found: Meeting, form: MoveForm) -> bool:
    """Move the meeting; false when that was refused, and the form says why."""
    starts_at, _ = instant(form.cleaned_data["day"], form.minute, form.zone)
    try:
        found.move(starts_at, form.cleaned_data["minutes"], by=visitor(request))
    except MeetingRefused as error:
        form.add_error(None, str(error))
        found.refresh_from_db()
        return False
    messages.success(request, "The meeting is moved, and everybody hears of it.")
    return True


def _done(request: HttpRequest, found: Meeting, act: Callable[..., None], words: str) -> HttpResponse:
    try:
        act(by=visitor(request))
    except MeetingRefused as error:
        messages.error(request, str(error))
        return redirect("times:meeting", found.series.group_id, found.pk)
    messages.success(request, words)
    return _back(found)


def _back(found: Meeting) -> HttpResponse:
    address = reverse("times:series", args=[found.series.group_id])
    return redirect(f"{address}#meeting-{found.pk}")


def _who(form: MoveForm, circle: Circle) -> dict[str, Any]:
    """Who cannot come at the hour in the form, and never why more exactly than in a word or two."""
    if form.is_bound:
        if not form.is_valid():
            return {}
        day, minute, minutes = form.cleaned_data["day"], form.minute, form.cleaned_data["minutes"]
    else:
        day, time, minutes = (form.initial[name] for name in ("day", "time", "minutes"))
        minute = time.hour * 60 + time.minute
    starts_at, _ = instant(day, minute, form.zone)
    return {"hindered": _hindered(circle, starts_at, minutes, day), "asked": True}


def _hindered(circle: Circle, starts_at: datetime, minutes: int, day: date) -> list[tuple[str, str]]:
    found = circle.availabilities(day, day)
    troubles = ((key, one.trouble_at(starts_at, minutes)) for key, one in found.items())
    return [(circle.names[key], TROUBLES[trouble]) for key, trouble in troubles if trouble]


def _ideas(found: Meeting, circle: Circle, zone: str) -> list[dict[str, Any]]:
    """Hours of the days from shortly before this meeting on that most people can make."""
    first_on = max(today_in(zone), found.planned_at.date() - A_LITTLE_BEFORE)
    members = circle.members(first_on, first_on + A_WEEK)
    if not members:
        return []
    ranking = rank_slots(
        members, zone=zone, minutes=found.minutes, first_on=first_on, meetings=1, limit=IDEAS, quorum=QUORUM
    )
    return [_idea(slot, len(members), found.minutes) for slot in ranking.slots or ranking.quorum]


def _idea(slot: Slot, people: int, minutes: int) -> dict[str, Any]:
    hour, minute = divmod(slot.minute, 60)
    time = f"{hour:02}:{minute:02}"
    day = f"{slot.first_on:%a} {day_name(slot.first_on)}"
    return {
        "words": f"{day}, {time}",
        "query": f"day={slot.first_on.isoformat()}&time={time}&minutes={minutes}",
        "can": people - len(slot.missing),
        "fits_all": slot.fits_all,
    }
