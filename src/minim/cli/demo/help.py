"""How the Facilitators of Larkfield found their meetings, and one who asks Olive for help."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.cli.demo.meetings import STRUGGLES, past_meetings
from minim.groups.models import Line, Note, Thread
from minim.meetings.models import Afterword, Mood
from minim.notices.models import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.groups.models import Group
    from minim.meetings.models import Meeting
    from minim.people.models import Person

ASKED = (
    "We have been two or three of seven, four times now. I have moved the hour once and written to everybody, and it "
    "did not help.\n\nI think we need two more people, or I need to hear that it is not worth it any longer. Can you "
    "ring me before we meet again?"
)
NOTED = "Has led well before. Ask about the hour first, and whether the year has become too full."
AGO = timedelta(hours=20)


def say_how_it_was(groups: Sequence[Group], fays: Group) -> None:
    """Most were good. One group has a hard time; what Fay found of her last meeting is still to be said."""
    others = [group for group in groups if group.pk != fays.pk]
    for number, group in enumerate(others, start=1):
        past = past_meetings(group)
        moods = [Mood.GOOD] * len(past)
        if number == STRUGGLES:
            moods[-3:] = [Mood.HARD, Mood.HARD, Mood.HELP][-len(past) :]
        _say(past, moods)
    _say(past_meetings(fays)[:-1], [Mood.GOOD, Mood.HARD, Mood.GOOD, Mood.GOOD])


def ask_for_help(groups: Sequence[Group], fays: Group, olive: Person) -> None:
    """It waits for Olive since yesterday."""
    group = [one for one in groups if one.pk != fays.pk][STRUGGLES - 1]
    then = timezone.now() - AGO
    thread = Thread.objects.ask(group, ASKED, by=group.sitting()[0].person)
    Thread.objects.filter(pk=thread.pk).update(begun_at=then, moved_at=then)
    Line.objects.filter(thread=thread).update(written_at=then)
    Notice.objects.filter(kind="help").update(sent_at=then, created_at=then, due_at=then)
    Note.objects.create(group=group, author=olive, text=NOTED, written_at=then - timedelta(days=9))


def _say(past: Sequence[Meeting], moods: Sequence[Mood]) -> None:
    for meeting, mood in zip(past, moods, strict=False):
        Afterword.objects.say(meeting, mood)
        Afterword.objects.filter(meeting=meeting).update(said_at=meeting.ends_at + timedelta(minutes=5))
