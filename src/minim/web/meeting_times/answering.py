"""Answering by the link of a letter, without signing in. Looking answers nothing: mail scanners follow links too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from minim.meetings.events import TITLE
from minim.meetings.models import Answer, Said
from minim.meetings.words import moment_words, rhythm_words
from minim.web.access import form_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.meetings.answers import Asked


@form_page
def answer(request: HttpRequest, token: str) -> HttpResponse:
    asked = Answer.objects.asked(token)
    if asked is None or not _lies_ahead(asked):
        return render(request, "meeting_times/answer_over.html", status=404)
    said = Said(request.POST["said"]) if request.POST.get("said") in Said.values else None
    if request.method == "POST" and said:
        Answer.objects.give(asked, said)
    context = {
        "title": TITLE,
        "words": _words(asked),
        "is_one": asked.meeting is not None,
        "answered": said,
        "forgot": request.method == "POST" and said is None,
        "choices": Said.choices,
    }
    return render(request, "meeting_times/answer.html", context, status=422 if context["forgot"] else 200)


def _lies_ahead(asked: Asked) -> bool:
    """Whether there is anything left to come to."""
    if asked.meeting:
        return not asked.meeting.skipped and not asked.meeting.is_over
    until, series = asked.stretch.until, asked.stretch.series
    return series.ended_on is None and (until is None or until >= timezone.localdate())


def _words(asked: Asked) -> str:
    """When it is, on the reader's own clock."""
    zone = asked.person.zone or asked.stretch.zone
    if asked.meeting:
        return moment_words(asked.meeting.starts_at, zone)
    words = rhythm_words(asked.stretch.rhythm, zone)
    return words[0].upper() + words[1:]
