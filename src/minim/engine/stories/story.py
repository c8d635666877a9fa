"""What an explanation holds."""

from __future__ import annotations

from dataclasses import dataclass

from minim.engine.plan import Compromise, Plain


@dataclass(frozen=True, slots=True)
class Member(Plain):
    """What one person brings into their group."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class GroupStory(Plain):
    """Why this group: `sentence` says who comes together, `sentences` what it gives up (`points` in all).

    `best_time` is the hour that fewest find early or late, `quorum_chance` how surely enough people come.
    """

    name: str
    facilitator: str
    members: tuple[Member, ...]
    sentence: str
    sentences: tuple[str, ...]
    best_time: str
    quorum_chance: float
    points: float


@dataclass(frozen=True, slots=True)
class Alternative(Plain):
    """Another group somebody could sit in without a broken rule; `points` more (or less) for the whole plan."""

    group: str
    swap_with: str
    points: float
    sentence: str


@dataclass(frozen=True, slots=True)
class PersonStory(Plain):
    """Why somebody sits where they sit ("" for nowhere), and where else they could."""

    key: str
    group: str
    sentence: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Explanation(Plain):
    """`rules` are the sentences of all hard rules that this plan was checked for and keeps."""

    rules: tuple[str, ...]
    compromises: tuple[Compromise, ...]
    groups: tuple[GroupStory, ...]
    people: tuple[PersonStory, ...]
