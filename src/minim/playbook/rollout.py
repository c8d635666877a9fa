"""Rolling out a program in eight steps: every task one may need, what it waits for, and for whom it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "rollout.toml"
SIGNS = (
    *("organizer-named", "roster-applied", "program-begun", "takers-chosen"),
    *("facilitators-named", "facilitators-trained"),
    *("announcement-sent", "invitations-sent"),
    *("assignment-published", "times-chosen"),
    *("kick-off-sent", "first-meetings-met", "agreement-agreed", "first-poll-closed"),
    *("second-meetings-met", "third-meetings-met", "retrospective-held"),
)
"""What minim can see for itself, so that a task ticks itself, in the order in which it usually happens."""
CONDITIONS = (
    *("remote", "in-person", "several-zones", "several-sites", "low-trust", "managers-of-managers"),
    *("tried-and-lost", "no-sponsor", "organizer-to-find", "few-managers", "many-managers"),
)
"""What a task, or a word in it, may depend on. The answers of a company say which of them hold."""


class Role(StrEnum):
    """Who does a task."""

    SPONSOR = "sponsor"
    """Somebody of senior leadership who wants the program."""
    ORGANIZER = "organizer"
    PEOPLE_OPS = "people-ops"
    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"


class Effort(StrEnum):
    """What the minutes of a task are for."""

    ONCE = "once"
    GROUP = "group"
    """So many for each group; whoever does it does it for all."""


@dataclass(frozen=True, slots=True)
class Addition:
    """Words that are added to a task where a condition holds."""

    when: str
    words: str


@dataclass(frozen=True, slots=True)
class PlanTask:
    """Something to do. `minutes` are the effort of one person of that role, `days` the working days it may take.

    It begins when what it `needs` is done, and not before so many `turns` of meetings have passed since the first.
    `place` is a page of minim as a guide's link names it, such as "program:programs:who"; "" where there is none.
    `guide` is the slug of a guide, `seen` one of SIGNS; both may be "".
    """

    key: str
    step: int
    title: str
    words: str
    done_when: str
    owner: Role
    minutes: int
    each: Effort
    days: int
    needs: tuple[str, ...]
    turns: Mapping[str, int]
    when: tuple[str, ...]
    unless: tuple[str, ...]
    additions: tuple[Addition, ...]
    milestone: str
    place: str
    guide: str
    seen: str


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One of the eight steps. `why` says what hurts when it is left out."""

    number: int
    key: str
    title: str
    why: str
    tasks: tuple[PlanTask, ...]


@cache
def rollout_steps() -> tuple[PlanStep, ...]:
    """The eight steps with every task there is; a task stands after those it needs."""
    entries = enumerate(tomllib.loads(FILE.read_text("utf-8")).items(), start=1)
    return tuple(
        PlanStep(
            number,
            key,
            entry["title"],
            entry["why"],
            tuple(_task(number, key, task) for key, task in entry["tasks"].items()),
        )
        for number, (key, entry) in entries
    )


def _task(step: int, key: str, entry: Mapping[str, Any]) -> PlanTask:
    return PlanTask(
        key=key,
        step=step,
        title=entry["title"],
        words=entry["words"].strip(),
        done_when=entry["done_when"],
        owner=Role(entry["owner"]),
        minutes=entry["minutes"],
        each=Effort(entry.get("each", Effort.ONCE)),
        days=entry["days"],
        needs=tuple(entry.get("needs", ())),
        turns=entry.get("turns", {}),
        when=tuple(entry.get("when", ())),
        unless=tuple(entry.get("unless", ())),
        additions=tuple(Addition(*words) for words in entry.get("also", {}).items()),
        milestone=entry.get("milestone", ""),
        place=entry.get("place", ""),
        guide=entry.get("guide", ""),
        seen=entry.get("seen", ""),
    )
