"""The page "Something serious?", and the one request that carries a sealed report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from minim.reports.arriving import read_report
from minim.reports.models import ENOUGH, Report, ReportRefused, recipients
from minim.reports.tickets import is_good, ticket
from minim.web.access import signed_in
from minim.web.serious.bare import bare, taken
from minim.web.serious.gate import reports
from minim.web.serious.shown import holders, readers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@signed_in
def tell(request: HttpRequest) -> HttpResponse:
    them = holders()
    facts = {
        "holders": them,
        "readers": readers_of(them),
        "people": recipients(),
        "is_ready": len(them) >= ENOUGH,
        "ticket": ticket(),
        "day": timezone.localdate().isoformat(),
    }
    return render(request, "serious/tell.html", facts)


@bare
def send(request: HttpRequest, data: Any) -> HttpResponse:
    """Keep a sealed report. Nothing else is written: no session, no log line, no count."""
    if not is_good(data.get("ticket") if isinstance(data, dict) else None):
        raise ReportRefused("ticket")
    sealed = read_report(data.get("report"))
    if not reports.lets_through():
        raise ReportRefused("many")
    Report.objects.take(sealed)
    return taken()
