"""Following up with a receipt: reading answers and writing more. Whoever has the words needs no sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from minim.reports.arriving import read_lookup, read_word
from minim.reports.models import Report, ReportRefused
from minim.web.serious.bare import bare, taken
from minim.web.serious.gate import words
from minim.web.serious.shown import words_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    return render(request, "serious/receipt.html")


@bare
def read(request: HttpRequest, data: Any) -> HttpResponse:
    report = _found(data)
    return taken(
        receipt=report.receipt,
        day=report.day.isoformat(),
        settled=report.settled_on is not None,
        readable=report.is_readable(),
        words=words_of(report),
    )


@bare
def write(request: HttpRequest, data: Any) -> HttpResponse:
    report, word = _found(data), read_word(data)
    if not words.lets_through():
        raise ReportRefused("many")
    report.say(word, from_reporter=True)
    return taken()


def _found(data: Any) -> Report:
    report = Report.objects.of_receipt(read_lookup(data))
    if report is None:
        raise ReportRefused("nothing")
    return report
