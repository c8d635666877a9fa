"""Hours as cards: the same hour on several days in one, everybody's clock beside it, and who pays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from minim.meetings.words import city
from minim.timetable import Price
from minim.timetable.hours import DAY_NAMES, clock
from minim.timetable.slots import day_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from minim.timetable import Payment, Rotation, Slot

PRICES = {
    Price.EARLY: ("early", "sun"),
    Price.LATE: ("late", "moon"),
    Price.LUNCH: ("over lunch", "clock"),
    Price.FRIDAY: ("Friday afternoon", "calendar-days"),
    Price.OUTSIDE: ("outside their hours", "circle-slash"),
    Price.BUSY: ("not free", "ban"),
}
TENTHS = 10
"""Hours paid for about equally often are alike."""


@dataclass(frozen=True)
class Cost:
    """What an hour costs somebody, and at which meetings when not at all of them: "early", "from 9 March"."""

    words: str
    icon: str
    when: str


@dataclass(frozen=True)
class Guest:
    """Somebody of the group at an hour."""

    name: str
    misses: bool
    costs: tuple[Cost, ...]


@dataclass(frozen=True)
class Local:
    """Those whose clocks show the same time in the same place."""

    time: str
    day: str
    city: str
    guests: tuple[Guest, ...]

    @property
    def shared(self) -> tuple[Cost, ...]:
        """What it costs each of several alike, said once."""
        first = self.guests[0].costs
        alike = len(self.guests) > 1 and all(guest.costs == first for guest in self.guests)
        return first if alike else ()


@dataclass(frozen=True)
class Day:
    """A weekday on which an hour is offered; `slot` is how addresses say it."""

    name: str
    full: str
    slot: str


@dataclass(frozen=True)
class Offer:
    """An hour on one or several days."""

    time: str
    days: tuple[Day, ...]
    can: int
    of: int
    locals: tuple[Local, ...]
    first_on: date
    breaks_on: date | None

    @property
    def fits_at_first(self) -> bool:
        """Whether it fits all until some day."""
        return self.breaks_on is not None and self.breaks_on > self.first_on

    @property
    def fits_all(self) -> bool:
        return self.can == self.of

    @property
    def is_free(self) -> bool:
        """Whether nobody pays anything."""
        return self.fits_all and not any(guest.costs for local in self.locals for guest in local.guests)


@dataclass(frozen=True)
class Turns:
    """Hours that take turns; `slots` is how addresses say them."""

    offers: tuple[Offer, ...]
    slots: str


def offers_of(slots: Sequence[Slot], names: Mapping[int, str]) -> list[Offer]:
    """Cards in the order of the best hour in each."""
    alike: dict[object, list[Slot]] = {}
    for slot in slots:
        alike.setdefault(_likeness(slot), []).append(slot)
    return [_offer(sorted(same, key=lambda slot: slot.weekday), names) for same in alike.values()]


def turns_of(rotations: Iterable[Rotation], names: Mapping[int, str]) -> list[Turns]:
    found = []
    for rotation in rotations:
        slots = "&".join(f"slot={slot.weekday}-{slot.minute}" for slot in rotation.slots)
        found.append(Turns(tuple(_offer([slot], names) for slot in rotation.slots), slots))
    return found


def costs_of(slots: Iterable[Slot]) -> list[str]:
    """Who pays for these hours, in sentences; those alike in one."""
    alike: dict[object, list[Payment]] = {}
    for slot in slots:
        for one in (*slot.absences, *slot.payments):
            alone = one.key if one.price is Price.BUSY else None
            alike.setdefault((one.price, one.local, one.meetings, one.first_on, alone), []).append(one)
    return [str(replace(same[0], name=_and([one.name for one in same]))) for same in alike.values()]


def locals_of(slot: Slot, names: Mapping[int, str]) -> tuple[Local, ...]:
    """Everybody's clock at an hour, from the earliest in the day to the latest."""
    guests = {key: _guest(slot, key, names[key]) for key in slot.local_times}
    clocks = dict(slot.local_times)
    zones = dict(slot.places)
    own_day = DAY_NAMES[slot.weekday]

    def where(key: int) -> tuple[bool, str, str]:
        day, time = clocks[key].split()
        return day != own_day, time, city(zones[key])

    found = []
    for (_, time, there), keys in groupby(sorted(clocks, key=lambda key: (where(key), names[key])), where):
        at = list(keys)
        day = clocks[at[0]].split()[0]
        found.append(Local(time, "" if day == own_day else day, there, tuple(guests[key] for key in at)))
    return tuple(found)


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _offer(slots: Sequence[Slot], names: Mapping[int, str]) -> Offer:
    slot = slots[0]
    days = tuple(Day(DAY_NAMES[one.weekday], one.name, f"{one.weekday}-{one.minute}") for one in slots)
    total = len(slot.places)
    can, clocks = total - len(slot.missing), locals_of(slot, names)
    return Offer(clock(slot.minute), days, can, total, clocks, slot.first_on, slot.breaks_on)


def _guest(slot: Slot, key: int, name: str) -> Guest:
    misses = key in slot.missing
    payments = slot.absences if misses else slot.payments
    return Guest(name, misses, tuple(_cost(one, slot) for one in payments if one.key == key))


def _cost(payment: Payment, slot: Slot) -> Cost:
    words, icon = PRICES[payment.price]
    if payment.meetings == payment.looked_at:
        return Cost(words, icon, "")
    if payment.price is Price.OUTSIDE and payment.first_on > slot.first_on:
        return Cost(words, icon, f"from {day_name(payment.first_on)}")
    return Cost(words, icon, f"at {payment.meetings} of {payment.looked_at}")


def _likeness(slot: Slot) -> object:
    """Equal for hours that mean the same to everybody, whatever their day."""
    clocks = tuple(sorted((key, time.split()[1]) for key, time in slot.local_times.items()))
    prices = frozenset(
        (one.key, one.price, one.meetings * TENTHS // one.looked_at)
        for one in (*slot.payments, *slot.absences)
    )
    return slot.minute, slot.missing, clocks, prices
