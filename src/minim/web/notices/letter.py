"""One letter, in the demo only: outside it, what a letter says is between us and who gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from minim.integrations.email.delivery import goes_nowhere
from minim.integrations.email.writing import text_of
from minim.notices.kinds import KINDS
from minim.web.access import signed_in, visitor
from minim.web.notices.clock import render_there
from minim.web.notices.frames import framed, with_frame
from minim.web.notices.reach import letters_seen_by
from minim.web.notices.reasons import reason_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.notices.models import Notice


@require_safe
@signed_in
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    notice = _shown_whole(request, pk)
    facts = {
        "letter": notice,
        "kind": KINDS[notice.kind].title if notice.kind in KINDS else notice.kind,
        "reason": reason_of(notice.last_error),
        "text": text_of(notice.body),
        "goes_nowhere": goes_nowhere(),
    }
    return with_frame(request, render_there(request, "notices/letter.html", facts))


@require_safe
@xframe_options_sameorigin
@signed_in
def inside(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter's own page, for the frame around it."""
    notice = _shown_whole(request, pk)
    return framed(notice.subject, notice.body)


def _shown_whole(request: HttpRequest, pk: int) -> Notice:
    if not settings.DEMO:
        raise Http404
    found: Notice = get_object_or_404(letters_seen_by(visitor(request)).select_related("recipient"), pk=pk)
    return found
