"""Reaching the inbox: people who receive reports, and of the reports only those sealed to them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.http import Http404
from django.shortcuts import get_object_or_404

from minim.reports.models import Report
from minim.web.access import signed_in, visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

P = ParamSpec("P")

if TYPE_CHECKING:
    View = Callable[Concatenate[HttpRequest, P], HttpResponse]
    Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def recipients_only(view: View[P]) -> Guarded[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not visitor(request).is_people_ops:
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def reach(request: HttpRequest, pk: int) -> Report:
    report: Report = get_object_or_404(Report.objects.sealed_to(visitor(request)), pk=pk)
    return report
