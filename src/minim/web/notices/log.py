"""The log: who was sent what kind of letter, and what became of it. Never what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from minim.integrations.email.delivery import goes_nowhere
from minim.notices.kinds import KINDS
from minim.notices.models import Sending, State
from minim.notices.states import condition
from minim.people.models import Person
from minim.web.access import organizer_only, signed_in, visitor
from minim.web.notices.clock import render_there
from minim.web.notices.reach import (
    LISTED_KINDS,
    letters_overseen_by,
    letters_seen_by,
    people_overseen_by,
)
from minim.web.notices.reasons import reason_of
from minim.web.notices.returned import unreachable_for, write_again

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from minim.notices.models import NoticeQuerySet

ON_A_PAGE = 50
ALL = "all"
ALWAYS_SHOWN = (ALL, State.WAITING, State.SENT)


@require_safe
@signed_in
def letters(request: HttpRequest) -> HttpResponseBase:
    person = visitor(request)
    if not settings.DEMO and not person.is_organizer:
        raise Http404
    state, kind, sought = _asked(request)
    seen = letters_seen_by(person)
    if sought:
        seen = seen.filter(recipient__in=Person.objects.matching(sought).order_by().values("pk"))
    if kind:
        seen = seen.filter(kind=kind)
    page = _page_of(request, seen.in_state(State(state)) if state != ALL else seen)
    facts = {
        "page_obj": page,
        "tabs": _tabs(seen, state),
        "sought": sought,
        "state": state,
        "kind": kind,
        "kinds": LISTED_KINDS,
        "goes_nowhere": goes_nowhere(),
        "is_paused": Sending.objects.now().is_paused,
        "overseen": _overseen(person, page),
        "unreachable": unreachable_for(person),
    }
    return render_there(request, "notices/list.html", facts)


@require_POST
@organizer_only
def again(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(letters_overseen_by(visitor(request)).select_related("recipient"), pk=pk)
    if notice.try_again():
        messages.success(request, f"The letter to {notice.recipient.name} leaves in a moment.")
    else:
        messages.info(
            request, f"The letter to {notice.recipient.name} is not one that was given up or came back."
        )
    return redirect("notices:list")


@require_POST
@organizer_only
def mended(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's address works again."""
    person = get_object_or_404(people_overseen_by(visitor(request)), pk=pk)
    if write_again(visitor(request), person):
        messages.success(request, f"Good. From now on we write to {person.name} again.")
    else:
        messages.info(request, f"No letter to {person.name} was lost.")
    return redirect("notices:list")


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    state, kind = request.GET.get("state", ALL), request.GET.get("kind", "")
    sought = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    return state if state in State.values else ALL, kind if kind in KINDS else "", sought


def _page_of(request: HttpRequest, seen: NoticeQuerySet) -> Page[Any]:
    rows = seen.select_related("recipient").defer("body", "calendar")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    for notice in page:
        notice.said = KINDS[notice.kind].title if notice.kind in KINDS else notice.kind
        notice.reason = reason_of(notice.last_error)
        notice.is_lost = notice.state in (State.BOUNCED, State.FAILED)
    return page


def _tabs(seen: NoticeQuerySet, chosen: str) -> list[dict[str, Any]]:
    """All, and the states in which there is something; how many letters are in each."""
    counts = {state.name: Count("pk", filter=condition(state)) for state in State}
    found = seen.order_by().aggregate(ALL=Count("pk"), **counts)
    named = [(ALL, "All", found["ALL"]), *((state.value, state.label, found[state.name]) for state in State)]
    return [
        {"state": state, "label": label, "count": count, "is_here": state == chosen}
        for state, label, count in named
        if count or state == chosen or state in ALWAYS_SHOWN
    ]


def _overseen(person: Person, page: Page[Any]) -> set[int]:
    """Letters of this page that may be sent again: in the demo one also sees one's own."""
    here = letters_overseen_by(person).filter(pk__in=[notice.pk for notice in page])
    return set(here.order_by().values_list("pk", flat=True))
