"""Case: a group that needs somebody, with everything a page tells of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from minim.health.advice import Act, Advice, advice
from minim.health.patterns import Pattern, meetings_until_known, patterns
from minim.health.pooling import FEWEST_GROUPS
from minim.health.signals import DEFAULTS, Signal, Sure, Thresholds, Urgency, signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minim.health.facts import Facts


@dataclass(frozen=True, slots=True)
class Case:
    """A group that needs somebody: what was seen, and what helps. `until_known` is how many more meetings would tell
    whether it is the Facilitator; None when meetings alone would not."""

    group: int
    name: str
    size: int
    facilitator: int | None
    facilitator_name: str
    signals: tuple[Signal, ...]
    advice: tuple[Advice, ...]
    is_pattern: bool = False
    leads: int = 1
    until_known: int | None = None

    @property
    def urgency(self) -> Urgency:
        return max(signal.urgency for signal in self.signals)

    @property
    def since(self) -> date:
        return min(signal.since for signal in self.signals)

    @property
    def order(self) -> list[Any]:
        """The most pressing first: by urgency, then by how much of it there is, then by how long."""
        pressing = sum(int(signal.urgency) for signal in self.signals)
        return [-int(self.urgency), -pressing, self.since.isoformat(), self.group]

    def to_json(self) -> dict[str, Any]:
        """What is kept, with its `order`, so that a page need read no more cases than it shows."""
        return {
            **asdict(self),
            "order": self.order,
            "signals": [{**asdict(one), "since": one.since.isoformat()} for one in self.signals],
            "advice": [asdict(one) for one in self.advice],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Case:
        found = tuple(
            Signal(
                one["kind"],
                Urgency(one["urgency"]),
                date.fromisoformat(one["since"]),
                one["source"],
                Sure(one["sure"]),
            )
            for one in kept["signals"]
        )
        acts = tuple(Advice(Act(one["act"]), one["why"], one["people"]) for one in kept["advice"])
        plain = {name: value for name, value in kept.items() if name != "order"}
        return cls(**{**plain, "signals": found, "advice": acts})


def cases(
    facts: Sequence[Facts],
    today: date,
    limits: Thresholds = DEFAULTS,
    *,
    past: Sequence[Facts] = (),
) -> list[Case]:
    """The groups that need somebody, the most pressing first. `past` ones are closed, and say more of who led them."""
    everybody = [*facts, *past]
    known = patterns(everybody)
    found = [_case(one, today, limits, known, everybody) for one in facts]
    return sorted((one for one in found if one.signals), key=lambda case: case.order)


def _case(
    facts: Facts, today: date, limits: Thresholds, known: dict[int, Pattern], everybody: list[Facts]
) -> Case:
    seen = signals(facts, today, limits)
    pattern = known.get(facts.facilitator or 0, Pattern(0))
    is_asked = any(signal.kind in ("struggling", "no-quorum", "few-come") for signal in seen)
    until = None
    if is_asked and facts.facilitator and not pattern.is_pattern and pattern.groups >= FEWEST_GROUPS:
        until = meetings_until_known(everybody, facts.facilitator)
    return Case(
        facts.group,
        facts.name,
        facts.size,
        facts.facilitator,
        facts.facilitator_name,
        tuple(seen),
        tuple(advice(facts, seen, is_pattern=pattern.is_pattern and is_asked)),
        pattern.is_pattern and is_asked,
        pattern.groups,
        until,
    )
