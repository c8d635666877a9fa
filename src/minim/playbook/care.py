"""What whoever leads should mind in a group's first meetings, which set how all the others will be."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "care.toml"


@dataclass(frozen=True, slots=True)
class Care:
    title: str
    words: tuple[str, ...]


@cache
def care(number: int) -> Care | None:
    """The care a group's meeting of this number needs, counted from 1; None from the fourth on."""
    entry = tomllib.loads(FILE.read_text("utf-8")).get(str(number))
    return Care(entry["title"], tuple(entry["words"])) if entry else None
