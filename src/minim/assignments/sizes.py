"""How large groups must be, and how many that makes, before anything is formed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from minim.engine import Problem, smallest_size

QUORUM = 3


@dataclass(frozen=True)
class Sharing:
    """So many people in groups within bounds. `sizes` maps a size to how many groups of it; empty when none fit."""

    people: int
    low: int
    high: int
    sizes: dict[int, int]

    @property
    def groups(self) -> int:
        return sum(self.sizes.values())


def smallest_group(attendance: float) -> int:
    """The smallest size at which three people come with 95 % certainty. Raises ValueError when no size is enough."""
    return smallest_size(attendance, QUORUM)


def bounds(smallest: int, largest: int, attendance: float | None) -> tuple[int, int, float]:
    """Smallest, largest and usual size: as chosen, or as the expected attendance asks for.

    Raises ValueError with a sentence when the numbers cannot be used.
    """
    asked = (smallest, largest) if attendance is None else None
    problem = Problem.of((), reports_to={}, size=asked, expected_attendance=attendance, quorum=QUORUM)
    return *problem.size, problem.target


def share_out(people: int, smallest: int, largest: int, attendance: float | None = None) -> Sharing:
    """Say how many groups of which sizes that makes when nothing else stands in the way."""
    low, high, usual = bounds(smallest, largest, attendance)
    fewest, most = -(-people // high), people // low
    if fewest > most or not people:
        return Sharing(people, low, high, {})
    groups = min(max(round(people / usual), fewest), most)
    size, larger = divmod(people, groups)
    return Sharing(people, low, high, dict(Counter([size + 1] * larger + [size] * (groups - larger))))
