"""Reading the agreement, saying one's own yes, and looking at what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from minim.meetings.models import Agreement, AgreementMoved
from minim.playbook import our_agreement
from minim.web.access import signed_in, visitor
from minim.web.agreement.card import agreed_before
from minim.web.agreement.differences import difference, told
from minim.web.agreement.prose import html_of
from minim.web.agreement.reach import reach_own, reach_version

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.groups.models import Group
    from minim.people.models import Person

MOVED = "The words have changed while you were reading. Please read them again before you say yes."


@require_safe
@signed_in
def read(request: HttpRequest, pk: int) -> HttpResponse:
    group = reach_own(request, pk)
    return render(request, "agreement/read.html", facts_of(group, visitor(request)))


@require_POST
@signed_in
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    group = reach_own(request, pk)
    try:
        Agreement.objects.agree(group, visitor(request), read=request.POST.get("read", ""))
    except AgreementMoved:
        return _answer(request, group, moved=True)
    return _answer(request, group)


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    group = reach_own(request, pk)
    Agreement.objects.take_back(group, visitor(request))
    return _answer(request, group)


@require_safe
@signed_in
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    group = reach_own(request, pk)
    kept = Agreement.objects.filter(group=group).select_related("written_by").order_by("-number")
    return render(request, "agreement/versions.html", {"group": group, "versions": kept})


@require_safe
@signed_in
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version, and what changed from the one before to it."""
    shown = reach_version(request, pk, number)
    before = Agreement.objects.filter(group=shown.group, number__lt=number).order_by("-number").first()
    return render(request, "agreement/changes.html", _changes(before, shown))


@require_safe
@signed_in
def since(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What changed from this version to the one that stands."""
    before = reach_version(request, pk, number)
    now = Agreement.objects.now_of(before.group)
    return render(request, "agreement/changes.html", _changes(before, now) | {"is_since": True})


def facts_of(group: Group, person: Person) -> dict[str, Any]:
    """What the page and its fragments show: the words, what always holds, and who has said yes."""
    now = Agreement.objects.now_of(group)
    people = [seat.person for seat in group.sitting()]
    yeses = now.said_yes(people)
    mine = yeses.get(person.pk)
    return {
        "group": group,
        "now": now,
        "words": html_of(now.words),
        "always": html_of(our_agreement().always),
        "mine": mine,
        "before": 0 if mine else agreed_before(group, person),
        "rows": [(one, yeses.get(one.pk)) for one in people],
        "said": len(yeses),
    }


def _answer(request: HttpRequest, group: Group, *, moved: bool = False) -> HttpResponse:
    """The page again; to htmx the fragment, or word to load everything anew when other words stand now."""
    if not request.headers.get("HX-Request"):
        if moved:
            messages.warning(request, MOVED)
        return redirect("agreement:read", group.pk)
    facts = facts_of(group, visitor(request)) | {"moved": MOVED if moved else ""}
    answer = render(request, "agreement/_yes.html", facts, status=409 if moved else 200)
    if moved:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _changes(before: Agreement | None, shown: Agreement) -> dict[str, Any]:
    lines = difference(before.words, shown.words) if before else []
    return {
        "group": shown.group,
        "before": before,
        "shown": shown,
        "lines": lines,
        "told": told(lines),
        "words": html_of(shown.words, heading=3),
    }
