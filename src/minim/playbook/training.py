"""Training: short modules to read and play through, as TOML in training/. What one chooses in them nobody learns."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from minim.playbook.guides import WORDS_A_MINUTE, Guide, Role, guides

FOLDER = Path(__file__).parent / "training"
ORDER = (
    "holding-the-hour",
    "turning-anger",
    "scorn-and-shine",
    "quiet-and-loud-people",
    "what-stays-and-what-cannot",
    "when-it-does-not-gel",
    "practice",
    "who-should-lead",
    "seeing-trouble-early",
    "ending-a-group-well",
    "what-you-pass-on",
)
"""In this order one would take them; the modules of one role stand together."""
PRACTICE = "practice"
"""The module that is a meeting."""
START = "start"
SCENARIO_MINUTES, QUESTION_MINUTES = 3, 1


class Ending(StrEnum):
    """How a story ends for the group."""

    GOOD = "good"
    FAIR = "fair"
    COSTLY = "costly"


class Judgement(StrEnum):
    HELPS = "helps"
    TEMPTS = "tempts"
    HARMS = "harms"


@dataclass(frozen=True, slots=True)
class Choice:
    words: str
    to: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment of a story. It goes on with one of its choices, or it is an end and says what there is to learn."""

    name: str
    words: str
    choices: tuple[Choice, ...] = ()
    end: Ending | None = None
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    title: str
    scenes: Mapping[str, Scene]


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    judgement: Judgement
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    ask: str
    answers: tuple[JudgedAnswer, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """`reading` is Markdown, whose links look like those of a guide. `extra` are the minutes that a practice takes."""

    slug: str
    title: str
    role: Role
    summary: str
    guides: tuple[Guide, ...]
    reading: str
    scenarios: tuple[Scenario, ...]
    questions: tuple[JudgedQuestion, ...]
    extra: int

    @property
    def reading_minutes(self) -> int:
        """Whole minutes for what is to be read, guides among it."""
        own = -(-len(self.reading.split()) // WORDS_A_MINUTE)
        return own + sum(guide.minutes for guide in self.guides)

    @property
    def minutes(self) -> int:
        played = SCENARIO_MINUTES * len(self.scenarios) + QUESTION_MINUTES * len(self.questions)
        return self.reading_minutes + played + self.extra


@cache
def modules() -> Mapping[str, Module]:
    """Every module by its slug, in the order in which they are taken."""
    return {slug: _read(slug) for slug in ORDER}


@cache
def modules_for(role: Role) -> tuple[Module, ...]:
    return tuple(module for module in modules().values() if module.role == role)


def module_after(module: Module) -> Module | None:
    """The one to take next, for the same people; None after the last."""
    own = modules_for(module.role)
    at = own.index(module) + 1
    return own[at] if at < len(own) else None


def _read(slug: str) -> Module:
    said = tomllib.loads((FOLDER / f"{slug}.toml").read_text("utf-8"))
    return Module(
        slug=slug,
        title=said["title"],
        role=Role(said["for"]),
        summary=said["summary"],
        guides=tuple(guides()[guide] for guide in said["guides"]),
        reading=said["reading"].strip(),
        scenarios=tuple(map(_scenario, said.get("scenarios", ()))),
        questions=tuple(map(_question, said.get("questions", ()))),
        extra=said.get("minutes", 0),
    )


def _scenario(said: Mapping[str, Any]) -> Scenario:
    return Scenario(said["title"], {name: _scene(name, scene) for name, scene in said["scenes"].items()})


def _scene(name: str, said: Mapping[str, Any]) -> Scene:
    return Scene(
        name=name,
        words=said["words"].strip(),
        choices=tuple(Choice(words, to) for words, to in _mixed(said.get("choices", ()), 0)),
        end=Ending(said["end"]) if "end" in said else None,
        lesson=said.get("lesson", ""),
    )


def _question(said: Mapping[str, Any]) -> JudgedQuestion:
    answers = (
        JudgedAnswer(Judgement(judged), words, why) for judged, words, why in _mixed(said["answers"], 1)
    )
    return JudgedQuestion(said["ask"], tuple(answers))


def _mixed(ways: Iterable[Sequence[str]], at: int) -> list[Sequence[str]]:
    """By the alphabet of the words at this place: whoever writes them puts the best way first too often."""
    return sorted(ways, key=lambda way: way[at].strip("“").lower())
