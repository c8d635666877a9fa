"""The practice meeting: invented people, what they say when, and what a coach says to it. In training/practice.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from minim.playbook.fitting import fitted
from minim.playbook.formats import Format, formats
from minim.playbook.training import FOLDER, PRACTICE

MINUTES = 30
MOMENTS = (
    *(
        "come",
        "inside",
        "turn",
        "gather",
        "late",
        "topic",
        "table",
        "thumbs",
        "theme",
        "commit",
        "close",
        "last",
    ),
)
"""When somebody speaks: at the door, inside, at their turn, in a step, with a topic on the table, at the end."""


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """Somebody invented. `topics` are what they write, `action` what they will do, if they say."""

    number: int
    name: str
    topics: tuple[str, ...]
    action: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """What is said `after` so many seconds from a moment: by somebody, who goes by their number, or by the coach.

    Whoever rants does not pass the word on by themselves.
    """

    when: str
    after: int
    who: int | None
    says: str
    coach: str
    rants: bool


@cache
def practice_people() -> tuple[PracticePerson, ...]:
    return tuple(
        PracticePerson(
            one["id"], one["name"], tuple(one["topics"]), one.get("action", ""), one.get("late", False)
        )
        for one in _read()["people"]
    )


@cache
def practice_lines() -> tuple[PracticeLine, ...]:
    return tuple(
        PracticeLine(
            when=line["when"],
            after=line.get("after", 0),
            who=line.get("who"),
            says=line.get("says", ""),
            coach=line.get("coach", ""),
            rants=line.get("rants", False),
        )
        for line in _read()["lines"]
    )


@cache
def practice_format() -> Format:
    """Our usual hour in half the time, without the look back: nobody has met before."""
    usual = fitted(formats()["mini-m"], MINUTES)
    return replace(usual, steps=(usual.steps[0], *usual.steps[2:]))


@cache
def _read() -> Mapping[str, Any]:
    cast: Mapping[str, Any] = tomllib.loads((FOLDER / f"{PRACTICE}.toml").read_text("utf-8"))["cast"]
    return cast
