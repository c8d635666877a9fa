"""A whole group against every start of the week: who cannot come, what it costs whom, and how dear that is in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from minim.timetable.availability import Availability
from minim.timetable.hours import HoursError
from minim.timetable.lookahead import Days, Lookahead, laid_out
from minim.timetable.prices import EDGE
from minim.timetable.standing import Marks, Standing, standing

Costs = NDArray[np.float64]

DOUBLES_AFTER = 10.0
"""Whoever carried so many points more than the least burdened counts double."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the group. `paid` are the points of unpopular hours carried so far (see `carried`).

    Without someone who is `needed`, such as the Facilitator, a group does not meet.
    """

    key: int
    name: str
    availability: Availability
    paid: float = 0.0
    needed: bool = False

    @property
    def city(self) -> str:
        """The last part of the zone's name, as one says it: "New York"."""
        return self.availability.zone.rsplit("/", 1)[-1].replace("_", " ")


@dataclass(frozen=True)
class Judged:
    """Arrays over (member, start); members are in order of their keys, so that their order never matters."""

    members: tuple[Member, ...]
    ahead: Lookahead
    quorum: int

    @cached_property
    def days(self) -> Days:
        """The meetings looked at."""
        return laid_out(self.ahead)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Each member's standing."""
        return tuple(standing(member.availability, self.ahead) for member in self.members)

    @cached_property
    def out(self) -> Marks:
        """Who cannot make which start."""
        return np.stack([one.out for one in self.standings])

    @cached_property
    def missing(self) -> NDArray[np.int64]:
        """How many cannot make each start."""
        found: NDArray[np.int64] = self.out.sum(axis=0)
        return found

    @cached_property
    def offered(self) -> Marks:
        """The starts that have any meeting at all, once skipped days are left out."""
        found: Marks = self.days.count > 0
        return found

    @cached_property
    def fitting(self) -> Marks:
        """The starts everybody can make."""
        found: Marks = self.offered & (self.missing == 0)
        return found

    @cached_property
    def nearly(self) -> Marks:
        """The starts some cannot make, but enough people can, and everybody who is needed."""
        needed = np.array([member.needed for member in self.members])
        enough = len(self.members) - self.missing >= max(1, self.quorum)
        found: Marks = self.offered & (self.missing > 0) & enough & ~self.out[needed].any(axis=0)
        return found

    @cached_property
    def closest(self) -> Marks:
        """The starts everybody can make; where there are none, those of `nearly` that fewest cannot."""
        if self.fitting.any() or not self.nearly.any():
            return self.fitting
        found: Marks = self.nearly & (self.missing == self.missing[self.nearly].min())
        return found

    @cached_property
    def shares(self) -> Costs:
        """Points of one meeting, on average over all looked at."""
        return np.stack([one.share for one in self.standings])

    @cached_property
    def loads(self) -> Costs:
        """The shares, weighed by what people carried before."""
        paid = np.array([member.paid for member in self.members])
        weights = 1 + (paid - paid.min()) / DOUBLES_AFTER
        found: Costs = self.shares * weights[:, None]
        return found

    @cached_property
    def points(self) -> Costs:
        """What each start costs: everybody's load, and the heaviest once more, since sharing is fairer than sparing."""
        found: Costs = np.round(self.loads.sum(axis=0) + self.loads.max(axis=0), 6)
        return found

    def ranked(self, among: Marks) -> NDArray[np.int64]:
        """These starts, best first: fewest missing, fewest points, furthest from the edges of people's days."""
        starts = np.flatnonzero(among)
        edges = sum(one.counts[EDGE, starts] for one in self.standings) / np.maximum(
            self.days.count[starts], 1
        )
        minute = starts % self.ahead.per_day * self.ahead.step
        odd = (minute % 60 > 0).astype(int) + (minute % 30 > 0) + (minute % 15 > 0)
        keys = (starts, odd, np.round(edges, 6), self.points[starts], self.missing[starts])
        return starts[np.lexsort(keys)]


def judge(members: Iterable[Member], ahead: Lookahead, quorum: int) -> Judged:
    """Judge a group of at least one. Raises HoursError when a key stands for two members."""
    ordered = tuple(sorted(members, key=lambda member: member.key))
    twice = [key for key, times in Counter(member.key for member in ordered).items() if times > 1]
    if twice:
        raise HoursError(f"Member {twice[0]} is named twice.")
    return Judged(ordered, ahead, quorum)
