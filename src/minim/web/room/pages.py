"""The page of a room. What is said never passes through it: the browser fetches it sealed, and opens it itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from minim.meetings.format import next_format
from minim.meetings.meeting import DOORS_OPEN
from minim.playbook import aids, care, questions
from minim.web.access import signed_in, visitor
from minim.web.room.reach import reach_meeting

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from minim.meetings.models import Meeting, Room

USES = ("solve", "empathy", "deeper")


@require_safe
@signed_in
def room(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    meeting = reach_meeting(request, pk, meeting_pk)
    opened: Room | None = getattr(meeting, "room", None)
    if meeting.is_closed and opened is None and "again" not in request.GET:
        return redirect("meetings:one", pk, meeting_pk)
    context = {"group": meeting.series.group, "meeting": meeting, "facts": _facts(request, meeting, opened)}
    return render(request, "room/room.html", context)


def _facts(request: HttpRequest, meeting: Meeting, opened: Room | None) -> dict[str, Any]:
    """What the page needs to know and does not change while the room is open."""
    group, number = meeting.series.group, meeting.number()
    began_at = _began_at(meeting, opened)
    help_now, following = care(number), meeting.following()
    return {
        "me": visitor(request).pk,
        "group": {"id": group.pk, "name": group.name, "url": reverse("groups:detail", args=[group.pk])},
        "meeting": {
            "id": meeting.pk,
            "number": number,
            "starts": _ms(began_at),
            "ends": _ms(began_at + timedelta(minutes=meeting.minutes)),
            "minutes": meeting.minutes,
            "next": _ms(following.starts_at) if following else None,
        },
        "format": opened.plan if opened else next_format(group).to_json(),
        **helps(),
        "care": {"title": help_now.title, "words": help_now.words} if help_now else None,
        "urls": {
            "base": reverse("room:room", args=[group.pk, meeting.pk]),
            "agreement": reverse("agreement:read", args=[group.pk]),
            "after": reverse("meetings:one", args=[group.pk, meeting.pk]),
            "serious": reverse("serious:tell"),
            "guides": reverse("guides:list"),
        },
        "csrf": get_token(request),
        "again": "again" in request.GET,
    }


def helps() -> dict[str, Any]:
    """What lies ready for whoever leads."""
    return {
        "aids": [
            {"slug": aid.slug, "name": aid.name, "see": aid.see, "do": aid.do, "say": aid.say}
            for aid in aids()
        ],
        "questions": {use: [question.words for question in questions(use)] for use in USES},
    }


def _began_at(meeting: Meeting, opened: Room | None) -> datetime:
    """When the group meets: as planned, or when whoever leads opened the room early."""
    came_at = opened.opened_at if opened else timezone.now()
    return came_at if came_at < meeting.starts_at - DOORS_OPEN else meeting.starts_at


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
