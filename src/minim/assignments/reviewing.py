"""Looking at a draft: what is broken, and how far it is from each wish. Always against people as they are now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from minim.assignments.facts import draft_of, facts_for
from minim.assignments.judging import Judgment, breaches_by_group, judge_draft
from minim.assignments.problem import as_text, request_of
from minim.engine import WISHES
from minim.engine.wishes import ALIKE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from minim.assignments.facts import DraftFacts, Facts
    from minim.assignments.models import Assignment
    from minim.assignments.problem import Request
    from minim.engine import Breach, Candidate, PlanGroup, Problem

UNSEATED = "{name} takes part since this draft was formed and has no seat in it yet."


@dataclass(frozen=True)
class WishValue:
    """How far the draft is from one wish, in its own unit. No plan with as many groups can be below `bound`."""

    name: str
    sentence: str
    unit: str
    value: float
    bound: float
    points: float

    @property
    def gap(self) -> float:
        """How far from the bound at most, in the wish's own unit."""
        return max(0.0, self.value - self.bound)

    @property
    def is_proved_best(self) -> bool:
        return self.value <= self.bound


@dataclass(frozen=True)
class GroupReview:
    """One group: what is broken in it, and what it has more of than one would wish."""

    pk: int
    name: str
    breaches: tuple[Breach, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Unseated:
    """Somebody without a group, and why. `by_hand` when the Organizer decided it."""

    person: int
    name: str
    cohort: int | None
    reason: str
    by_hand: bool = False


@dataclass(frozen=True)
class Review:
    """`score` is in points, lower is better. `breaches` holds all; those of one group also stand with it."""

    breaches: tuple[Breach, ...]
    score: float
    wishes: tuple[WishValue, ...]
    groups: Mapping[int, GroupReview]
    unseated: tuple[Unseated, ...]
    levels: str

    @property
    def may_be_published(self) -> bool:
        return not self.breaches and bool(self.groups)


def review(assignment: Assignment) -> Review:
    """Raises ProblemError with a friendly sentence when the program can no longer be understood."""
    return _review(facts_for(assignment), draft_of(assignment), as_text(assignment.choices))


@lru_cache(maxsize=16)
def _review(facts: Facts, draft: DraftFacts, choices: str) -> Review:
    request = request_of(facts, draft, choices)
    judgment = judge_draft(request, draft)
    wishes = _wishes(judgment)
    return Review(
        breaches=judgment.breaches,
        score=sum(wish.points for wish in wishes),
        wishes=wishes,
        groups=_groups(draft, judgment),
        unseated=tuple(_unseated(request, draft)),
        levels=request.levels,
    )


def _wishes(judgment: Judgment) -> tuple[WishValue, ...]:
    """Values, bounds and points of all cohorts together: each wish is a sum over groups."""
    value, bound, points = (dict.fromkeys(WISHES, 0.0) for _ in range(3))
    for judged in judgment.parts:
        for entry in judged.scored().wishes:
            value[entry.wish] += entry.value
            points[entry.wish] += entry.points
        for proof in judged.proved():
            bound[proof.wish] += proof.bound
    return tuple(
        WishValue(name, wish.sentence, wish.unit, value[name], bound[name], points[name])
        for name, wish in WISHES.items()
    )


def _groups(draft: DraftFacts, judgment: Judgment) -> dict[int, GroupReview]:
    broken = breaches_by_group(judgment.breaches)
    notes = {
        group.name: notes_on(judged.part.problem, group)
        for judged in judgment.parts
        for group in judged.plan.groups
    }
    return {
        row.pk: GroupReview(row.pk, row.name, tuple(broken.get(row.name, ())), notes.get(row.name, ()))
        for row in draft.groups
    }


@lru_cache(maxsize=4096)
def notes_on(problem: Problem, group: PlanGroup) -> tuple[str, ...]:
    """What a group has several of: "3 people from Payments"."""
    people = [problem.candidate(key) for key in group.members if key in problem.number]
    return tuple(note for wish in ALIKE if problem.weights[wish] for note in _notes(problem, wish, people))


def _notes(problem: Problem, wish: str, people: list[Candidate]) -> Iterator[str]:
    counts = Counter(getattr(who, ALIKE[wish]) for who in people)
    for word, count in counts.most_common():
        if word and count > 1:
            said = problem.label(word) if wish == "same-manager" else word
            yield SAID[wish].format(count=count, word=said)


SAID = {
    "same-manager": "{count} people report to the same manager",
    "same-department": "{count} people from {word}",
    "same-team": "{count} people of the team {word}",
    "same-function": "{count} people in {word}",
    "same-location": "{count} people in {word}",
}


def _unseated(request: Request, draft: DraftFacts) -> Iterator[Unseated]:
    """Whoever has no group: with the reason kept in the draft, or because they came later."""
    rows = {str(seat.person): seat for seat in draft.seats}
    for part in (*request.parts, None):
        keys = [who.key for who in part.problem.candidates] if part else [who.key for who in request.left_out]
        for key in keys:
            row, name = rows.get(key), request.names[key]
            cohort = part.cohort if part else None
            if row is None:
                yield Unseated(int(key), name, cohort, UNSEATED.format(name=name))
            elif row.draft_group is None:
                yield Unseated(int(key), name, cohort, row.reason, by_hand=row.pinned)
