"""What counting and looking prove to be impossible, before any search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from minim.engine.arrays import LEADS, Numbers
from minim.engine.plan import Breach, PlanGroup
from minim.engine.problem import Problem
from minim.engine.proof.company import Company
from minim.engine.proof.counting import islands, pinned_together, shareable, strangers, stretches
from minim.engine.proof.obstacle import Obstacle
from minim.engine.rules import a_common_slot, judge_group, levels_are_near, pairs_may_meet


def obstacles(problem: Problem, people: Numbers) -> Iterator[Obstacle]:
    """Yield every proof found, the plainest first."""
    if not problem.candidates:
        yield Obstacle(("size",), "There is nobody to form groups of.")
    if not len(people):
        return
    for look in _LOOKS:
        yield from look(problem, people)
    company = Company(problem, people)
    for count in _COUNTS:
        yield from count(company)


def open_people(problem: Problem, people: Numbers) -> int:
    """Return how many people are to be shared out over the groups that are not locked."""
    return len(people) - sum(len(group.members) for group in problem.locked.values())


def _sizes(problem: Problem, people: Numbers) -> Iterator[Obstacle]:
    low, high = problem.size
    count = open_people(problem, people)
    if not shareable(count, low, high):
        sentence = f"{count} people cannot be shared into groups of {low} to {high}."
        yield Obstacle(("size",), sentence)
    elif problem.groups is not None:
        groups = problem.groups - len(problem.locked)
        if not groups * low <= count <= groups * high:
            sentence = f"{count} people do not fill {groups} groups of {low} to {high}."
            yield Obstacle(("size", "groups"), sentence)


def _leaders(problem: Problem, people: Numbers) -> Iterator[Obstacle]:
    high = problem.size[1]
    locked = {key for group in problem.locked.values() for key in group.members}
    willing = [
        at for at in people if problem.arrays.people[at, LEADS] and problem.candidates[at].key not in locked
    ]
    fewest = -(-open_people(problem, people) // high)
    wanted = fewest if problem.groups is None else problem.groups - len(problem.locked)
    if len(willing) < wanted:
        only = f"only {len(willing)} {'is' if len(willing) == 1 else 'are'} willing and trained"
        sentence = f"{wanted} groups need {wanted} Facilitators; {only}."
        yield Obstacle(("facilitator", "size" if problem.groups is None else "groups"), sentence)


def _pins(problem: Problem, people: Numbers) -> Iterator[Obstacle]:
    seated = {problem.candidates[at].key for at in people}
    pinned: dict[str, list[str]] = defaultdict(list)
    for who in problem.candidates:
        if who.pinned and who.key not in seated:
            yield Obstacle(
                ("pinned",), f"{who.label} is pinned to {who.pinned}, but no group can take them.", (who.key,)
            )
        elif who.pinned:
            pinned[who.pinned].append(who.key)
    for name, keys in pinned.items():
        if len(keys) > problem.size[1] and name not in problem.locked:
            sentence = f"{len(keys)} people are pinned to {name}; {problem.size[1]} is the largest size."
            yield Obstacle(("pinned", "size"), sentence, tuple(keys))
        for breach in _broken(problem, name, keys) if name not in problem.locked else ():
            together = f"{', '.join(problem.label(key) for key in keys)} are pinned to {name}."
            yield Obstacle(("pinned", breach.rule), f"{together} {breach.sentence}", breach.people)
    if problem.groups is not None and problem.binding > problem.groups:
        sentence = (
            f"People are pinned to or locked in {problem.binding} groups, but {problem.groups} are asked for."
        )
        yield Obstacle(("pinned", "groups"), sentence)


def _broken(problem: Problem, name: str, keys: Sequence[str]) -> list[Breach]:
    """Return what these people break together, whoever leads them, one of them or somebody else."""
    group = PlanGroup(name, "", tuple(keys))
    levels = [
        list(levels_are_near(problem, replace(group, facilitator=key)))
        for key in ("", *keys)
        if not key or problem.candidate(key).may_facilitate
    ]
    return [*pairs_may_meet(problem, group), *min(levels, key=len), *a_common_slot(problem, group)]


def _locks(problem: Problem, people: Numbers) -> Iterator[Obstacle]:
    seated = {problem.candidates[at].key for at in people}
    for name, group in problem.locked.items():
        for breach in judge_group(problem, group):
            yield Obstacle(("locked", breach.rule), f"{name} is locked. {breach.sentence}", breach.people)
        for key in group.members:
            if key not in seated:
                sentence = f"{problem.label(key)} is locked in {name}, but no group can take them."
                yield Obstacle(("locked",), sentence, (key,))
        for who in problem.candidates:
            if who.pinned == name and who.key not in group.members:
                sentence = f"{who.label} is pinned to {name}, which is locked without them."
                yield Obstacle(("pinned", "locked"), sentence, (who.key,))


_LOOKS: tuple[Callable[[Problem, Numbers], Iterator[Obstacle]], ...] = (
    _sizes,
    _leaders,
    _pins,
    _locks,
)
_COUNTS: tuple[Callable[[Company], Iterator[Obstacle]], ...] = (
    islands,
    stretches,
    pinned_together,
    strangers,
)
