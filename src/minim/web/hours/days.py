"""Days that differ: away, or other hours than usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from minim.people.models import DifferentDay
from minim.web.access import signed_in, visitor
from minim.web.hours.forms import DaysForm, zone_of
from minim.web.hours.shown import back, hours_page

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse


@require_POST
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    person = visitor(request)
    form = DaysForm(request.POST, zone=zone_of(person))
    if not form.is_valid():
        return hours_page(request, status=422, days_form=form)
    hours, days = form.hours(), form.days()
    with transaction.atomic():
        person.different_days.filter(on__lt=form.today).delete()
        DifferentDay.objects.bulk_create(
            [DifferentDay(person=person, on=day, hours=hours) for day in days],
            update_conflicts=True,
            unique_fields=["person", "on"],
            update_fields=["hours"],
        )
    messages.success(request, "Noted. No meeting will be looked for in that time.")
    return back("days")


@require_POST
@signed_in
def remove(request: HttpRequest) -> HttpResponse:
    """These days are as usual again. Days nobody wrote, or that are no days, change nothing."""
    first, last = (_day(request.POST.get(name, "")) for name in ("first", "last"))
    if first and last:
        visitor(request).different_days.filter(on__range=(first, last)).delete()
        messages.success(request, "These days are as usual again.")
    return back("days")


def _day(written: str) -> date | None:
    try:
        return parse_date(written)
    except ValueError:
        return None
