"""Guides to read: all of them by role, one's own first, with a search; and each on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minim.playbook import guide_after, guides
from minim.web.access import signed_in, visitor
from minim.web.guides.prose import contents_of, html_of
from minim.web.guides.reader import reader_of
from minim.web.guides.searching import LONGEST, search
from minim.web.guides.shelves import LABELS, shelves

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@signed_in
def guides_page(request: HttpRequest) -> HttpResponse:
    reader = reader_of(visitor(request))
    q = " ".join(request.GET.get("q", "").split())[:LONGEST]
    shown = {"q": q, "shelves": shelves(reader), "found": search(q, reader.roles) if q else ()}
    return render(request, "guides/list.html", shown)


@require_safe
@signed_in
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    guide = guides().get(slug)
    if guide is None:
        raise Http404
    shown = {
        "guide": guide,
        "label": LABELS[guide.role],
        "text": html_of(guide, reader_of(visitor(request))),
        "contents": contents_of(guide),
        "see_also": [guides()[other] for other in guide.see_also],
        "next_guide": guide_after(guide),
    }
    return render(request, "guides/guide.html", shown)
