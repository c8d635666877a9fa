"""The same request without one of its rules, or with some people exempt from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from minim.engine.problem import Problem
from minim.engine.sizes import LARGEST

_WITHOUT: dict[str, Callable[[Problem], Problem]] = {
    "locked": lambda problem: replace(problem, locked={}),
    "pinned": lambda problem: _changed(problem, pinned=None),
    "apart": lambda problem: replace(problem, apart=frozenset()),
    "groups": lambda problem: replace(problem, groups=None),
    "common-slot": lambda problem: _changed(problem, hours=None),
    "facilitator": lambda problem: _changed(problem, may_facilitate=True),
    "level-band": lambda problem: _changed(problem, level=0),
    "chain": lambda problem: replace(_changed(problem, manager=None), reports_to={}),
    "size": lambda problem: replace(problem, size=(2, LARGEST)),
}
"""How to drop each rule, in the order in which the deletion filter asks for it. Where everybody is on one level, a
Facilitator is near too."""

_ASKS: dict[str, Callable[[Problem], bool]] = {
    "locked": lambda problem: bool(problem.locked),
    "pinned": lambda problem: any(who.pinned for who in problem.candidates),
    "apart": lambda problem: bool(problem.apart),
    "groups": lambda problem: problem.groups is not None,
    "common-slot": lambda problem: any(who.hours is not None for who in problem.candidates),
    "facilitator": lambda problem: not all(who.may_facilitate for who in problem.candidates),
    "level-band": lambda problem: len({who.level for who in problem.candidates}) > 1,
}
"""Whether a rule asks for anything here; the others always do."""


def asked(problem: Problem) -> tuple[str, ...]:
    """Return the rules that ask for anything here, in the order of the deletion filter."""
    return tuple(rule for rule in _WITHOUT if rule not in _ASKS or _ASKS[rule](problem))


def without(problem: Problem, rule: str) -> Problem:
    """Return the problem without one rule."""
    return _WITHOUT[rule](problem)


def exempt(problem: Problem, rules: Collection[str], keys: Sequence[str]) -> Problem:
    """Return the problem with these people exempt from these rules."""
    gone = frozenset(keys)
    change: dict[str, object] = {}
    if "common-slot" in rules:
        change["hours"] = None
    if "pinned" in rules:
        change["pinned"] = None
    lines = problem.reports_to
    if "chain" in rules:
        lines = _lines_between(problem, {who.key for who in problem.candidates} - gone)
        problem = replace(
            problem,
            candidates=tuple(replace(who, manager=lines.get(who.key)) for who in problem.candidates),
            reports_to=lines,
        )
    people = tuple(replace(who, **change) if who.key in gone else who for who in problem.candidates)  # type: ignore[arg-type]
    if "apart" in rules:
        problem = replace(problem, apart=frozenset(pair for pair in problem.apart if not pair & gone))
    return replace(problem, candidates=people)


def _lines_between(problem: Problem, keys: Collection[str]) -> dict[str, str | None]:
    """Return for each of these people the nearest of them above."""
    above = {**problem.reports_to}
    above.update({who.key: who.manager for who in problem.candidates if who.key not in above})
    lines: dict[str, str | None] = {}
    for key in keys:
        senior = above.get(key)
        while senior is not None and senior not in keys:
            senior = above.get(senior)
        lines[key] = senior
    return lines


def _changed(problem: Problem, **change: object) -> Problem:
    return replace(problem, candidates=tuple(replace(who, **change) for who in problem.candidates))  # type: ignore[arg-type]
