"""Meetings as the series page lists them: when on the reader's clock, what became of them, who comes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from minim.meetings.models import Answer, Said
from minim.meetings.words import day_words, moment_words, rhythm_words
from minim.timetable import place
from minim.web.meeting_times.circle import short_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from minim.groups.models import Seat
    from minim.meetings.models import Meeting, Series, Stretch

Answers = dict[int, dict[int, Said]]
"""What each person said, by meeting."""

PAST = 12
COMING, PERHAPS, AWAY = Said.ACCEPTED, Said.TENTATIVE, Said.DECLINED


@dataclass(frozen=True)
class Coming:
    """Names of those who come, perhaps come, cannot, and have not said."""

    yes: tuple[str, ...]
    perhaps: tuple[str, ...]
    no: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One meeting on the reader's clock. `coming` is None for whoever is not of the group; `said` is their answer."""

    meeting: Meeting
    starts: datetime
    words: str
    was: str
    coming: Coming | None
    said: str

    @property
    def iso(self) -> str:
        return self.starts.isoformat()

    @property
    def day(self) -> str:
        return day_words(self.starts)

    @property
    def time(self) -> str:
        ends = self.starts + timedelta(minutes=self.meeting.minutes)
        return f"{self.starts:%H:%M}–{ends:%H:%M}"

    @property
    def month(self) -> str:
        return f"{self.starts:%b}"

    @property
    def number(self) -> int:
        return self.starts.day

    @property
    def can_answer(self) -> bool:
        return self.coming is not None and not self.meeting.skipped and not self.meeting.is_over


@dataclass(frozen=True)
class Phase:
    """A stretch in words: how often and when, from which day on when it has not begun."""

    words: str
    from_on: str
    clock: str
    own_answer: str
    is_new: bool


def coming_rows(
    series: Series, seats: Sequence[Seat], reader: int, zone: str, most: int
) -> tuple[list[Row], bool]:
    """The next meetings, and whether there are more."""
    found = list(series.meetings.coming().select_related("stretch")[: most + 1])
    return rows_of(found[:most], seats, reader, zone), len(found) > most


def past_exceptions(series: Series, zone: str) -> list[Row]:
    """Meetings that took place at another time than planned, or not at all, the latest first."""
    unlike = Q(skipped=True) | ~Q(starts_at=F("planned_at")) | ~Q(minutes=F("stretch__minutes"))
    past = series.meetings.filter(unlike, starts_at__lte=timezone.now())
    latest = past.select_related("stretch").order_by("-starts_at", "-pk")[:PAST]
    return [_row(meeting, zone, None, "") for meeting in latest]


def rows_of(meetings: Sequence[Meeting], seats: Sequence[Seat], reader: int, zone: str) -> list[Row]:
    """Whoever does not sit in the group sees no answers, and none are read for them."""
    if reader not in {seat.person_id for seat in seats}:
        return [_row(meeting, zone, None, "") for meeting in meetings]
    answers, names = answers_to(meetings), short_names(seat.person for seat in seats)
    return [
        _row(meeting, zone, _coming(answers[meeting.pk], names), answers[meeting.pk].get(reader, ""))
        for meeting in meetings
    ]


def answers_to(meetings: Iterable[Meeting]) -> Answers:
    """Who said what about each meeting: about this one, else about all of them."""
    meetings = list(meetings)
    general: dict[int, dict[int, Said]] = defaultdict(dict)
    single: dict[int, dict[int, Said]] = defaultdict(dict)
    about = Q(meeting__in=meetings) | Q(meeting=None, stretch__in={one.stretch_id for one in meetings})
    for answer in Answer.objects.filter(about):
        where = general[answer.stretch_id] if answer.meeting_id is None else single[answer.meeting_id]
        where[answer.person_id] = Said(answer.said)
    return {one.pk: {**general[one.stretch_id], **single[one.pk]} for one in meetings}


def phases_of(stretches: Sequence[Stretch], reader: int, zone: str, *, is_member: bool) -> list[Phase]:
    """The rhythms a series has and will have."""
    mine: dict[int, str] = {}
    if is_member:
        said = Answer.objects.filter(person=reader, stretch__in=stretches, meeting=None)
        mine = dict(said.values_list("stretch", "said"))
    today = timezone.localdate()
    return [
        Phase(
            rhythm_words(stretch.rhythm, zone),
            day_words(stretch.first_on),
            "" if zone == stretch.zone else f"{rhythm_words(stretch.rhythm, stretch.zone)}",
            mine.get(stretch.pk, ""),
            stretch.first_on > today,
        )
        for stretch in stretches
    ]


def _row(meeting: Meeting, zone: str, coming: Coming | None, said: str) -> Row:
    was = moment_words(meeting.planned_at, zone) if meeting.starts_at != meeting.planned_at else ""
    starts = meeting.starts_at.astimezone(place(zone))
    return Row(meeting, starts, moment_words(starts, zone), was, coming, said)


def _coming(said: Mapping[int, Said], names: Mapping[int, str]) -> Coming:
    def who(wanted: Said | None) -> tuple[str, ...]:
        return tuple(name for key, name in names.items() if said.get(key) == wanted)

    return Coming(who(COMING), who(PERHAPS), who(AWAY), who(None))
