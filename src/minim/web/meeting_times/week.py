"""The week at a glance: for each hour of each day how many can, and how many pay for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from minim.timetable.hours import clock
from minim.timetable.slots import WEEKDAYS
from minim.web.meeting_times.search import QUORUM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.timetable import Cell

PER_HOUR = 4
QUARTER = 15
WORKDAYS = 5
AROUND = 1
"""Hours shown before and after those in which enough people can."""
USUAL_HOURS = range(9, 17)
NEARLY = 2
"""As many may be missing while nearly all can."""


@dataclass(frozen=True)
class Spot:
    """The best start within an hour of a day. `slot` is how addresses say it.

    `kind` is "free" when all can and nobody pays, "paid" when all can, "part" when they can for part of the year,
    "top" when as many can as ever can, "most" when enough can, else "few" or "none".
    """

    day: str
    time: str
    slot: str
    can: int
    of: int
    paying: int
    kind: str

    @property
    def late(self) -> str:
        """ ":30" when it begins within the hour."""
        return "" if self.time.endswith(":00") else self.time[2:]

    @property
    def label(self) -> str:
        who = f"all {self.of} can" if self.can == self.of else f"{self.can} of {self.of} can"
        who += " for part of the year" if self.kind == "part" else ""
        pays = {0: "", 1: ", one pays"}.get(self.paying, f", {self.paying} pay")
        return f"{self.day} {self.time}: {who}{pays}"


@dataclass(frozen=True)
class Hour:
    name: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Week:
    """`top` is how many can at the best hours."""

    days: tuple[str, ...]
    hours: tuple[Hour, ...]
    top: int

    @property
    def kinds(self) -> set[str]:
        return {spot.kind for hour in self.hours for spot in hour.spots}


def week_of(cells: Sequence[Sequence[Cell]], people: int) -> Week:
    """Hours from the first to the last in which nearly all can, else enough people; days on which they can."""
    spots = [[_spot(day, hour, row, people) for hour in range(24)] for day, row in enumerate(cells)]
    days = [day for day in range(7) if day < WORKDAYS or any(map(_counts, spots[day]))]
    hours = _hours(spots, days, max(QUORUM, people - NEARLY)) or _hours(spots, days, min(QUORUM, people))
    hours = hours or list(USUAL_HOURS)
    shown = range(max(0, hours[0] - AROUND), min(24, hours[-1] + 1 + AROUND))
    top = max(spot.can for day in days for spot in spots[day])
    return Week(
        tuple(WEEKDAYS[day] for day in days),
        tuple(Hour(f"{hour:02}", tuple(_marked(spots[day][hour], top) for day in days)) for hour in shown),
        top,
    )


def _hours(spots: list[list[Spot]], days: list[int], enough: int) -> list[int]:
    """The hours in which enough people can on some day."""
    return [hour for hour in range(24) if any(0 < enough <= spots[day][hour].can for day in days)]


def _marked(spot: Spot, top: int) -> Spot:
    return replace(spot, kind="top") if spot.kind == "most" and spot.can == top else spot


def _counts(spot: Spot) -> bool:
    return spot.can >= min(QUORUM, spot.of) and spot.kind != "none"


def _spot(day: int, hour: int, row: Sequence[Cell], people: int) -> Spot:
    starts = range(hour * PER_HOUR, (hour + 1) * PER_HOUR)
    offered = [at for at in starts if row[at].offered]
    best = min(offered or starts, key=lambda at: (row[at].missing, row[at].points, at % PER_HOUR, at))
    minute, cell = best * QUARTER, row[best]
    can = people - cell.missing if offered else 0
    return Spot(WEEKDAYS[day], clock(minute), f"{day}-{minute}", can, people, cell.paying, _kind(cell, can))


def _kind(cell: Cell, can: int) -> str:
    if not can:
        return "none"
    if not cell.missing and cell.breaks_on:
        return "part"
    if not cell.missing:
        return "paid" if cell.paying else "free"
    return "most" if can >= QUORUM else "few"
