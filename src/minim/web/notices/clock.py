"""Pages on the clock of whoever reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone

from minim.web.access import visitor
from minim.web.hours.forms import zone_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def render_there(
    request: HttpRequest, template: str, facts: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render with every instant in the reader's own zone, and `zone` to say so."""
    zone = zone_of(visitor(request))
    with timezone.override(zone):
        return render(request, template, {**facts, "zone": str(zone)}, status=status)
