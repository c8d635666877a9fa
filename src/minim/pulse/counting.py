"""A page of counts: how often each answer was given in some groups, and which ballots are spent. Never a slip."""

from __future__ import annotations

import json
from bisect import insort
from dataclasses import dataclass
from typing import Any

ROUNDED_TO = 1024
MOST = 999
"""More ballots than this no group can cast; a page is made wide enough for it."""


@dataclass
class Counts:
    """Of one group: how many ballots, per question how often 1 to 5, per topic how often it was chosen."""

    ballots: int
    answers: list[list[int]]
    topics: list[int]

    @classmethod
    def none(cls, questions: int, topics: int, filled: int = 0) -> Counts:
        return cls(filled, [[filled] * 5 for _ in range(questions)], [filled] * topics)

    def add(self, answers: tuple[int, ...], topics: tuple[bool, ...]) -> None:
        self.ballots += 1
        for counts, answer in zip(self.answers, answers, strict=True):
            counts[answer - 1] += 1
        self.topics = [count + chosen for count, chosen in zip(self.topics, topics, strict=True)]

    def sums(self) -> list[int]:
        """Per question the sum of all answers."""
        return [sum((place + 1) * count for place, count in enumerate(counts)) for counts in self.answers]


@dataclass
class Pages:
    """The counts of several groups. `spent` is kept in order, so that it tells nothing of which ballot came first."""

    groups: dict[int, Counts]
    spent: list[str]

    def take(self, spent: str) -> bool:
        """Note a ballot as spent; false when it is already."""
        if spent in self.spent:
            return False
        insort(self.spent, spent)
        return True

    def packed(self, size: int = 0) -> bytes:
        """As bytes that are always as many, at least `size`: their length tells nothing of how many have answered."""
        data: dict[str, Any] = {
            "groups": {
                str(group): [one.ballots, one.answers, one.topics] for group, one in self.groups.items()
            },
            "spent": self.spent,
        }
        plain = json.dumps(data, separators=(",", ":")).encode()
        return plain.ljust(max(size, -(-len(plain) // ROUNDED_TO) * ROUNDED_TO))

    @classmethod
    def unpacked(cls, plain: bytes) -> Pages:
        data = json.loads(plain)
        groups = {int(group): Counts(*counts) for group, counts in data["groups"].items()}
        return cls(groups, data["spent"])


def room_needed(groups: int, members: int, questions: int, topics: int, longest: int) -> int:
    """How many bytes pages have when everybody has answered. `longest` is how long a spent ballot's mark is."""
    full = {-number - 10**9: Counts.none(questions, topics, MOST) for number in range(groups)}
    return len(Pages(full, ["x" * longest] * members).packed())
