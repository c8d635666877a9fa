"""Formats as pages show them: each step with its minutes on the clock and its part of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from minim.playbook import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minim.meetings.models import OwnFormat
    from minim.playbook import Format, Step

KINDS = {
    Kind.ROUND: ("Round", "A round, one after the other"),
    Kind.AGREEMENT: ("Agreement", "The working agreement"),
    Kind.GATHER: ("Topics", "Everybody writes topics"),
    Kind.CHOOSE: ("Dots", "Dots on topics"),
    Kind.TOPIC: ("Work", "Topic after topic"),
    Kind.COMMIT: ("Action items", "Action items, with a day"),
    Kind.CLOSE: ("Close", "A word each, and the end"),
    Kind.TALK: ("Talk", "Only the clock, and what to do"),
}
"""Every kind of step in a word, and in a few."""


@dataclass(frozen=True)
class Timed:
    """A step within a meeting. `begins` and `ends` are minutes from its start."""

    step: Step
    begins: int
    ends: int

    @property
    def clock(self) -> str:
        """ "0:08–0:12"."""
        return f"{self.begins // 60}:{self.begins % 60:02}–{self.ends // 60}:{self.ends % 60:02}"

    @property
    def kind(self) -> str:
        return KINDS[self.step.kind][0]


@dataclass(frozen=True)
class Shown:
    """One format of a group. `which` is its place in addresses; `fits` is what to do when it does not fit."""

    which: str
    format: Format
    own: OwnFormat | None
    is_next: bool
    fits: str

    @property
    def steps(self) -> list[Timed]:
        return timed(self.format.steps)


def timed(steps: Iterable[Step]) -> list[Timed]:
    steps = list(steps)
    ends = accumulate(step.minutes for step in steps)
    return [Timed(step, end - step.minutes, end) for step, end in zip(steps, ends, strict=True)]
