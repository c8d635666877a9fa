"""The formats of a group: all of them, and one as a script to lead by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from minim.groups.models import Role
from minim.meetings.format import minutes_of
from minim.web.access import signed_in, visitor
from minim.web.formats.reach import all_of, one_of, reach_read

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from minim.groups.models import Group


@require_safe
@signed_in
def formats(request: HttpRequest, pk: int) -> HttpResponse:
    group = reach_read(request, pk)
    found = all_of(group)
    context = {
        "own": [shown for shown in found if shown.own],
        "ours": [shown for shown in found if not shown.own],
        "next": next(shown for shown in found if shown.is_next),
        **_about(request, group),
    }
    return render(request, "formats/list.html", context)


@require_safe
@signed_in
def one(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    group = reach_read(request, pk)
    context = {"shown": one_of(group, which), **_about(request, group)}
    return render(request, "formats/one.html", context)


def _about(request: HttpRequest, group: Group) -> dict[str, Any]:
    led_by = group.seats.current().filter(role=Role.FACILITATOR).select_related("person").first()
    facilitator = led_by.person if led_by else None
    return {
        "group": group,
        "minutes": minutes_of(group),
        "facilitator": facilitator,
        "leads": facilitator == visitor(request),
    }
