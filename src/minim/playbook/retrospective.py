"""What a program looks back on: practices that are kept, changed or dropped."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "retrospective.toml"


class Choice(StrEnum):
    """What becomes of a practice."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


ANSWERS = {5: Choice.KEEP, 3: Choice.CHANGE, 1: Choice.DROP}
"""Given on the scale of polls, so that what is proven of their bands holds here too."""


@dataclass(frozen=True, slots=True)
class OurPractice:
    """`words` name it on a ballot, `change` says what one could try where people want it changed."""

    slug: str
    words: str
    change: str


@cache
def our_practices() -> tuple[OurPractice, ...]:
    entries = tomllib.loads(FILE.read_text("utf-8"))["practices"].items()
    return tuple(OurPractice(slug, entry["words"], entry["change"]) for slug, entry in entries)
