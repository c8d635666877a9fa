"""One person who may take part."""

from __future__ import annotations

from dataclasses import dataclass

WEEK = 672
"""Quarter hours in a week."""
MOST_YEARS = 100
HIGHEST = 1_000_000
"""The highest level there can be, and the lowest below 0."""


class ProblemError(ValueError):
    """The request cannot be understood; the message says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person who may take part. Empty words and None mean unknown, and match nobody.

    `level` is larger for more senior people. `manager` may be an outside manager. Bit k of `hours` is quarter hour k
    of the UTC week from Monday 00:00; None means any time. `experience` is years as a manager, `energy` 0 to 1,
    `attendance` the probability of coming. `may_facilitate` means willing and trained; whoever `oversees` the
    program is never seated. `earlier` holds group names of earlier rounds, newest first.
    """

    key: str
    name: str = ""
    level: int = 0
    manager: str | None = None
    function: str = ""
    department: str = ""
    team: str = ""
    location: str = ""
    hours: int | None = None
    experience: float | None = None
    energy: float | None = None
    attendance: float = 0.8
    may_facilitate: bool = True
    oversees: bool = False
    today: str | None = None
    earlier: tuple[str | None, ...] = ()
    newcomer: bool = False
    pinned: str | None = None

    def __post_init__(self) -> None:
        if abs(self.level) > HIGHEST:
            raise ProblemError(f"{self.label}: levels count steps in a company, not {self.level}.")
        if not 0 <= self.attendance <= 1:
            raise ProblemError(
                f"{self.label}: attendance is a probability between 0 and 1, not {self.attendance}."
            )
        if self.energy is not None and not 0 <= self.energy <= 1:
            raise ProblemError(f"{self.label}: energy lies between 0 and 1, not {self.energy}.")
        if self.experience is not None and not 0 <= self.experience <= MOST_YEARS:
            raise ProblemError(
                f"{self.label}: experience is in years, 0 to {MOST_YEARS}, not {self.experience}."
            )
        if self.hours is not None and not 0 <= self.hours < 1 << WEEK:
            raise ProblemError(f"{self.label}: working hours reach beyond one week.")

    @property
    def label(self) -> str:
        """The name to show, or the key when there is no name."""
        return self.name or self.key
