"""A letter shown within a page: it may look as it likes and do nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from minim.integrations.email.writing import html_of
from minim.web.security import POLICY

if TYPE_CHECKING:
    from django.http import HttpRequest

INSIDE = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; "
    "sandbox"
)


def framed(subject: str, body: str, stop_url: str = "") -> HttpResponse:
    """The letter's own page, for the frame around it. Its view needs `xframe_options_sameorigin`."""
    answer = HttpResponse(html_of(subject, body, stop_url))
    answer.headers["Content-Security-Policy"] = INSIDE
    return answer


def with_frame(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Let this page show one of our own pages in a frame."""
    nonce = request.csp_nonce  # type: ignore[attr-defined]
    answer.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce) + "; frame-src 'self'"
    return answer
