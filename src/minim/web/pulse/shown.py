"""How bands are shown: a word, a sign, a tone, and small pictures of how they changed. Nothing is finer than a band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.pulse.bands import Level
from minim.pulse.reading import histories, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from minim.groups.models import Group
    from minim.pulse.reading import History, Told

SHOWN = 8
"""So many rounds, at most, are put side by side."""
STEP, TOP, HEIGHT = 22, 8, 40
ROW = {Level.WELL: 0, Level.MIXED: 1, Level.STRUGGLING: 2}


@dataclass(frozen=True)
class Look:
    word: str
    sentence: str
    icon: str
    tone: str


LOOKS = {
    Level.WELL: Look("Well", "This group is doing well", "circle-check", "good"),
    Level.MIXED: Look("Mixed", "Mixed", "circle-dot", "warn"),
    Level.STRUGGLING: Look("Struggling", "Struggling", "triangle-alert", "bad"),
    Level.NOT_ENOUGH: Look("Not told", "Not enough answers to say safely", "circle-slash", ""),
}
PASSED_OVER = Look("Not told", "Passed over: its members had changed", "circle-slash", "")
UNTOLD = Look("Not told", "Nothing has been told yet", "circle-slash", "")


@dataclass(frozen=True)
class Mark:
    """One round of a line. `x` and `y` are its place in the picture; a gap has no `y`."""

    number: int
    closed_at: datetime | None
    look: Look
    x: int
    y: int | None


@dataclass(frozen=True)
class Line:
    """One question, or all of them, over the rounds of a series."""

    slug: str
    words: str
    marks: tuple[Mark, ...]

    @property
    def look(self) -> Look:
        return self.marks[-1].look

    @property
    def before(self) -> Look | None:
        return self.marks[-2].look if len(self.marks) > 1 else None

    @property
    def change(self) -> str:
        """How it was the time before, in a word."""
        if self.before is None or self.before == self.look:
            return "As before"
        return f"{self.before.word} before"

    @property
    def width(self) -> int:
        return STEP * max(len(self.marks), 1)

    @property
    def strokes(self) -> list[str]:
        """Lines between rounds that follow each other; what was not told leaves a gap."""
        runs: list[list[str]] = [[]]
        for mark in self.marks:
            if mark.y is None:
                runs.append([])
            else:
                runs[-1].append(f"{mark.x},{mark.y}")
        return [" ".join(run) for run in runs if len(run) > 1]

    @property
    def said(self) -> str:
        """The picture in words."""
        return ", then ".join(mark.look.word.lower() for mark in self.marks)


@dataclass(frozen=True)
class Card:
    """What is told of one group."""

    group: Group
    history: History
    all: Line
    lines: tuple[Line, ...]

    @property
    def look(self) -> Look:
        last = self.history.last
        if last is None:
            return UNTOLD
        return PASSED_OVER if last.is_paused else self.all.look

    @property
    def rounds(self) -> Sequence[Told]:
        return self.history.rounds[-SHOWN:]

    @property
    def is_told(self) -> bool:
        return any(mark.y is not None for mark in self.all.marks)


def cards_of(groups: Iterable[Group]) -> list[Card]:
    """In two questions to the database, however many groups."""
    every = list(groups)
    found = histories(group.pk for group in every)
    return [card_of(group, found[group.pk]) for group in every]


def card_of(group: Group, history: History) -> Card:
    rounds = history.rounds[-SHOWN:]
    words = words_of(rounds)
    asked = rounds[-1].round.slugs if rounds else []
    lines = tuple(_line(slug, words[slug], [(told, _level(told, slug)) for told in rounds]) for slug in asked)
    return Card(group, history, _line("all", "All in all", [(told, told.overall) for told in rounds]), lines)


def _level(told: Told, slug: str) -> Level:
    return told.levels.get(slug, Level.NOT_ENOUGH)


def _line(slug: str, words: str, told: Sequence[tuple[Told, Level]]) -> Line:
    return Line(slug, words, tuple(_mark(place, one, level) for place, (one, level) in enumerate(told)))


def _mark(place: int, told: Told, level: Level) -> Mark:
    x, row = STEP * place + STEP // 2, ROW.get(level)
    y = None if row is None else TOP + row * (HEIGHT - 2 * TOP) // 2
    look = PASSED_OVER if told.is_paused else LOOKS[level]
    return Mark(told.round.number, told.round.closed_at, look, x, y)
