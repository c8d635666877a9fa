"""Aids for whoever leads: what to say when it gets hard, and questions that help a group to move."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "aids.toml"


@dataclass(frozen=True, slots=True)
class Aid:
    """A moment that is hard. `see` is how one notices it, `do` what helps, `say` words one can use as they are."""

    slug: str
    name: str
    see: str
    do: str
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question for the group. `use` is "solve" (venting becomes doing), "empathy" or "deeper"."""

    use: str
    words: str


@cache
def aids() -> tuple[Aid, ...]:
    """Every aid, the most frequent moments first."""
    return tuple(
        Aid(slug, entry["name"], entry["see"], entry["do"], tuple(entry["say"]))
        for slug, entry in _read()["aids"].items()
    )


@cache
def questions(use: str) -> tuple[Question, ...]:
    """The questions for one use. An unknown use has none."""
    return tuple(Question(use, words) for words in _read()["questions"].get(use, ()))


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
