"""The interview: what a company says about itself before it gets a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from math import ceil
from typing import Any

USUAL_SIZE, LARGER_SIZE = 7, 9
"""People in a group; fewer managers of managers come, so their groups are larger."""
SHARE_ABOVE = 0.2
"""About so many managers lead managers, where anybody does."""
FEW, MANY = 20, 200


class Meets(StrEnum):
    REMOTE = "remote"
    IN_PERSON = "in-person"
    MIXED = "mixed"


class Cadence(StrEnum):
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"


class Trust(StrEnum):
    HIGH = "high"
    MIDDLING = "middling"
    LOW = "low"


class Competition(StrEnum):
    LOW = "low"
    MIDDLING = "middling"
    HIGH = "high"


class Tried(StrEnum):
    """What became of earlier peer groups."""

    NEVER = "never"
    WORKED = "worked"
    FADED = "faded"
    FAILED = "failed"


class Sponsor(StrEnum):
    """Who in leadership wants it."""

    CEO = "ceo"
    HEAD = "head"
    """The head of the part of the company that begins."""
    PEOPLE = "people"
    NOBODY = "nobody"


class Stage(StrEnum):
    BEFORE_FIT = "before-fit"
    """The product has not found its market yet."""
    GROWING = "growing"
    SETTLED = "settled"


class OrganizerFound(StrEnum):
    """Whether somebody whom the managers trust will run it."""

    TRUSTED = "trusted"
    UNSURE = "unsure"
    NOBODY = "nobody"


CHOICES: Mapping[str, type[StrEnum]] = {
    "meets": Meets,
    "cadence": Cadence,
    "trust": Trust,
    "competition": Competition,
    "tried": Tried,
    "sponsor": Sponsor,
    "stage": Stage,
    "organizer": OrganizerFound,
}
"""Questions that are answered with one of a few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """`managers` may take part; `levels` counts levels of managers, 1 when nobody leads managers.

    `start_on` is the first day of the rollout, `country` an ISO 3166-1 code whose holidays are kept, with a region
    if one likes ("DE-BY"), or "".
    """

    managers: int
    start_on: date
    levels: int = 2
    sites: int = 1
    zones: int = 1
    meets: Meets = Meets.MIXED
    cadence: Cadence = Cadence.WEEKLY
    country: str = ""
    trust: Trust = Trust.MIDDLING
    competition: Competition = Competition.MIDDLING
    tried: Tried = Tried.NEVER
    sponsor: Sponsor = Sponsor.HEAD
    stage: Stage = Stage.GROWING
    organizer: OrganizerFound = OrganizerFound.TRUSTED

    @property
    def conditions(self) -> frozenset[str]:
        """Those of `playbook.CONDITIONS` that hold here."""
        holds = {
            "remote": self.meets != Meets.IN_PERSON,
            "in-person": self.meets != Meets.REMOTE,
            "several-zones": self.zones > 1,
            "several-sites": self.sites > 1,
            "low-trust": self.trust == Trust.LOW or self.competition == Competition.HIGH,
            "managers-of-managers": self.levels > 1,
            "tried-and-lost": self.tried in (Tried.FADED, Tried.FAILED),
            "no-sponsor": self.sponsor == Sponsor.NOBODY,
            "organizer-to-find": self.organizer != OrganizerFound.TRUSTED,
            "few-managers": self.managers < FEW,
            "many-managers": self.managers > MANY,
        }
        return frozenset(name for name, is_so in holds.items() if is_so)

    @property
    def managers_of_managers(self) -> int:
        """About how many of them lead managers."""
        return ceil(self.managers * SHARE_ABOVE) if self.levels > 1 else 0

    @property
    def groups(self) -> int:
        """About how many groups there will be, each with a Facilitator; at least one."""
        above = self.managers_of_managers
        return max(1, ceil((self.managers - above) / USUAL_SIZE) + ceil(above / LARGER_SIZE))

    @property
    def days_between_meetings(self) -> int:
        """Working days from one meeting of a group to the next."""
        return 5 if self.cadence == Cadence.WEEKLY else 10


def answers_from(plain: Mapping[str, Any]) -> Answers:
    """Answers that were kept as plain data, days as 2027-01-11. What a newer question asks is answered as usual."""
    kinds: dict[str, Callable[[Any], Any]] = {"start_on": date.fromisoformat, **CHOICES}
    known = {field.name for field in fields(Answers)}
    return Answers(**{name: kinds.get(name, _same)(value) for name, value in plain.items() if name in known})


def _same(value: Any) -> Any:
    return value
