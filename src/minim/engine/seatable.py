"""Whom no group can take, and why: only they may be left out."""

from __future__ import annotations

from collections.abc import Iterator

from minim.engine.candidate import Candidate
from minim.engine.plan import PlanGroup
from minim.engine.problem import Problem
from minim.engine.rules import facilitator_is_near, levels_are_near, pair_breaches
from minim.engine.slots import starts_within

PATIENCE = 4_000
"""Seats tried before giving up the proof that nobody can take somebody (they then count as seatable)."""


def why_unseatable(problem: Problem, key: str) -> str | None:
    """Return why no legal group at all can hold this person, or None when one can (or when it cannot be decided)."""
    who = problem.candidate(key)
    if who.oversees:
        return f"{who.label} oversees the program, so no group below them is theirs to sit in."
    if key in problem.excused:
        return f"{who.label} is left out by the Organizer's own decision."
    if not starts_within(who.hours, problem.quarters):
        return (
            f"{who.label} has no working hours long enough for a meeting of {problem.slot_minutes} minutes."
        )
    near = [other for other in _seatables(problem) if other is not who and _near(problem, who, other)]
    if not near:
        return f"Nobody else is within {_levels(problem)} of {who.label}, who is at level {who.level}."
    free = [other for other in near if not any(pair_breaches(problem, "", key, other.key))]
    hours = starts_within(who.hours, problem.quarters)
    matching = [other for other in free if hours & starts_within(other.hours, problem.quarters)]
    needed = problem.size[0] - 1
    if len(matching) >= needed and _found(problem, who, matching):
        return None
    return _reason(problem, who, len(near), len(free), len(matching))


def _reason(problem: Problem, who: Candidate, near: int, free: int, matching: int) -> str:
    needed = problem.size[0] - 1
    wanted = (
        f"{who.label} needs {needed} more {'person' if needed == 1 else 'people'} within {_levels(problem)}"
    )
    if near < needed:
        there = "there is only 1" if near == 1 else f"there are only {near}"
        barred = "and that one is" if near == 1 else f"and {near - free} of them are"
        chain = f", {barred} in the same management chain or kept apart" if free < near else ""
        return f"{wanted}; {there}{chain}."
    if free < needed:
        return f"{wanted}; of the {near} there, {near - free} are in the same management chain or kept apart."
    if matching < needed:
        return f"{wanted} with hours in common; {f'only {matching}' if matching else 'nobody'} can be had."
    return f"{wanted}; of the {near} there, no {needed} can all sit together with one of them leading."


def _seatables(problem: Problem) -> Iterator[Candidate]:
    return (who for who in problem.candidates if not who.oversees and who.key not in problem.excused)


def _near(problem: Problem, one: Candidate, other: Candidate) -> bool:
    return abs(one.level - other.level) <= max(1, problem.level_band)


def _levels(problem: Problem) -> str:
    band = max(1, problem.level_band)
    return "one level" if band == 1 else f"{band} levels"


def _found(problem: Problem, who: Candidate, others: list[Candidate]) -> bool:
    """Look for one legal group of the smallest size around this person. Legal groups stay legal when they shrink."""
    tries = [PATIENCE]
    for leader in (one for one in (who, *others) if one.may_facilitate):
        rest = [one for one in others if one is not leader and _may_meet(problem, leader, one)]
        party = [who] if leader is who else [who, leader]
        if _Party(problem, leader, tries).grow(party, rest):
            return True
    return tries[0] <= 0


class _Party:
    """A group being gathered around one person, with a leader who is chosen already."""

    def __init__(self, problem: Problem, leader: Candidate, tries: list[int]) -> None:
        self.problem, self.leader, self.tries = problem, leader, tries

    def grow(self, party: list[Candidate], rest: list[Candidate]) -> bool:
        """Tell whether people of `rest`, who may all meet everybody in the party, complete it to a legal group."""
        missing = self.problem.size[0] - len(party)
        if missing <= 0:
            return self.is_legal(party)
        for at, one in enumerate(rest):
            if len(rest) - at < missing or self.tries[0] <= 0:
                return False
            self.tries[0] -= 1
            joined = [*party, one]
            left = [other for other in rest[at + 1 :] if _may_meet(self.problem, one, other)]
            if len(left) >= missing - 1 and self.is_legal(joined) and self.grow(joined, left):
                return True
        return False

    def is_legal(self, party: list[Candidate]) -> bool:
        """Check levels and hours; that everybody may meet everybody is seen to while the party grows."""
        shared = ~0
        for one in party:
            shared &= starts_within(one.hours, self.problem.quarters)
        group = PlanGroup("", self.leader.key, tuple(one.key for one in party))
        return (
            bool(shared)
            and not any(levels_are_near(self.problem, group))
            and not any(facilitator_is_near(self.problem, group))
        )


def _may_meet(problem: Problem, one: Candidate, other: Candidate) -> bool:
    return _near(problem, one, other) and not any(pair_breaches(problem, "", one.key, other.key))
