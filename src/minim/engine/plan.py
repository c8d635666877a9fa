"""What goes out: plans, what is wrong or unavoidable in them, and the result of a search."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


class Plain:
    """Gives every outgoing dataclass the same way to become JSON."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """Return nested dicts and tuples of plain values, ready for `json.dumps`."""
        return asdict(self)  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True)
class PlanGroup(Plain):
    """One group. `members` includes the Facilitator; `facilitator` is "" while nobody leads."""

    name: str
    facilitator: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut(Plain):
    """Somebody without a seat, and why no group could take them."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan(Plain):
    """Who sits where, and who has no seat."""

    groups: tuple[PlanGroup, ...]
    left_out: tuple[LeftOut, ...] = ()

    def group_of(self, key: str) -> PlanGroup | None:
        """Return the first group the person sits in."""
        return next((group for group in self.groups if key in group.members), None)


@dataclass(frozen=True, slots=True)
class Breach(Plain):
    """A broken hard rule. `group` is "" when it concerns no single group."""

    rule: str
    group: str
    people: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class WishBound(Plain):
    """What counting alone proves about one wish: no plan with as many groups can stay below `bound`."""

    wish: str
    unit: str
    bound: float
    value: float
    proved_best: bool
    gap: float
    gap_percent: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Compromise(Plain):
    """Something the plan could not grant, and why it cannot go away alone."""

    wish: str
    value: float
    bound: float
    unit: str
    sentence: str
    reason: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxation(Plain):
    """One change to the request that was tried and works.

    `kind` and `value` go into `Problem.relaxed`: "size" (lower, upper), "groups" (number), "level-band" (levels),
    "slot-minutes" (minutes), "facilitators" (keys who may now lead), "apart" (two keys), "unpin" (keys),
    "unlock" (group names), "leave-out" (keys).
    """

    kind: str
    value: tuple[str, ...] | tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Clash(Plain):
    """Why no plan can keep every rule. `proved` is False when only a search, not counting, says so."""

    rules: tuple[str, ...]
    sentences: tuple[str, ...]
    relaxations: tuple[Relaxation, ...]
    people: tuple[str, ...] = ()
    proved: bool = False


@dataclass(frozen=True, slots=True)
class Progress(Plain):
    """Where a search stands. `stage` is warming up, seating, improving or explaining."""

    seconds: float
    best: float
    bound: float
    breaches: int
    stage: str


@dataclass(frozen=True, slots=True)
class WishScore(Plain):
    """One wish in its own unit (`value`) and in points (`value` × weight)."""

    wish: str
    unit: str
    value: float
    points: float


@dataclass(frozen=True, slots=True)
class Score(Plain):
    """How far a plan is from every wish; lower is better, 0 is perfect."""

    total: float
    wishes: tuple[WishScore, ...]

    def value(self, wish: str) -> float:
        """Return one wish in its own unit."""
        return next(entry.value for entry in self.wishes if entry.wish == wish)


@dataclass(frozen=True, slots=True)
class Result(Plain):
    """What a search found. `stopped_by` is finished, proved, time or cancelled."""

    plan: Plan | None
    breaches: tuple[Breach, ...]
    compromises: tuple[Compromise, ...]
    certificate: tuple[WishBound, ...]
    score: float
    seed: int
    seconds: float
    stopped_by: str
    clash: Clash | None = None
