"""Two drafts of a program side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.assignments.facts import draft_of
from minim.assignments.reviewing import review
from minim.assignments.states import ActRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minim.assignments.facts import DraftFacts
    from minim.assignments.models import Assignment
    from minim.assignments.reviewing import Review


@dataclass(frozen=True)
class Mover:
    """Somebody who sits with other people in the two drafts. No name means left out."""

    person: int
    name: str
    here: str
    there: str


@dataclass(frozen=True)
class WishDifference:
    name: str
    sentence: str
    unit: str
    here: float
    there: float


@dataclass(frozen=True)
class Comparison:
    """`same` pairs groups of the two drafts that hold mostly the same people."""

    here: Review
    there: Review
    movers: tuple[Mover, ...]
    wishes: tuple[WishDifference, ...]
    same: Mapping[str, str]


def compare(assignment: Assignment, other: Assignment) -> Comparison:
    if assignment.program_id != other.program_id:
        raise ActRefused("Only two drafts of the same program can be compared.")
    here, there = _places(draft_of(assignment)), _places(draft_of(other))
    same = _same_groups(here, there)
    people = set(here) | set(there)
    moved = {person for person in people if same.get(here.get(person, ""), "") != there.get(person, "")}
    names = dict(
        assignment.program.enrolments.filter(person__in=moved).values_list("person_id", "person__name")
    )
    mine, theirs = review(assignment), review(other)
    return Comparison(
        here=mine,
        there=theirs,
        movers=tuple(
            Mover(person, names[person], here.get(person, ""), there.get(person, ""))
            for person in sorted(moved & set(names), key=lambda person: (names[person], person))
        ),
        wishes=tuple(
            WishDifference(wish.name, wish.sentence, wish.unit, wish.value, beside.value)
            for wish, beside in zip(mine.wishes, theirs.wishes, strict=True)
        ),
        same=same,
    )


def _places(draft: DraftFacts) -> dict[int, str]:
    """The name of each person's group, empty for people without one."""
    names = {group.pk: group.name for group in draft.groups}
    return {seat.person: names[seat.draft_group] if seat.draft_group else "" for seat in draft.seats}


def _same_groups(here: Mapping[int, str], there: Mapping[int, str]) -> dict[str, str]:
    """Pair groups by the people they share, the strongest pairs first: names alone say nothing."""
    shared = Counter((here[person], there[person]) for person in here if here[person] and there.get(person))
    pairs: dict[str, str] = {}
    for (mine, theirs), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if mine not in pairs and theirs not in pairs.values():
            pairs[mine] = theirs
    return pairs
