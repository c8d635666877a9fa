"""What people answered to their invitations. For the Organizers of the program, and for nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.views.decorators.http import require_safe

from minim.people.models import Person
from minim.programs.invitations import Part, Said
from minim.web.access import organizer_only
from minim.web.notices.clock import render_there
from minim.web.program.reach import page_of, reach, sought

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.programs.models import Program

SILENT = "silent"
NAMES = {**{said.value: said.label for said in Said}, SILENT: "No answer yet"}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many gave which answer, in the order of NAMES."""

    part: Part
    asked: int
    counts: list[tuple[str, str, int]]


@require_safe
@organizer_only
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    program, q = reach(request, pk), sought(request)
    part = Part.LEAD if request.GET.get("part") == Part.LEAD else Part.TAKE_PART
    said = request.GET.get("said", "")
    rows = program.invitations.filter(part=part).select_related("person").order_by("person__name", "pk")
    if said in NAMES:
        rows = rows.filter(said="" if said == SILENT else said)
    if q:
        rows = rows.filter(person__in=Person.objects.matching(q).order_by().values("pk"))
    facts = {
        "program": program,
        "part": part,
        "parts": [(one, one.label, one == part) for one in Part],
        "said": said if said in NAMES else "",
        "q": q,
        "tally": tally_of(program, part),
        "page_obj": page_of(request, rows),
    }
    return render_there(request, "mailings/answers.html", facts)


def tallies(program: Program) -> list[Tally]:
    """Of each part for which anybody was asked."""
    return [tally for tally in (tally_of(program, part) for part in Part) if tally.asked]


def tally_of(program: Program, part: Part) -> Tally:
    counts = {name: Count("pk", filter=Q(said="" if name == SILENT else name)) for name in NAMES}
    named = {name.replace("-", "_"): count for name, count in counts.items()}
    found = program.invitations.filter(part=part).aggregate(asked=Count("pk"), **named)
    return Tally(
        part, found["asked"], [(name, label, found[name.replace("-", "_")]) for name, label in NAMES.items()]
    )
