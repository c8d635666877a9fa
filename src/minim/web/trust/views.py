"""The trust page: what minim promises, what was tried against it, and what it cannot promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from minim.web.access import signed_in
from minim.web.serious.shown import holders
from minim.web.trust.attacks import POLL, REPORT, ROOM, WHO_SITS
from minim.web.trust.table import COLUMNS, ROWS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    facts = {
        "columns": COLUMNS,
        "rows": [(row, list(zip(COLUMNS, row.cells, strict=True))) for row in ROWS],
        "trials": (ROOM, POLL, REPORT, WHO_SITS),
        "holders": holders(),
    }
    return render(request, "trust/page.html", facts)
