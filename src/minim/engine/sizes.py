"""How large a group must be so that enough people come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minim.engine.candidate import Candidate

LARGEST = 60
USUAL = 0.8
"""Attendance where nothing is known."""


def usual_attendance(people: Iterable[Candidate]) -> float:
    """Return the mean attendance of those who may be seated; 0.8 when there is nobody."""
    seen = [who.attendance for who in people if not who.oversees]
    return sum(seen) / len(seen) if seen else USUAL


def chance_of_quorum(attendance: Sequence[float], quorum: int = 3) -> float:
    """Return the probability that at least `quorum` come, when person i comes with probability `attendance[i]`.

    The number who come is Poisson-binomial; the table is filled person by person, exactly.
    """
    fewer = [1.0] + [0.0] * max(0, quorum - 1)
    for chance in attendance:
        for count in range(len(fewer) - 1, 0, -1):
            fewer[count] = fewer[count] * (1 - chance) + fewer[count - 1] * chance
        fewer[0] *= 1 - chance
    return max(0.0, 1.0 - sum(fewer)) if quorum > 0 else 1.0


def smallest_size(attendance: Sequence[float] | float, quorum: int = 3, certainty: float = 0.95) -> int:
    """Return the smallest size at which `quorum` people come with probability `certainty`.

    Several probabilities stand for a cohort: a group drawn from it is as reliable as their mean. Raises ValueError
    when even a group of 60 is too small.
    """
    if not isinstance(attendance, int | float) and not len(attendance):
        raise ValueError("There is nobody whose attendance could be counted.")
    chance = float(attendance) if isinstance(attendance, int | float) else sum(attendance) / len(attendance)
    for size in range(max(1, quorum), LARGEST + 1):
        if chance_of_quorum([chance] * size, quorum) >= certainty:
            return size
    raise ValueError(f"With {chance:.0%} of people coming, even a group of {LARGEST} is too small.")
