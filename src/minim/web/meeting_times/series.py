"""The series of a group: its rhythm, its next meetings, and what each says to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from minim.groups.models import Role
from minim.meetings.answers import Asked
from minim.meetings.models import Answer, Said, Series
from minim.meetings.words import city
from minim.web.access import signed_in, visitor
from minim.web.meeting_times.circle import Circle
from minim.web.meeting_times.reach import reach_seen
from minim.web.meeting_times.rows import coming_rows, past_exceptions, phases_of, rows_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.groups.models import Group

SHOWN = 8
MOST = 60


@require_safe
@signed_in
def series(request: HttpRequest, pk: int) -> HttpResponse:
    group, me = reach_seen(request, pk), visitor(request)
    circle = Circle.of(group)
    own = next((seat for seat in circle.seats if seat.person_id == me.pk), None)
    found = Series.objects.filter(group=group).first()
    context: dict[str, Any] = {
        "group": group,
        "series": found,
        "circle": circle,
        "own": own,
        "leads": bool(own and own.role == Role.FACILITATOR),
        "oversees": me.is_organizer and group.program.organizers.filter(pk=me.pk).exists(),
        "said": Said.choices,
    }
    if found:
        context |= _meetings(request, found, circle, is_member=own is not None)
    return render(request, "meeting_times/series.html", context)


@require_POST
@signed_in
def answer_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Say to all meetings at once whether one comes."""
    series = _own_series(request, pk)
    said = _said(request)
    for stretch in series.stretches.live(timezone.localdate()):
        Answer.objects.give(Asked(visitor(request), stretch), said)
    messages.success(
        request, "Noted for all meetings to come. You can still say something else about one of them."
    )
    return redirect("times:series", pk)


@require_POST
@signed_in
def answer_one(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    series, me = _own_series(request, pk), visitor(request)
    meeting = get_object_or_404(series.meetings.select_related("stretch"), pk=meeting_pk)
    if meeting.skipped or meeting.is_over:
        messages.warning(request, "This meeting does not take place any more, so there is nothing to answer.")
        return redirect("times:series", pk)
    Answer.objects.give(Asked(me, meeting.stretch, meeting), _said(request))
    if request.headers.get("HX-Request"):
        seats = Circle.of(series.group).seats
        (row,) = rows_of([meeting], seats, me.pk, me.zone or meeting.stretch.zone)
        leads = any(seat.person_id == me.pk and seat.role == Role.FACILITATOR for seat in seats)
        context = {"row": row, "group": series.group, "leads": leads, "said": Said.choices}
        return render(request, "meeting_times/_meeting.html", context)
    messages.success(request, "Thank you. Your group can see it.")
    return redirect(reverse("times:series", args=[pk]) + f"#meeting-{meeting.pk}")


def _meetings(request: HttpRequest, series: Series, circle: Circle, *, is_member: bool) -> dict[str, Any]:
    me = visitor(request)
    stretches = list(series.stretches.live(timezone.localdate()))
    last = stretches[0] if stretches else series.stretches.last()
    zone = me.zone or (last.zone if last else "UTC")
    most = shown(request)
    rows, more = coming_rows(series, circle.seats, me.pk, zone, most) if stretches else ([], False)
    return {
        "zone": city(zone),
        "is_going_on": bool(stretches),
        "rows": rows,
        "more": most + SHOWN if more and most < MOST else 0,
        "next": next((row for row in rows if not row.meeting.skipped), None),
        "phases": phases_of(stretches, me.pk, zone, is_member=is_member),
        "past": past_exceptions(series, zone),
    }


def shown(request: HttpRequest) -> int:
    """How many meetings somebody asked for."""
    asked = request.GET.get("shown", "")
    return (
        min(MOST, max(SHOWN, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 4 else SHOWN
    )


def _own_series(request: HttpRequest, pk: int) -> Series:
    """The series of a group the visitor sits in: only its members answer."""
    group: Group = reach_seen(request, pk)
    mine = Series.objects.going_on().filter(group__seats__person=visitor(request), group__seats__left_on=None)
    series: Series = get_object_or_404(mine.select_related("group__program"), group=group)
    return series


def _said(request: HttpRequest) -> Said:
    try:
        return Said(request.POST.get("said", ""))
    except ValueError as error:
        raise Http404 from error
