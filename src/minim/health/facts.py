"""What is known above a group about how it fares. Nothing here says who: numbers of people, days, bands, one tap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from minim.meetings.afterword import Mood
from minim.meetings.attendance import QUORUM
from minim.pulse.bands import Level

if TYPE_CHECKING:
    from datetime import date

FIRST_MEETINGS = 3
"""Groups settle into their ways in so many meetings."""


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place: of `seats` people `came` were there. `number` counts from the group's first."""

    on: date
    number: int
    came: int
    seats: int

    @property
    def is_quorate(self) -> bool:
        return self.came >= QUORUM

    @property
    def share(self) -> float:
        return min(1.0, self.came / self.seats) if self.seats else 0.0


@dataclass(frozen=True, slots=True)
class Polled:
    """What a round told of this group, in one word."""

    on: date
    level: Level


@dataclass(frozen=True, slots=True)
class Said:
    on: date
    word: Mood


@dataclass(frozen=True, slots=True)
class Facts:
    """One group. Lists run from the oldest to the newest.

    `cancelled` are meetings that people called off, not holidays. Of the last `unnoted` planned ones nobody noted who
    came. `stopped` is how many members missed the last three that were held.
    """

    group: int
    name: str
    program: int
    opened_on: date
    size: int
    facilitator: int | None = None
    facilitator_name: str = ""
    led_since: date | None = None
    is_trained: bool = True
    is_breaching: bool = False
    has_time: bool = True
    held: tuple[Held, ...] = ()
    cancelled: tuple[date, ...] = ()
    unnoted: int = 0
    polled: tuple[Polled, ...] = ()
    said: tuple[Said, ...] = ()
    stopped: int = 0

    def of_last(self, meetings: int) -> Facts:
        """The same, with no more than so many meetings."""
        return replace(self, held=self.held[-meetings:])

    @property
    def is_young(self) -> bool:
        """Within the meetings that set the pattern."""
        return not self.held or self.held[-1].number <= FIRST_MEETINGS

    @property
    def attendance(self) -> float | None:
        """The mean share of members who came lately; None before the first meeting."""
        lately = self.held[-LATELY:]
        return sum(one.share for one in lately) / len(lately) if lately else None


LATELY = 4
"""Meetings that stand for how a group fares now."""
