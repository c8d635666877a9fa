"""What a poll can ask: ready questions for groups, and topics that are told for a whole program only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "pulse.toml"


@dataclass(frozen=True, slots=True)
class PulseQuestion:
    """`words` is what people answer on the scale, `tells` why an Organizer would ask it."""

    slug: str
    words: str
    tells: str


@dataclass(frozen=True, slots=True)
class PulseTopic:
    slug: str
    words: str


@cache
def pulse_questions() -> tuple[PulseQuestion, ...]:
    entries = _read()["questions"].items()
    return tuple(PulseQuestion(slug, entry["words"], entry["tells"]) for slug, entry in entries)


@cache
def pulse_topics() -> tuple[PulseTopic, ...]:
    return tuple(PulseTopic(slug, words) for slug, words in _read()["topics"]["words"].items())


@cache
def pulse_scale() -> tuple[str, ...]:
    """Words for the answers 1 to 5."""
    return tuple(_read()["scale"]["words"])


@cache
def pulse_topics_ask() -> str:
    """The words that stand above the topics."""
    return str(_read()["topics"]["ask"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
