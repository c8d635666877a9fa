"""What holds for all meetings of a series: where, what invitations show, which holidays count, and the end."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render

from minim.meetings.models import SeriesRefused
from minim.timetable import place
from minim.web.access import form_page, signed_in, visitor
from minim.web.meeting_times.circle import Circle
from minim.web.meeting_times.forms import AboutForm, today_in
from minim.web.meeting_times.reach import reach_led

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from minim.meetings.models import Series


@form_page
@signed_in
def about(request: HttpRequest, pk: int) -> HttpResponse:
    series = reach_led(request, pk)
    zones = Circle.of(series.group).zones
    form = AboutForm(request.POST if request.method == "POST" else None, series=series, zones=zones)
    if request.method == "POST" and form.is_valid() and _is_kept(request, series, form):
        return redirect("times:series", pk)
    status = 422 if form.errors else 200
    return render(
        request,
        "meeting_times/about.html",
        {"group": series.group, "series": series, "form": form},
        status=status,
    )


@form_page
@signed_in
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Meet no more. What has begun today stays in everybody's calendar."""
    series = reach_led(request, pk)
    if request.method == "POST":
        series.end(last_day_after(series), by=visitor(request))
        messages.success(request, "The meetings have ended, and everybody hears of it.")
        return redirect("times:series", pk)
    return render(request, "meeting_times/end.html", {"group": series.group, "series": series})


def last_day_after(series: Series) -> date:
    """The first day without a meeting: today, or tomorrow when one of today's has begun."""
    stretch = series.stretch_now()
    zone = stretch.zone if stretch else "UTC"
    today = today_in(zone)
    midnight = datetime.combine(today, time.min, place(zone))
    begun = series.meetings.planned().filter(planned_at__gte=midnight).order_by("starts_at").first()
    return today + timedelta(days=1) if begun and begun.starts_at <= datetime.now(midnight.tzinfo) else today


def _is_kept(request: HttpRequest, series: Series, form: AboutForm) -> bool:
    said = form.cleaned_data
    try:
        series.describe(
            place=said["place"],
            shows_members=said["shows_members"],
            holidays_of=form.regions(),
            by=visitor(request),
        )
    except SeriesRefused as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Noted. Everybody's calendar hears of it.")
    return True
