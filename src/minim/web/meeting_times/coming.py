"""The next meeting of a group, for the pages on which it is one thing among others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.meetings.models import Meeting
from minim.meetings.words import moment_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minim.people.models import Person


@dataclass(frozen=True)
class Next:
    pk: int
    words: str
    place: str


def next_meetings(groups: Iterable[int], reader: Person) -> dict[int, Next]:
    """For each of these groups (by key) that meets again: when, on the reader's clock. One query."""
    coming = Meeting.objects.planned().filter(
        series__group__in=list(groups), series__ended_on=None, starts_at__gt=timezone.now()
    )
    found: dict[int, Next] = {}
    for meeting in coming.select_related("series", "stretch").order_by("-starts_at", "-pk"):
        words = moment_words(meeting.starts_at, reader.zone or meeting.stretch.zone)
        found[meeting.series.group_id] = Next(meeting.pk, words, meeting.series.place)
    return found
