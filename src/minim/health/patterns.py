"""What may be said of each Facilitator, from all groups they lead: by who comes, and by what polls tell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.health.pooling import (
    ATTENDANCE,
    FEWEST_GROUPS,
    FEWEST_TO_COMPARE,
    POLLS,
    Estimate,
    Measured,
    Scale,
    estimates,
    measure,
    more_meetings,
)
from minim.pulse.bands import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from minim.health.facts import Facts

STEPS = {Level.STRUGGLING: -1.0, Level.MIXED: 0.0, Level.WELL: 1.0}


@dataclass(frozen=True, slots=True)
class Pattern:
    """`attendance` and `polls` are None where there is too little to compare."""

    facilitator: int
    attendance: Estimate | None = None
    polls: Estimate | None = None

    @property
    def groups(self) -> int:
        return max((one.groups for one in (self.attendance, self.polls) if one), default=0)

    @property
    def is_pattern(self) -> bool:
        return any(one.is_pattern for one in (self.attendance, self.polls) if one)


def patterns(facts: Iterable[Facts]) -> dict[int, Pattern]:
    """Of every Facilitator of these groups."""
    facts = list(facts)
    attendance = estimates(_measured(facts, ATTENDANCE), ATTENDANCE)
    polls = estimates(_measured(facts, POLLS), POLLS)
    leading = {one.facilitator for one in facts if one.facilitator}
    return {one: Pattern(one, attendance.get(one), polls.get(one)) for one in leading}


def meetings_until_known(facts: Iterable[Facts], facilitator: int) -> int | None:
    """So many more meetings would tell whether it is a pattern; None when it takes another group, or is none."""
    seen = _measured(facts, ATTENDANCE)
    theirs = sum(one.facilitator == facilitator for one in seen)
    if theirs < FEWEST_GROUPS or len(seen) < FEWEST_TO_COMPARE:
        return None
    return more_meetings(seen, ATTENDANCE, facilitator)


def _measured(facts: Iterable[Facts], scale: Scale) -> list[Measured]:
    observed = OBSERVED[scale.name]
    seen: dict[tuple[int, int], Sequence[float]] = defaultdict(list)
    for one in facts:
        if one.facilitator:
            seen[one.facilitator, one.group] = observed(one)
    return measure(seen, scale)


def _shares(facts: Facts) -> list[float]:
    return [one.share for one in facts.held if facts.led_since is None or one.on >= facts.led_since]


def _steps(facts: Facts) -> list[float]:
    told = [one for one in facts.polled if facts.led_since is None or one.on >= facts.led_since]
    return [STEPS[one.level] for one in told if one.level in STEPS]


OBSERVED: dict[str, Callable[[Facts], list[float]]] = {ATTENDANCE.name: _shares, POLLS.name: _steps}
