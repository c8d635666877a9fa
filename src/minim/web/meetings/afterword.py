"""How a meeting was: one tap of whoever led it, seen by the Organizer and by no member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from minim.meetings.afterword import may_be_said
from minim.meetings.models import Afterword, Mood
from minim.meetings.words import day_words
from minim.timetable import place
from minim.web.access import signed_in, visitor
from minim.web.meetings.forms import AfterwordForm
from minim.web.meetings.reach import reach_led

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from minim.meetings.models import Meeting

TOO_LATE = "How a meeting was can be said from its end on, for two weeks, by whoever led the group then."
THANKS = {
    Mood.GOOD: "Good to hear. Your Organizer sees it.",
    Mood.HARD: "Thank you for saying so. Your Organizer sees that it was hard, and nothing else.",
    Mood.HELP: "Your Organizer sees that you would like help. Say here what would help you, whenever you like.",
}
ICONS = {Mood.GOOD: "thumbs-up", Mood.HARD: "scale", Mood.HELP: "life-buoy"}


@dataclass(frozen=True)
class AfterwordCard:
    """`said` is "" until it was said."""

    meeting: Meeting
    day: str
    said: str
    choices: list[tuple[str, str, str]]


@require_POST
@signed_in
def say(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    meeting = reach_led(request, pk, meeting_pk)
    form = AfterwordForm(request.POST)
    if not form.is_valid():
        raise Http404
    if not may_be_said(meeting, visitor(request)):
        messages.warning(request, TOO_LATE)
        return redirect("meetings:one", pk, meeting_pk)
    word = Mood(form.cleaned_data["word"])
    Afterword.objects.say(meeting, word)
    messages.success(request, THANKS[word])
    if word == Mood.HELP:
        return redirect("help:ask", pk)
    return (
        redirect("groups:detail", pk)
        if "from_group" in request.POST
        else redirect("meetings:one", pk, meeting_pk)
    )


def afterword_card(meeting: Meeting) -> AfterwordCard:
    said = Afterword.objects.filter(meeting=meeting).values_list("word", flat=True).first() or ""
    there = min(meeting.starts_at, meeting.closed_at or meeting.starts_at)
    day = day_words(there.astimezone(place(meeting.stretch.zone)))
    return AfterwordCard(meeting, day, said, [(one.value, one.label, ICONS[one]) for one in Mood])
