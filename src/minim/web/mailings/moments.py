"""Every moment at which a program turns to people, in order: what leaves by itself, and what an Organizer sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from minim.notices.kinds import KINDS, REMINDER, TO_MANY
from minim.notices.models import Wording
from minim.playbook import letters_to_many
from minim.rollout.models import Mailing
from minim.web.access import organizer_only, visitor
from minim.web.mailings.answers import tallies
from minim.web.notices.clock import render_there
from minim.web.program.reach import reach

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.programs.models import Program

MOMENTS = (
    *("announcement", "invitation", "invitation-to-lead", "seated", "facilitating", "meeting-set"),
    *("kick-off", "before-the-first-meeting", REMINDER, "poll-open", "retrospective", "thanks"),
)


@require_safe
@organizer_only
def moments(request: HttpRequest, pk: int) -> HttpResponse:
    program = reach(request, pk)
    rows = _rows(program)
    unwritten = (row["kind"] for row in rows if row["is_to_many"] and not row["mailings"])
    facts = {"program": program, "rows": rows, "next": next(unwritten, None), "tallies": tallies(program)}
    return render_there(request, "mailings/moments.html", facts)


@require_POST
@organizer_only
def begin(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    program = reach(request, pk)
    if kind not in TO_MANY:
        raise Http404
    mailing = Mailing.objects.begin(program, kind, visitor(request))
    return redirect("mailings:mailing", pk, mailing.pk)


def _rows(program: Program) -> list[dict[str, Any]]:
    written: dict[str, list[Mailing]] = {kind: [] for kind in TO_MANY}
    for mailing in Mailing.objects.filter(program=program).defer("body"):
        written[mailing.kind].append(mailing)
    changed = set(Wording.objects.values_list("kind", flat=True))
    return [
        {
            "kind": KINDS[name],
            "is_to_many": name in TO_MANY,
            "moment": letters_to_many()[name].moment if name in TO_MANY else KINDS[name].says_when,
            "mailings": written.get(name, []),
            "is_changed": name in changed,
        }
        for name in MOMENTS
    ]
