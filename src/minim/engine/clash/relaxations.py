"""The smallest changes to a request that make it possible, each tried before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from minim.engine.arrays import Numbers
from minim.engine.plan import Relaxation
from minim.engine.problem import Problem
from minim.engine.proof.counting import shareable
from minim.engine.proof.obstacles import open_people
from minim.engine.search.attempt import can_be_seated
from minim.engine.sizes import LARGEST
from minim.engine.watch import Watch

OFFERED = 4
"""Relaxations offered at most."""
TRIED = 16
"""Relaxations tried at most."""
CROWD = 6
"""More people than these who are all in the way are freed from each other at once, before any two of them."""
GROWING = ("facilitators", "level-band", "slot-minutes")
"""Proposed from small to large: once one works, a larger one of the same kind says nothing new."""


def relaxations(
    problem: Problem, people: Numbers, rules: Sequence[str], involved: Sequence[str], watch: Watch
) -> tuple[Relaxation, ...]:
    """Return changes after which a search finds a plan. Rules of safety (own chain) are never offered."""
    works: list[Relaxation] = []
    proposals = (
        change
        for rule in (*rules, "people")
        for change in _PROPOSALS.get(rule, _none)(problem, people, involved)
    )
    for tried, change in enumerate(dict.fromkeys(proposals)):
        if len(works) == OFFERED or tried == TRIED or watch.must_stop():
            break
        if change.kind in GROWING and any(change.kind == smaller.kind for smaller in works):
            continue
        if can_be_seated(problem.relaxed(change), watch):
            works.append(change)
    return tuple(works)


def _none(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    yield from ()


def _size(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    low, high = problem.size
    count = open_people(problem, people)
    wider = range(high + 1, min(LARGEST, max(count, high + 2)) + 1)
    larger = next((size for size in wider if shareable(count, low, size)), None)
    smaller = next((size for size in range(low - 1, 1, -1) if shareable(count, size, high)), None)
    if larger:
        yield Relaxation("size", (low, larger), f"Allow groups of up to {larger}.")
    if smaller:
        yield Relaxation("size", (smaller, high), f"Allow groups of {smaller}.")
    led = sum(problem.candidates[at].may_facilitate for at in people)
    if led and high < -(-len(people) // led) <= LARGEST:
        enough = -(-len(people) // led)
        yield Relaxation(
            "size", (low, enough), f"Allow groups of up to {enough}, so that {led} Facilitators are enough."
        )


def _facilitators(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    high = problem.size[1]
    unwilling = [problem.candidates[at] for at in people if not problem.candidates[at].may_facilitate]
    unwilling.sort(key=lambda who: (-(who.experience or 0), who.level, who.key))
    wanted = problem.groups or -(-len(people) // high)
    missing = max(1, wanted - (len(people) - len(unwilling)))
    for count in dict.fromkeys((missing, missing + 1, 2 * missing, len(unwilling))):
        chosen = unwilling[:count]
        if chosen:
            names = ", ".join(who.label for who in chosen[:5]) + (" and others" if len(chosen) > 5 else "")
            more = "one more Facilitator" if len(chosen) == 1 else f"{len(chosen)} more Facilitators"
            yield Relaxation(
                "facilitators", tuple(who.key for who in chosen), f"Win and train {more}, such as {names}."
            )


def _band(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    for band in (problem.level_band + 1, problem.level_band + 2):
        yield Relaxation("level-band", (band,), f"Let people up to {band} levels apart share a group.")


def _slot(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    for minutes in (45, 30, 15):
        if minutes < problem.slot_minutes:
            yield Relaxation("slot-minutes", (minutes,), f"Meet for {minutes} minutes.")


def _apart(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    pairs = sorted(tuple(sorted(pair)) for pair in problem.apart)
    pairs.sort(key=lambda pair: -sum(key in involved for key in pair))
    crowd = tuple(dict.fromkeys(key for pair in pairs if set(pair) <= set(involved) for key in pair))
    if len(crowd) > CROWD:
        yield Relaxation("apart", crowd, f"Allow the {len(crowd)} people kept apart to share groups.")
    for pair in pairs[:8]:
        names = " and ".join(problem.label(key) for key in pair)
        yield Relaxation("apart", pair, f"Allow {names} to share a group.")


def _pinned(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    pinned = [who for who in problem.candidates if who.pinned]
    pinned.sort(key=lambda who: who.key not in involved)
    for who in pinned[:6]:
        yield Relaxation("unpin", (who.key,), f"Let {who.label} sit elsewhere than in {who.pinned}.")
    if len(pinned) > 1:
        yield Relaxation("unpin", tuple(who.key for who in pinned), "Unpin everybody.")


def _locked(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    for name in sorted(
        problem.locked, key=lambda name: not set(problem.locked[name].members) & set(involved)
    )[:6]:
        yield Relaxation("unlock", (name,), f"Unlock {name}.")
    if len(problem.locked) > 1:
        yield Relaxation("unlock", tuple(problem.locked), "Unlock all groups.")


def _groups(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    low, high = problem.size
    if problem.groups is None:
        return
    fewest, most = -(-len(people) // high), len(people) // low
    for groups in sorted(range(fewest, most + 1), key=lambda count: abs(count - (problem.groups or 0)))[:3]:
        yield Relaxation("groups", (groups,), f"Form {groups} groups.")


def _people(problem: Problem, people: Numbers, involved: Sequence[str]) -> Iterator[Relaxation]:
    """Leaving somebody out helps last, and is asked of the people who stand in the way."""
    locked = {key for group in problem.locked.values() for key in group.members}
    free = [key for key in involved if key in problem.number and key not in locked]
    for key in free[:6]:
        yield Relaxation("leave-out", (key,), f"Leave {problem.label(key)} out of this round.")
    if 1 < len(free) <= 6:
        names = ", ".join(problem.label(key) for key in free)
        yield Relaxation("leave-out", tuple(free), f"Leave {names} out of this round.")


_PROPOSALS: dict[str, Callable[[Problem, Numbers, Sequence[str]], Iterator[Relaxation]]] = {
    "size": _size,
    "facilitator": _facilitators,
    "level-band": _band,
    "common-slot": _slot,
    "apart": _apart,
    "pinned": _pinned,
    "locked": _locked,
    "groups": _groups,
    "people": _people,
}
