"""Formats: a meeting as timed steps. Ours are TOML in formats/; a group's own has the same shape."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

FOLDER = Path(__file__).parent / "formats"
ORDER = (
    "mini-m",
    "first-meeting",
    "lean-coffee",
    "case-clinic",
    "troika",
    "action-learning",
    "retrospective",
    "open",
)
"""The order in which they are offered."""
MOST_STEPS = 20
MOST_MINUTES = 240
LONGEST_NAME, LONGEST_WORDS = 80, 1_000


Choice = TypeVar("Choice", bound=StrEnum)


class FormatError(ValueError):
    """A format that cannot be; `place` names the step and what is wrong in it, such as "step 2, minutes"."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}" if place else why)
        self.place, self.why = place, why


class Kind(StrEnum):
    """What the room offers during a step."""

    ROUND = "round"
    """Everybody in turn; the room shows whose turn it is."""
    AGREEMENT = "agreement"
    """The working agreement is read, changed and agreed to by each."""
    GATHER = "gather"
    """Everybody writes topics."""
    CHOOSE = "choose"
    """Dots are put on topics, and their order follows."""
    TOPIC = "topic"
    """One topic after the other, each with its own time."""
    COMMIT = "commit"
    """Action items, with owner and day."""
    CLOSE = "close"
    """A word each, and the end."""
    TALK = "talk"
    """Nothing but the clock and what to do."""


class Speaks(StrEnum):
    """Who has the word."""

    EACH = "each in turn"
    ALL = "everybody"
    ONE = "one person"
    OTHERS = "everybody but one"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `minutes` are whole; `each_minutes` is the time of one topic in a TOPIC step, 0 for all of it.

    `facilitator` is what to say or do, `members` what everybody reads.
    """

    name: str
    kind: Kind
    minutes: int
    speaks: Speaks = Speaks.ALL
    members: str = ""
    facilitator: str = ""
    each_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Format:
    """A meeting. `slug` is empty for a group's own; `about` says in a sentence or two what it is good for."""

    name: str
    about: str
    steps: tuple[Step, ...]
    slug: str = ""

    @property
    def minutes(self) -> int:
        """Minutes of all steps together."""
        return sum(step.minutes for step in self.steps)

    def fits(self, minutes: int) -> str:
        """ "" when it fits a meeting of so many minutes, else what to do about it."""
        over = self.minutes - minutes
        if over > 0:
            return (
                f"These steps take {self.minutes} minutes, {over} more than your meeting. "
                "Shorten one, or leave one out."
            )
        if over < -minutes // 4:
            return f"These steps take {self.minutes} of your {minutes} minutes. Is one missing?"
        return ""

    def to_json(self) -> dict[str, Any]:
        """Plain data that `format_of` reads as the same format."""
        return {
            "name": self.name,
            "about": self.about,
            "steps": [{key: value for key, value in asdict(step).items() if value} for step in self.steps],
        }


def format_of(data: Mapping[str, Any], slug: str = "") -> Format:
    """The format that plain data describes. Raises FormatError, which names the step."""
    steps = data.get("steps")
    if not isinstance(steps, Sequence) or isinstance(steps, str) or not steps:
        raise FormatError("steps", "A meeting needs at least one step.")
    if len(steps) > MOST_STEPS:
        raise FormatError("steps", f"More than {MOST_STEPS} steps are more than an hour can hold.")
    found = tuple(_step(number, step) for number, step in enumerate(steps, start=1))
    made = Format(
        _text("name", data.get("name"), LONGEST_NAME, needed=True),
        _text("about", data.get("about", ""), LONGEST_WORDS),
        found,
        slug,
    )
    if made.minutes > MOST_MINUTES:
        raise FormatError("steps", f"{made.minutes} minutes are longer than any meeting should be.")
    return made


@cache
def formats() -> Mapping[str, Format]:
    """The formats that come with minim, by slug, in the order in which they are offered."""
    return {
        slug: format_of(tomllib.loads((FOLDER / f"{slug}.toml").read_text("utf-8")), slug) for slug in ORDER
    }


def _step(number: int, data: Any) -> Step:
    place = f"step {number}"
    if not isinstance(data, Mapping):
        raise FormatError(place, "This is no step.")
    minutes, each = (_minutes(place, data, name) for name in ("minutes", "each_minutes"))
    if minutes == 0:
        raise FormatError(f"{place}, minutes", "A step lasts at least a minute.")
    if each > minutes:
        raise FormatError(f"{place}, each_minutes", "One topic cannot take longer than the whole step.")
    return Step(
        name=_text(f"{place}, name", data.get("name"), LONGEST_NAME, needed=True),
        kind=_one_of(Kind, f"{place}, kind", data.get("kind", Kind.TALK)),
        minutes=minutes,
        speaks=_one_of(Speaks, f"{place}, speaks", data.get("speaks", Speaks.ALL)),
        members=_text(f"{place}, members", data.get("members", ""), LONGEST_WORDS),
        facilitator=_text(f"{place}, facilitator", data.get("facilitator", ""), LONGEST_WORDS),
        each_minutes=each,
    )


def _minutes(place: str, data: Mapping[str, Any], name: str) -> int:
    value = data.get(name, 0)
    if type(value) is not int or not 0 <= value <= MOST_MINUTES:
        raise FormatError(f"{place}, {name}", f"Write whole minutes, from 1 to {MOST_MINUTES}.")
    return value


def _text(place: str, value: Any, longest: int, *, needed: bool = False) -> str:
    if not isinstance(value, str):
        raise FormatError(place, "This is no text.")
    words = " ".join(value.split())
    if needed and not words:
        raise FormatError(place, "A name is missing.")
    if len(words) > longest:
        raise FormatError(
            place,
            f"That is {len(words):,} characters long; {longest:,} is as much as one reads in a meeting.",
        )
    return words


def _one_of(choices: type[Choice], place: str, value: Any) -> Choice:
    try:
        return choices(value)
    except ValueError:
        raise FormatError(place, f"“{str(value)[:40]}” is none of {', '.join(choices)}.") from None
