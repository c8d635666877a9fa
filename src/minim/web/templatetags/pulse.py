"""What a page brings along while a poll is open: what a member's browser needs to have its ballot signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse

from minim.pulse.models import Part

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.inclusion_tag("pulse/_open.html", takes_context=True)
def pulse_open(context: Context) -> dict[str, Any]:
    """The same for everybody who is asked, whether they have answered or not: the server does not know."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return {}
    polls = [
        {"round": part.round_id, "group": part.group_id, "modulus": part.modulus}
        for part in Part.objects.asking(user)
    ]
    if not polls:
        return {}
    facts = {"person": user.pk, "to": reverse("pulse:sign"), "token": get_token(request), "polls": polls}
    return {"facts": facts, "request": request}
