"""What every page knows: where one is, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from minim.web.demo.doors import DOORS

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Place:
    label: str
    icon: str
    href: str
    current: bool


ORGANIZER_PLACES = (
    ("Home", "house", "home"),
    ("People", "users", "roster:people"),
    ("Program", "sprout", "programs:list"),
    ("Groups", "circle-dot", "groups:list"),
    ("Letters", "mail", "notices:list"),
)
WITHIN = {"programs:list": ("assignments:list", "rollout:begin")}
"""Drafts and plans have addresses of their own, and belong to a program."""
MEMBER_PLACES = (("Home", "house", "home"), ("My group", "circle-dot", "groups:list"))

RECIPIENT_PLACES = (("Reports", "inbox", "serious:inbox"),)


def place(request: HttpRequest) -> dict[str, Any]:
    """`nav` (list of Place), `person`, `demo`, and the demo's `doors`."""
    user = getattr(request, "user", None)  # missing on pages about requests that were refused early
    person = user if user is not None and user.is_authenticated else None
    return {
        "nav": _places(request, person),
        "person": person,
        "demo": settings.DEMO,
        "doors": DOORS if settings.DEMO else (),
    }


def _places(request: HttpRequest, person: Any) -> list[Place]:
    if person is None:
        return []
    offered: tuple[tuple[str, str, str], ...] = ORGANIZER_PLACES if person.is_organizer else MEMBER_PLACES
    offered += RECIPIENT_PLACES if person.is_people_ops else ()
    return [Place(label, icon, reverse(name), _is_here(request.path, name)) for label, icon, name in offered]


def _is_here(path: str, name: str) -> bool:
    if name == "home":
        return path == reverse(name)
    return any(path.startswith(reverse(within)) for within in (name, *WITHIN.get(name, ())))
