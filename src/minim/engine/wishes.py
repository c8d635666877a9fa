"""What a plan is wished to be, each wish in one sentence, with its default weight in points per unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

MILLI = 1000
"""Points are summed as whole thousandths, so that two ways of adding them agree to the last digit."""
FADE = (32, 16, 8, 4, 2, 1)
"""Earlier group-mates, newest round first: each round counts half of the one after it (in 1/32 of a pair)."""
FAIRNESS_SCALE = 200
"""A group with b points of its own adds b²/200 points of unfairness."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`quanta` whole steps make one unit: experience is counted in quarters of a year, for example.

    `one` and `many` name what is counted where the unit alone would not say it: "pair from the same department".
    """

    name: str
    sentence: str
    unit: str
    weight: float
    quanta: int = 1
    one: str = ""
    many: str = ""

    def milli(self, weight: float) -> int:
        """Return the cost of one quantum in thousandths of a point."""
        return round(weight * MILLI / self.quanta)


_ALL = (
    Wish(
        "same-manager",
        "No two people in a group report to the same manager.",
        *("pairs", 100, 1, "pair under the same manager", "pairs under the same manager"),
    ),
    Wish(
        "earlier-groupmates",
        "People meet others than in earlier rounds.",
        *("pairs", 40, 32, "pair that has met before", "pairs that have met before"),
    ),
    Wish(
        "same-department",
        "A group mixes departments.",
        *("pairs", 10, 1, "pair from the same department", "pairs from the same department"),
    ),
    Wish(
        "same-team",
        "A group mixes teams.",
        *("pairs", 6, 1, "pair from the same team", "pairs from the same team"),
    ),
    Wish(
        "same-function",
        "A group mixes functions.",
        *("pairs", 4, 1, "pair with the same function", "pairs with the same function"),
    ),
    Wish(
        "same-location",
        "A group mixes locations.",
        *("pairs", 2, 1, "pair at the same location", "pairs at the same location"),
    ),
    Wish("experience", "People in a group have managed for about as long.", "years apart", 0.2, 4),
    Wish("energy", "People in a group bring about the same energy.", "energy apart", 4, 100),
    Wish(
        "unpopular-hours",
        "The group's best hour is early or late for few.",
        *("people", 3, 1, "person at an early or late hour", "people at an early or late hour"),
    ),
    Wish(
        "moves",
        "Few people leave the group they sit in today.",
        *("people", 20, 1, "person leaving today's group", "people leaving today's groups"),
    ),
    Wish("fairness", "No group carries far more compromises than the others.", "points", 1),
    Wish(
        "newcomers",
        "Newcomers are spread over the groups.",
        *("pairs", 3, 1, "pair of newcomers", "pairs of newcomers"),
    ),
)

WISHES: Mapping[str, Wish] = MappingProxyType({wish.name: wish for wish in _ALL})

ALIKE = {
    "same-manager": "manager",
    "same-department": "department",
    "same-team": "team",
    "same-function": "function",
    "same-location": "location",
}
"""Wishes that count pairs with an equal word, and the Candidate field that holds the word."""
