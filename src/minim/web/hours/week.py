"""Hours as one sees them: a bar per weekday, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from minim.people.hours import hours_of
from minim.timetable.hours import DAY_NAMES, clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from minim.people.models import DifferentDay
    from minim.timetable import Span, WorkingHours


@dataclass(frozen=True, slots=True)
class Bar:
    """Minutes since midnight, and how many."""

    start: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    words: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row that differ in the same way."""

    first: date
    last: date
    words: str

    @property
    def is_one(self) -> bool:
        return self.first == self.last


def week_of(hours: WorkingHours) -> list[Day]:
    return [
        Day(name, words_of(spans), tuple(Bar(span.start, span.end - span.start) for span in spans))
        for name, spans in zip(DAY_NAMES, hours.days, strict=True)
    ]


def words_of(spans: Sequence[Span]) -> str:
    """ "09:00–12:00, 13:00–17:30", or "free"."""
    return ", ".join(f"{clock(span.start)}–{clock(span.end)}" for span in spans) or "free"


def days_in_a_row(days: Iterable[DifferentDay]) -> list[Days]:
    """Days, in order, joined where they follow each other and say the same."""
    numbered = list(enumerate(days))
    runs = groupby(numbered, key=lambda item: (item[1].on.toordinal() - item[0], item[1].hours))
    return [_joined([day for _, day in run]) for _, run in runs]


def _joined(run: list[DifferentDay]) -> Days:
    first, last = run[0], run[-1]
    words = "away" if first.is_off else words_of(hours_of(first.hours).days[first.on.weekday()])
    return Days(first.on, last.on, words)
