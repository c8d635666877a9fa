"""What an act on a plan gives back: ways to carry it out, the least disturbing first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from minim.engine.candidate import ProblemError
from minim.engine.plan import Breach, Plain, Plan


class ActImpossible(ProblemError):
    """Nothing can carry this act out; the message says what stands in the way, and the way out."""


@dataclass(frozen=True, slots=True)
class Act(Plain):
    """One way to carry an act out.

    `moved` are the keys of people who change group, without whoever is placed or removed. `points` is the change of
    the score over the whole plan; below zero is better. `breaches` are rules broken by this that were kept before:
    none in anything offered, except when nothing clean exists and the least broken ways are shown.
    """

    sentence: str
    plan: Plan
    moved: tuple[str, ...]
    points: float
    breaches: tuple[Breach, ...]


def ranked(acts: Iterable[Act]) -> list[Act]:
    """Order acts: fewest broken rules, then fewest people moved, then fewest points."""
    return sorted(acts, key=lambda act: (len(act.breaches), len(act.moved), round(act.points, 6)))


def offered(acts: Iterable[Act], most: int) -> tuple[Act, ...]:
    """Return up to `most` acts in order, those that break a rule only when there are no others.

    The best of each number of people moved comes in when it costs fewer points than all that move fewer.
    """
    line = distinct(ranked(acts))
    line = [act for act in line if bool(act.breaches) == bool(line[0].breaches)]
    chosen = list(_paying(line))[:most]
    chosen += [act for act in line if act not in chosen][: most - len(chosen)]
    return tuple(ranked(chosen))


def distinct(acts: Iterable[Act]) -> list[Act]:
    """Return the acts without those that lead to the same groups as an earlier one."""
    kept: list[Act] = []
    for act in acts:
        if all(act.plan.groups != other.plan.groups for other in kept):
            kept.append(act)
    return kept


def _paying(line: Iterable[Act]) -> Iterator[Act]:
    """Yield the first act, then each that costs fewer points than the one before, among more people moved."""
    moved, least = -1, float("inf")
    for act in line:
        if len(act.moved) > moved and act.points < least - 1e-6:
            moved, least = len(act.moved), act.points
            yield act
