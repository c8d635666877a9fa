"""What a Facilitator looks for: a clock, how often, how long, from when, and which days do not count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.http import urlencode

from minim.meetings.words import city
from minim.timetable import Rhythm, grid, holiday_on, rank_slots
from minim.timetable.judging import judge
from minim.timetable.lookahead import Lookahead
from minim.timetable.offering import offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.timetable import Cell, Member, Ranking, Slot

YEAR = 52
"""Weeks looked ahead, so that every clock change of a year is among them."""
OFFERED = 24
FINEST = 5
QUARTER = 15
QUORUM = 3
"""A group works when at least three people come."""

NONE = "none"
Turn = tuple[int, int]
"""A weekday, Monday is 0, and a minute of its day."""


@dataclass(frozen=True)
class Search:
    """`chosen` says for each country whose public holidays are left out: ("DE", "DE-BY"), or ("DE", "none")."""

    zone: str
    every_weeks: int
    minutes: int
    first_on: date
    chosen: tuple[tuple[str, str], ...]

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(region for _, region in self.chosen if region != NONE)

    @property
    def city(self) -> str:
        return city(self.zone)

    @property
    def meetings(self) -> int:
        return YEAR // self.every_weeks

    @property
    def last_on(self) -> date:
        return self.first_on + timedelta(weeks=YEAR)

    @property
    def query(self) -> str:
        """The search as an address says it."""
        wanted: dict[str, str | int] = {
            "zone": self.zone,
            "weeks": self.every_weeks,
            "minutes": self.minutes,
            "from": self.first_on.isoformat(),
        }
        return urlencode({**wanted, **{f"holidays_{country}": region for country, region in self.chosen}})

    @cached_property
    def holidays(self) -> dict[date, str]:
        """The days left out, by name."""
        days = ((self.first_on + timedelta(days=number)) for number in range(YEAR * 7 + 1))
        named = ((day, holiday) for day in days if (holiday := self._holiday(day)))
        return dict(named)

    def ranking(self, members: Sequence[Member]) -> Ranking:
        return rank_slots(
            members, zone=self.zone, minutes=self.minutes, first_on=self.first_on, every_weeks=self.every_weeks,
            meetings=self.meetings, skip=self.holidays.keys(), limit=OFFERED, quorum=QUORUM,
        )  # fmt: skip

    def week(self, members: Sequence[Member]) -> tuple[tuple[Cell, ...], ...]:
        """Every quarter hour of a week."""
        return grid(
            members, zone=self.zone, minutes=self.minutes, first_on=self.first_on, every_weeks=self.every_weeks,
            meetings=self.meetings, skip=self.holidays.keys(),
        )  # fmt: skip

    def slots(self, members: Sequence[Member], turns: Sequence[Turn]) -> list[Slot]:
        """These hours with who pays for them."""
        step = QUARTER if all(minute % QUARTER == 0 for _, minute in turns) else FINEST
        ahead = Lookahead(
            self.zone, self.minutes, self.first_on, self.every_weeks * len(turns),
            max(1, self.meetings // len(turns)), frozenset(self.holidays), step,
        )  # fmt: skip
        judged = judge(members, ahead, QUORUM)
        starts = [weekday * ahead.per_day + minute // step for weekday, minute in turns]
        return list(offer(judged, starts))

    def rhythm(self, turns: Sequence[Turn], *, changes: bool) -> Rhythm:
        """The rhythm of these hours. One that `changes` another takes its place from the very day it begins."""
        weekday, minute = turns[0]
        first = self.first_on + timedelta(days=(weekday - self.first_on.weekday()) % 7)
        begins = self.first_on if changes else first
        alone = len(turns) == 1 and begins == first
        return Rhythm(
            self.zone, begins, minute, self.minutes, self.every_weeks, None, () if alone else tuple(turns)
        )

    def _holiday(self, day: date) -> str:
        return next(filter(None, (holiday_on(region, day) for region in self.regions)), "")
