"""What leaves a program once a quarter for senior leadership: one page, no names, and no number that is not safe.

Numbers of people and groups are the Organizer's own. Attendance is told of all groups together, in steps of five of a
hundred, and compared with the quarter before only where the difference is more than chance. What polls told is a word.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from statistics import mean, stdev
from typing import TYPE_CHECKING

from minim.health.facts import Facts
from minim.health.signals import Urgency, signals
from minim.pulse.bands import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ENOUGH_GROUPS = 3
FEWEST_MEETINGS = 2
STEP = 5
"""Attendance is told to so many of a hundred."""
MORE_THAN_CHANCE = 2.0
"""Standard errors."""
OUTWARD = ("no-quorum", "struggling")
"""Signals from which a group is rescued: that were there, and are there no more."""


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def after(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> Quarter:
        return Quarter.of(self.first - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.first:%B} to {self.last:%B} {self.year}"


class Change(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Told:
    """A poll question, and the word for all groups together."""

    words: str
    level: Level


@dataclass(frozen=True, slots=True)
class Report:
    """`attendance` is of a hundred, in steps; None while fewer than three groups have met often enough."""

    program: str
    quarter: Quarter
    is_over: bool
    take_part: int
    seated: int
    groups: int
    meetings: int
    attendance: int | None
    change: Change
    rescued: int | None
    value: tuple[Told, ...]
    themes: tuple[str, ...]


def until(facts: Facts, day: date) -> Facts:
    """What was known of a group on that day, as far as it tells when it happened."""
    return replace(
        facts,
        held=tuple(one for one in facts.held if one.on <= day),
        polled=tuple(one for one in facts.polled if one.on <= day),
        said=tuple(one for one in facts.said if one.on <= day),
        cancelled=tuple(one for one in facts.cancelled if one <= day),
        is_breaching=False,
        is_trained=True,
        has_time=True,
        unnoted=0,
        stopped=0,
    )


def attended(facts: Iterable[Facts], quarter: Quarter) -> list[float]:
    """The mean share of members who came, of each group that met twice or more in this quarter."""
    means = []
    for one in facts:
        shares = [held.share for held in one.held if quarter.first <= held.on <= quarter.last]
        if len(shares) >= FEWEST_MEETINGS:
            means.append(mean(shares))
    return means


def attendance(facts: Iterable[Facts], quarter: Quarter) -> int | None:
    means = attended(facts, quarter)
    return round(100 * mean(means) / STEP) * STEP if len(means) >= ENOUGH_GROUPS else None


def change(facts: Sequence[Facts], quarter: Quarter) -> Change:
    """Beside the quarter before. Groups differ, so a difference within chance is none."""
    now, before = attended(facts, quarter), attended(facts, quarter.before)
    if min(len(now), len(before)) < ENOUGH_GROUPS:
        return Change.UNKNOWN
    error = math.sqrt(stdev(now) ** 2 / len(now) + stdev(before) ** 2 / len(before))
    difference = mean(now) - mean(before)
    if abs(difference) <= max(MORE_THAN_CHANCE * error, STEP / 100):
        return Change.SAME
    return Change.UP if difference > 0 else Change.DOWN


def rescued(facts: Sequence[Facts], quarter: Quarter, today: date) -> int | None:
    """How many groups were in need at some time of this quarter, and are not at its end. None of fewer than three."""
    if len(facts) < ENOUGH_GROUPS:
        return None
    end = min(quarter.last, today)
    days = [quarter.first + timedelta(weeks=week) for week in range(13)]
    return sum(
        not _needs(one, end) and any(_needs(one, day) for day in days if one.opened_on <= day < end)
        for one in facts
    )


def meetings(facts: Iterable[Facts], quarter: Quarter) -> int:
    return sum(quarter.first <= held.on <= quarter.last for one in facts for held in one.held)


def _needs(facts: Facts, day: date) -> bool:
    found = signals(until(facts, day), day)
    return any(one.kind in OUTWARD and one.urgency == Urgency.NOW for one in found)
