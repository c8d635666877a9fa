"""The page "My hours": everything somebody said about their time, each part with its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from minim.people.hours import CALENDARS, hours_of
from minim.timetable import HoursError, parse_hours
from minim.web.access import visitor
from minim.web.hours.forms import CalendarForm, DaysForm, FileForm, HoursForm, WrittenForm, host_of, zone_of
from minim.web.hours.week import days_in_a_row, week_of
from minim.web.hours.zones import offered_zones

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.people.models import BusyCalendar, Person


def hours_page(request: HttpRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The whole page. A form that is given stands there as it was filled in, with what is wrong about it."""
    person, now = visitor(request), timezone.now()
    today = now.astimezone(zone_of(person)).date()
    empty = {
        "hours_form": HoursForm(person=person),
        "written_form": WrittenForm(initial={"written": str(hours_of(person.hours))}),
        "days_form": DaysForm(zone=zone_of(person)),
        "calendar_form": CalendarForm(),
        "file_form": FileForm(),
    }
    facts = {
        "week": week_of(hours_of(person.hours)),
        "clock": now.astimezone(zone_of(person)),
        "zones": offered_zones(),
        "roster": roster_says(person),
        "is_own": bool(person.own_zone or person.own_hours),
        "is_said": bool(person.hours),
        "days": days_in_a_row(person.different_days.filter(on__gte=today)),
        "calendars": [{"row": row, "host": host_of(row.address)} for row in _calendars(person)],
        "most_calendars": CALENDARS,
        "today": today,
    }
    return render(request, "hours/mine.html", {**facts, **empty, **forms}, status=status)


def back(part: str = "") -> HttpResponse:
    """To the page, at the part where something was done."""
    return redirect(reverse("hours:mine") + (f"#{part}" if part else ""))


def roster_says(person: Person) -> dict[str, Any]:
    """Zone and hours as the roster has them, so far as they can be read."""
    try:
        hours = parse_hours(person.working_hours) if person.working_hours else None
    except HoursError:
        hours = None
    return {"zone": person.time_zone, "hours": hours}


def _calendars(person: Person) -> list[BusyCalendar]:
    ahead = Count("times", filter=Q(times__ends_at__gt=timezone.now()))
    return list(person.busy_calendars.annotate(ahead=ahead))
