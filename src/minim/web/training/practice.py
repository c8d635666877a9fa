"""The practice room: the room itself, with a server played in the browser and people we invented.

Nothing of it reaches the server but the page, and in the end that the module is done.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from minim.playbook import care
from minim.playbook.practice import MINUTES, practice_format, practice_lines, practice_people
from minim.playbook.training import PRACTICE
from minim.web.access import signed_in, visitor
from minim.web.room.pages import helps

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NUMBERS = 1 << 52
"""Above every key of a person there is: in the browser the invented stand beside whoever practices."""


@require_safe
@signed_in
def room(request: HttpRequest) -> HttpResponse:
    return render(request, "training/room.html", {"facts": _facts(request)})


def _facts(request: HttpRequest) -> dict[str, Any]:
    """As the page of a room has them, and the play."""
    person, began_at, first = visitor(request), timezone.now(), care(1)
    back = reverse("training:module", args=[PRACTICE])
    return {
        "me": person.pk,
        "group": {"id": 0, "name": "Practice", "url": back},
        "meeting": {
            "id": 0,
            "number": 1,
            "starts": round(began_at.timestamp() * 1000),
            "ends": round((began_at + timedelta(minutes=MINUTES)).timestamp() * 1000),
            "minutes": MINUTES,
            "next": None,
        },
        "format": practice_format().to_json(),
        **helps(),
        "care": {"title": first.title, "words": first.words} if first else None,
        "urls": {
            "base": "",
            "agreement": reverse("guides:list"),
            "after": back,
            "serious": reverse("serious:tell"),
            "done": reverse("training:done", args=[PRACTICE]),
        },
        "csrf": get_token(request),
        "again": False,
        "practice": {"me": person.name, "people": _people(), "lines": _lines()},
    }


def _people() -> list[dict[str, Any]]:
    return [
        {
            "id": NUMBERS + one.number,
            "name": one.name,
            "topics": one.topics,
            "action": one.action,
            "late": one.is_late,
        }
        for one in practice_people()
    ]


def _lines() -> list[dict[str, Any]]:
    return [
        {
            "when": line.when,
            "after": line.after,
            "who": NUMBERS + line.who if line.who else None,
            "says": line.says,
            "coach": line.coach,
            "rants": line.rants,
        }
        for line in practice_lines()
    ]
