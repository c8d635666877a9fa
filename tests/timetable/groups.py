"""Groups of people for the tests of hours, at random and by name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from hypothesis import strategies as st

from minim.timetable import DEFAULT_HOURS, Availability, Interval, Member, clock_changes, parse_hours
from tests.timetable.test_hours import spans, weeks

ZONES = sorted(available_timezones())
LIVELY = (
    *(
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
    ),
    *(
        "America/Santiago",
        "Pacific/Chatham",
        "Asia/Tehran",
        "Europe/Dublin",
        "America/St_Johns",
        "Asia/Beirut",
    ),
)
CHANGES = sorted({change.on for change in clock_changes(LIVELY, date(2018, 1, 1), date(2031, 12, 31))})
NIGHTS = ("Mon-Sun 0-24", "Mon-Sun 0-2:30, 2:45-24", "Fri-Mon 1-3, 4-23", "Mon-Sun 0:40-2, 2-3, 20-24")
USUAL = (
    *(
        "Mon-Fri 8-18",
        "Mon-Fri 9:10-17:25",
        "Mon-Fri 6-22",
        "Mon-Thu 8-12, 13-19",
        "Sun-Thu 7-20",
        "Mon-Sun 0-24",
    ),
    *NIGHTS,
)

zones = st.one_of(st.sampled_from(LIVELY), st.sampled_from(ZONES))
hours = st.one_of(st.sampled_from(USUAL).map(parse_hours), weeks)
days = st.one_of(
    st.dates(date(2018, 1, 1), date(2031, 12, 31)),
    st.tuples(st.sampled_from(CHANGES), st.integers(0, 20)).map(
        lambda drawn: drawn[0] - timedelta(days=drawn[1])
    ),
)
"""Any day, and often one shortly before some clock changes."""


@dataclass(frozen=True)
class Asked:
    """What hours are asked for."""

    zone: str
    minutes: int
    first_on: date
    every_weeks: int
    meetings: int
    skip: Collection[date]

    def words(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def days(self, weekday: int) -> list[date]:
        first = next(
            day for later in range(7) if (day := self.first_on + timedelta(days=later)).weekday() == weekday
        )
        every = timedelta(weeks=self.every_weeks)
        planned = [first + every * number for number in range(self.meetings)]
        return [day for day in planned if day not in self.skip]


@st.composite
def askings(draw: st.DrawFn, most: int = 14) -> Asked:
    first_on = draw(days)
    skip = draw(st.sets(st.integers(0, 60).map(lambda later: first_on + timedelta(days=later)), max_size=4))
    minutes = draw(st.sampled_from((15, 30, 50, 60, 90, 125)))
    return Asked(draw(zones), minutes, first_on, draw(st.integers(1, 3)), draw(st.integers(1, most)), skip)


@st.composite
def members(draw: st.DrawFn, asked: Asked, key: int, *, plain: bool = False) -> Member:
    paid = 0.0 if plain else draw(st.sampled_from((0.0, 0.0, 3.0, 12.5)))
    who = Availability(draw(hours), draw(zones))
    if not plain:
        later = st.integers(-1, 40).map(lambda more: asked.first_on + timedelta(days=more))
        off = draw(st.dictionaries(later, st.lists(spans, max_size=1).map(tuple), max_size=4))
        who = Availability(who.hours, who.zone, off, tuple(draw(st.lists(busy_times(asked), max_size=4))))
    return Member(key, f"Person {key}", who, paid)


@st.composite
def busy_times(draw: st.DrawFn, asked: Asked) -> Interval:
    begin = datetime.combine(asked.first_on, datetime.min.time(), tzinfo=UTC)
    start = begin + timedelta(minutes=15 * draw(st.integers(0, 20 * 96)))
    return Interval(start, start + timedelta(minutes=draw(st.sampled_from((1, 15, 45, 60, 600, 1440)))))


@st.composite
def groups(draw: st.DrawFn, *, plain: bool = False, most: int = 5) -> tuple[Asked, list[Member]]:
    asked = draw(askings())
    size = draw(st.integers(1, most))
    return asked, [draw(members(asked, key, plain=plain)) for key in range(size)]


def member(key: int, name: str, zone: str, written: str = "", **more: Any) -> Member:
    """Somebody by name, with the usual hours unless written."""
    away = {name: more.pop(name) for name in ("exceptions", "busy") if name in more}
    return Member(
        key, name, Availability(parse_hours(written) if written else DEFAULT_HOURS, zone, **away), **more
    )
