"""Hours a group is offered, with who pays for them and who cannot come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from minim.timetable.hours import clock
from minim.timetable.judging import Judged
from minim.timetable.prices import Price
from minim.timetable.series import instant
from minim.timetable.zones import place

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_WORDS = {
    Price.EARLY: "early for {name}, {local}",
    Price.LATE: "late for {name}, {local}",
    Price.LUNCH: "over lunch for {name}, {local}",
    Price.FRIDAY: "Friday afternoon for {name}, {local}",
    Price.OUTSIDE: "outside the hours of {name}, {local}",
    Price.BUSY: "{name} is not free",
}


@dataclass(frozen=True, slots=True)
class Payment:
    """What an hour costs one member: why, their clock at the first such meeting, and at how many of those looked at.

    `first_on` is that meeting's day in the group's zone. `str` says it in words.
    """

    key: int
    price: Price
    local: str
    meetings: int
    name: str
    first_on: date
    looked_at: int

    def __str__(self) -> str:
        said = _WORDS[self.price].format(name=self.name, local=self.local)
        if self.meetings == self.looked_at:
            return said
        return f"{said}, at {self.meetings} of {self.looked_at} meetings, first on {day_name(self.first_on)}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekday (0 is Monday) and minute on the clock of `zone`.

    `payments` are those of members who can come, `absences` tell why the `missing` cannot. `points` are what one
    meeting costs the group on average. `first_on` is the first of `meetings` looked at. `from_week_bits`: the rule by
    which groups are formed finds this hour too.
    """

    weekday: int
    minute: int
    zone: str
    payments: tuple[Payment, ...]
    missing: tuple[int, ...]
    points: float
    from_week_bits: bool
    absences: tuple[Payment, ...]
    first_on: date
    meetings: int
    places: tuple[tuple[int, str], ...]

    @property
    def fits_all(self) -> bool:
        """Whether nobody is missing."""
        return not self.missing

    @property
    def name(self) -> str:
        """The hour as one says it: "Tuesday 15:00"."""
        return f"{WEEKDAYS[self.weekday]} {clock(self.minute)}"

    @property
    def breaks_on(self) -> date | None:
        """The first day on which this hour is outside the hours of somebody who otherwise can come; None when never."""
        return min((one.first_on for one in self.payments if one.price is Price.OUTSIDE), default=None)

    @property
    def holds(self) -> bool:
        """Whether everybody can come whatever the clocks do, days off and busy times aside."""
        return self.fits_all and self.breaks_on is None

    @property
    def local_times(self) -> Mapping[int, str]:
        """Each member's clock at the first meeting: key → "Tue 07:30"."""
        return self.local_times_on(self.first_on)

    def local_times_on(self, day: date) -> Mapping[int, str]:
        """Each member's clock at the meeting of that day in the group's zone: key → "Tue 07:30"."""
        start, _ = instant(day, self.minute, self.zone)
        return {key: f"{start.astimezone(place(zone)):%a %H:%M}" for key, zone in self.places}


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hours everyone can make, best first; where none holds, `quorum`: all but few can, fewest missing first.

    `advice` is empty or says in a few sentences why nothing fits, and the way out. `looked_at` is the number of
    meetings each hour was judged by, skipped days included.
    """

    slots: tuple[Slot, ...]
    quorum: tuple[Slot, ...]
    advice: str
    looked_at: int
    judged: Judged | None = field(default=None, repr=False, compare=False)


def day_name(day: date) -> str:
    """A day as one says it: "9 March"."""
    return f"{day.day} {day:%B}"
