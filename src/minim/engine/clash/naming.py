"""Why no plan can keep every rule, and the smallest changes that help: each one is tried before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from minim.engine.arrays import Numbers
from minim.engine.clash.relaxations import relaxations
from minim.engine.plan import Breach, Clash, PlanGroup
from minim.engine.problem import Problem
from minim.engine.proof.obstacles import obstacles
from minim.engine.rules import RULES, judge_group
from minim.engine.search.attempt import can_be_seated
from minim.engine.search.cooling import Search
from minim.engine.seatable import why_unseatable
from minim.engine.watch import Watch

_WITHOUT: dict[str, Callable[[Problem], Problem]] = {
    "locked": lambda problem: replace(problem, locked={}),
    "pinned": lambda problem: _changed(problem, pinned=None),
    "apart": lambda problem: replace(problem, apart=frozenset()),
    "groups": lambda problem: replace(problem, groups=None),
    "common-slot": lambda problem: _changed(problem, hours=None),
    "facilitator": lambda problem: _changed(problem, may_facilitate=True),
    "level-band": lambda problem: replace(problem, level_band=1000),
    "chain": lambda problem: replace(_changed(problem, manager=None), reports_to={}),
    "size": lambda problem: replace(problem, size=(2, max(2, len(problem.candidates)))),
}
"""How to drop each rule, in the order in which the deletion filter asks for it."""

_ASKS: dict[str, Callable[[Problem], bool]] = {
    "locked": lambda problem: bool(problem.locked),
    "pinned": lambda problem: any(who.pinned for who in problem.candidates),
    "apart": lambda problem: bool(problem.apart),
    "groups": lambda problem: problem.groups is not None,
    "common-slot": lambda problem: any(who.hours is not None for who in problem.candidates),
    "facilitator": lambda problem: not all(who.may_facilitate for who in problem.candidates),
}
"""Whether a rule asks for anything here; the others always do."""

NAMING = 4.0
"""Seconds for naming a clash and trying ways out of it."""


def clash_by_counting(problem: Problem, people: Numbers) -> Clash | None:
    """Return a proved clash, or None when counting finds nothing impossible."""
    found = list(obstacles(problem, people))
    if not found:
        return None
    rules = tuple(rule for rule in RULES if any(rule in obstacle.rules for obstacle in found))
    involved = tuple(dict.fromkeys(key for obstacle in found for key in obstacle.people))
    sentences = tuple(dict.fromkeys(obstacle.sentence for obstacle in found))
    ways = relaxations(problem, people, rules, involved, Watch.for_seconds(NAMING))
    return Clash(rules, sentences, ways, involved, proved=True)


def clash_by_search(problem: Problem, people: Numbers, found: Search | None) -> Clash:
    """Name the rules that clash by dropping one after the other: what can stay dropped is not part of the clash."""
    watch = Watch.for_seconds(NAMING)
    rules = tuple(_smallest_set(problem, watch))
    breaches = list(_left_broken(problem, found))
    involved = tuple(dict.fromkeys(key for breach in breaches for key in breach.people))
    together = " ".join(RULES[rule] for rule in rules)
    sentences = [f"No way was found to keep these rules together: {together}"]
    sentences += [breach.sentence for breach in breaches[:5]]
    ways = relaxations(problem, people, rules, involved, Watch.for_seconds(NAMING))
    return Clash(rules, tuple(sentences), ways, involved)


def _smallest_set(problem: Problem, watch: Watch) -> Iterator[str]:
    """Deletion filter: a rule belongs to the clash when everything works without it and what was dropped before.

    When the time is over the rules not yet asked about are named too: the clash is among them.
    """
    reduced = problem
    for rule, drop in _WITHOUT.items():
        if rule in _ASKS and not _ASKS[rule](problem):
            continue
        without = drop(reduced)
        if can_be_seated(without, watch) or watch.must_stop():
            yield rule
        else:
            reduced = without


def _left_broken(problem: Problem, found: Search | None) -> Iterator[Breach]:
    """Yield what is still broken in the best seats found, or why some cannot be seated at all."""
    if found is None or found.best is None:
        for who in problem.candidates[:5]:
            if reason := why_unseatable(problem, who.key):
                yield Breach("one-seat", "", (who.key,), reason)
        return
    for at, name in enumerate(found.room.names):
        people = [problem.candidates[row] for row in (found.best == at).nonzero()[0]]
        led = (
            PlanGroup(name, who.key, tuple(one.key for one in people)) for who in people if who.may_facilitate
        )
        unled = PlanGroup(name, "", tuple(one.key for one in people))
        judged = [judge_group(problem, group) for group in (*led, unled)]
        yield from min(judged, key=len)


def _changed(problem: Problem, **change: object) -> Problem:
    return replace(problem, candidates=tuple(replace(who, **change) for who in problem.candidates))  # type: ignore[arg-type]
