"""Letters: who was sent what, whether it left, and in the demo what it would have said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from minim.integrations.email.delivery import goes_nowhere
from minim.integrations.email.writing import html_of, text_of
from minim.people.models import Person
from minim.web.access import organizer_only, signed_in
from minim.web.notices.reach import letters_overseen_by, letters_seen_by
from minim.web.notices.words import STATES, in_state, kind_of
from minim.web.security import POLICY

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import HttpRequest

    from minim.notices.models import NoticeQuerySet

ON_A_PAGE = 50

INSIDE_THE_FRAME = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; "
    "sandbox"
)
"""A letter may look as it likes and do nothing at all."""


@require_safe
@signed_in
def letters(request: HttpRequest) -> HttpResponseBase:
    person = _who(request)
    if not settings.DEMO and not person.is_organizer:
        raise Http404
    state, sought = request.GET.get("state", "all"), request.GET.get("q", "").strip()[:100]
    seen = letters_seen_by(person)
    if sought:
        seen = seen.filter(recipient__in=Person.objects.matching(sought).order_by().values("pk"))
    page = _page_of(request, in_state(seen, state))
    counts = _counted(seen)
    facts = {
        "page_obj": page,
        "tabs": [(name, counts[name], name == state) for name in STATES],
        "sought": sought,
        "state": state,
        "goes_nowhere": goes_nowhere(),
        "overseen": _overseen(person, page),
    }
    return render(request, "notices/list.html", facts)


@require_safe
@signed_in
def letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What a letter says is shown in the demo only: outside it, a letter is between us and who gets it."""
    notice = _shown_whole(request, pk)
    answer = render(
        request,
        "notices/letter.html",
        {
            "letter": notice,
            "kind": kind_of(notice.kind),
            "text": text_of(notice.body),
            "goes_nowhere": goes_nowhere(),
        },
    )
    nonce = request.csp_nonce  # type: ignore[attr-defined]
    answer.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce) + "; frame-src 'self'"
    return answer


@require_safe
@xframe_options_sameorigin
@signed_in
def inside(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter's own page, for the frame around it."""
    notice = _shown_whole(request, pk)
    answer = HttpResponse(html_of(notice.subject, notice.body))
    answer.headers["Content-Security-Policy"] = INSIDE_THE_FRAME
    return answer


@require_POST
@organizer_only
def again(request: HttpRequest, pk: int) -> HttpResponseBase:
    notice = get_object_or_404(letters_overseen_by(_who(request)).select_related("recipient"), pk=pk)
    if notice.try_again():
        messages.success(request, f"The letter to {notice.recipient.name} leaves in a moment.")
    else:
        messages.info(request, f"The letter to {notice.recipient.name} is not one that was given up.")
    return redirect("notices:list")


def _shown_whole(request: HttpRequest, pk: int) -> Any:
    if not settings.DEMO:
        raise Http404
    return get_object_or_404(letters_seen_by(_who(request)).select_related("recipient"), pk=pk)


def _page_of(request: HttpRequest, seen: NoticeQuerySet) -> Page[Any]:
    page = Paginator(seen.select_related("recipient").defer("body"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    for notice in page:
        notice.said = kind_of(notice.kind)
    return page


def _overseen(person: Person, page: Page[Any]) -> set[int]:
    """Letters of this page that may be sent again: in the demo one also sees one's own."""
    here = letters_overseen_by(person).filter(pk__in=[notice.pk for notice in page])
    return set(here.order_by().values_list("pk", flat=True))


def _who(request: HttpRequest) -> Person:
    assert request.user.is_authenticated
    return request.user


def _counted(seen: NoticeQuerySet) -> dict[str, int]:
    return seen.order_by().aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=Q(sent_at=None, given_up_at=None)),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        failed=Count("pk", filter=Q(given_up_at__isnull=False)),
    )
