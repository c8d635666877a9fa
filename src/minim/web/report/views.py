"""The leadership report: what one sees here is all that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from minim.health.report import Change, Quarter
from minim.pulse.bands import Level
from minim.web.access import organizer_only
from minim.web.program.reach import reach
from minim.web.report.made import quarters, report_of
from minim.web.report.paper import printed

if TYPE_CHECKING:
    from django.http import HttpRequest

WORDS = {
    Level.WELL: "Most say yes",
    Level.MIXED: "Some do, some do not",
    Level.STRUGGLING: "Most say no",
    Level.NOT_ENOUGH: "Not enough answers to say safely",
}
CHANGES = {
    Change.UP: "More than in the quarter before, and more than chance would explain.",
    Change.DOWN: "Fewer than in the quarter before, and more than chance would explain.",
    Change.SAME: "About as in the quarter before.",
    Change.UNKNOWN: "",
}


@require_safe
@organizer_only
def report(request: HttpRequest, pk: int) -> HttpResponse:
    program = reach(request, pk)
    known = quarters(program)
    wanted = request.GET.get("quarter", "")
    chosen = next((one for one in known if _name(one) == wanted), known[0])
    made = report_of(program, chosen)
    context = {
        "program": program,
        "report": made,
        "change": CHANGES[made.change],
        "value": [(one.words, WORDS[one.level]) for one in made.value],
        "quarters": [(_name(one), str(one), one == chosen) for one in known],
        "chosen": chosen,
    }
    return render(request, "report/report.html", context)


@require_safe
@organizer_only
def paper(request: HttpRequest, pk: int, year: int, number: int) -> HttpResponse:
    """The same, as one page of PDF."""
    program = reach(request, pk)
    chosen = next((one for one in quarters(program) if (one.year, one.number) == (year, number)), None)
    if chosen is None:
        raise Http404
    made = report_of(program, chosen)
    value = [(one.words, WORDS[one.level]) for one in made.value]
    answer = HttpResponse(
        printed(made, CHANGES[made.change], value, timezone.localdate()), content_type="application/pdf"
    )
    name = f"{slugify(program.name) or 'program'}-{year}-{number}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _name(quarter: Quarter) -> str:
    return f"{quarter.year}-{quarter.number}"
