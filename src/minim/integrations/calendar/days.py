"""Which days a repetition falls on (the table of RFC 5545, 3.3.10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Days:
    """What every BY part about days asks for; an empty one asks for nothing. Negative numbers count from the end.

    `weekdays` are pairs of which one (0 for each) and weekday (0 is Monday); the first part counts within the month
    when `nth_of_month`, else within the year, and not at all unless `heed_nth`.
    """

    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    week_begins: int = 0
    nth_of_month: bool = False
    heed_nth: bool = False

    def started(self, frequency: str, first: date) -> Days:
        """With what a rule leaves unsaid taken from its first day."""
        if self.weeks or self.year_days or self.month_days or self.weekdays:
            return self
        if frequency == "YEARLY":
            return replace(self, months=self.months or (first.month,), month_days=(first.day,))
        if frequency == "MONTHLY":
            return replace(self, month_days=(first.day,))
        if frequency == "WEEKLY":
            return replace(self, weekdays=((0, first.weekday()),))
        return self

    def hold(self, day: date) -> bool:
        return (
            (not self.months or day.month in self.months)
            and (not self.weekdays or self._holds_weekday(day))
            and (
                not self.month_days
                or _either_way(day.day, days_in_month(day.year, day.month), self.month_days)
            )
            and (
                not self.year_days or _either_way(_day_of_year(day), _days_in_year(day.year), self.year_days)
            )
            and (not self.weeks or _either_way(*_week(day, self.week_begins), self.weeks))
        )

    def _holds_weekday(self, day: date) -> bool:
        weekday = day.weekday()
        asked = [nth for nth, wanted in self.weekdays if wanted == weekday]
        if not asked or 0 in asked or not self.heed_nth:
            return bool(asked)
        place, size = (
            (day.day, days_in_month(day.year, day.month))
            if self.nth_of_month
            else (_day_of_year(day), _days_in_year(day.year))
        )
        return (place - 1) // 7 + 1 in asked or -((size - place) // 7 + 1) in asked


@lru_cache(maxsize=4096)
def days_in_month(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def _either_way(place: int, size: int, asked: tuple[int, ...]) -> bool:
    return place in asked or place - size - 1 in asked


def _day_of_year(day: date) -> int:
    return day.timetuple().tm_yday


def _days_in_year(year: int) -> int:
    return 365 + (days_in_month(year, 2) == 29)


def _week(day: date, begins: int) -> tuple[int, int]:
    """The number of a day's week, and how many weeks its year has. The first week has at least four days."""
    fourth = day + timedelta(days=3 - (day.weekday() - begins) % 7)
    last = date(fourth.year, 12, 28)
    last_fourth = last + timedelta(days=3 - (last.weekday() - begins) % 7)
    return (_day_of_year(fourth) - 1) // 7 + 1, (_day_of_year(last_fourth) - 1) // 7 + 1
