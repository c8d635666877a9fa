"""What recipients see. Everything is opened in their browser; the server hands over what it cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from minim.reports.arriving import read_key, read_word
from minim.reports.models import Key, Report
from minim.web.access import visitor
from minim.web.security import describe_device
from minim.web.serious.bare import answered, taken
from minim.web.serious.reach import reach, recipients_only
from minim.web.serious.shown import holders, report_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@recipients_only
def inbox(request: HttpRequest) -> HttpResponse:
    me = visitor(request)
    reports = Report.objects.sealed_to(me).prefetch_related("words", "wraps__key")
    facts = {
        "mine": Key.objects.standing().filter(person=me).order_by("made_on", "mark"),
        "others": [one for one in holders() if one.person != me],
        "reports": [report_for(report, me) for report in reports],
    }
    return render(request, "serious/inbox.html", facts)


@require_safe
@recipients_only
def one(request: HttpRequest, pk: int) -> HttpResponse:
    report = reach(request, pk)
    whose = {str(one.person.pk): one.person.name for one in holders()}
    facts = {
        "report": report,
        "sealed": report_for(report, visitor(request)),
        "also": sorted({whose[person] for person, _ in report.readers if person in whose}),
        "day": timezone.localdate().isoformat(),
    }
    return render(request, "serious/one.html", facts)


@require_POST
@recipients_only
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    report = reach(request, pk)
    return answered(request, lambda _, data: _say(report, data))


@require_POST
@recipients_only
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    report = reach(request, pk)
    if "again" in request.POST:
        report.open_again()
    else:
        report.settle()
    return redirect("serious:one", pk)


@require_POST
@recipients_only
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    reach(request, pk).delete()
    messages.success(request, "The report is gone, and all that was said about it here.")
    return redirect("serious:inbox")


@require_POST
@recipients_only
def keep_key(request: HttpRequest) -> HttpResponse:
    return answered(request, _keep)


@require_POST
@recipients_only
def remove_key(request: HttpRequest, mark: str) -> HttpResponse:
    key = get_object_or_404(Key.objects.filter(person=visitor(request)), pk=mark)
    key.delete()
    messages.success(request, f"{key.device} opens nothing any more, and new reports are not sealed to it.")
    return redirect("serious:inbox")


def _say(report: Report, data: Any) -> HttpResponse:
    report.say(read_word(data), from_reporter=False)
    return taken()


def _keep(request: HttpRequest, data: Any) -> HttpResponse:
    device = describe_device(request.headers.get("User-Agent", ""))
    Key.objects.keep(read_key(data), of=visitor(request), device=device)
    return taken()
