"""Names a clash: the smallest set of rules that cannot be kept together, whom they concern, and ways out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from minim.engine.arrays import Numbers
from minim.engine.clash.dropping import asked, exempt, without
from minim.engine.clash.relaxations import relaxations
from minim.engine.plan import Breach, Clash, PlanGroup
from minim.engine.problem import Problem
from minim.engine.proof.obstacle import Obstacle
from minim.engine.proof.obstacles import obstacles
from minim.engine.rules import RULES, judge_group
from minim.engine.search.attempt import can_be_seated
from minim.engine.search.people import PeopleSearch
from minim.engine.search.seating import left_out, seated
from minim.engine.seatable import why_unseatable
from minim.engine.watch import Watch

PROVED, NAMING, ASKING, HELPING = 2.5, 1.2, 0.6, 1.2
"""Seconds for finding the rules that clash, proved or not, for finding whom they concern, and for trying ways out."""
TOLD = 5
"""So many sentences about what is still broken, and about other clashes, are told at most."""
PERSONAL = ("apart", "chain", "common-slot", "pinned")
"""Rules that single people bring into a clash."""
FEW = 6
"""A clash of more people than these is not told by their names."""


def clash_by_counting(problem: Problem, people: Numbers) -> Clash | None:
    """Return a proved clash, or None when counting finds nothing impossible."""
    first = next(obstacles(problem, people), None)
    if first is None:
        return None
    alone = _of_these(problem, people)
    reduced, rules = _fewest(alone, Watch.for_seconds(PROVED), first.rules)
    told = first if set(rules) <= set(first.rules) else next(iter(_proofs(reduced)), first)
    sentences = [told.sentence, *(f"Besides: {other.sentence}" for other in _elsewhere(alone, rules))]
    ways = relaxations(problem, people, rules, told.people, Watch.for_seconds(HELPING))
    return Clash(rules or first.rules, tuple(sentences), ways, told.people, proved=True)


def clash_by_search(
    problem: Problem, people: Numbers, found: PeopleSearch | None, hurried: bool = False
) -> Clash:
    """Name the rules that clash by dropping one after the other: what can stay dropped is not part of the clash.

    `hurried` says that the search ended because its time was over.
    """
    reduced, rules = _fewest(_of_these(problem, people), Watch.for_seconds(NAMING))
    proofs = _proofs(reduced)
    breaches = list(_left_broken(problem, found))
    involved = tuple(dict.fromkeys(key for breach in breaches for key in breach.people))
    core = () if proofs else _core(reduced, rules, involved, Watch.for_seconds(ASKING))
    sentences = [obstacle.sentence for obstacle in proofs[:1]] or [_together(rules, hurried)]
    if core:
        sentences.append(_between(problem, core))
    sentences += [breach.sentence for breach in breaches[:TOLD]]
    involved = tuple(dict.fromkeys((*core, *involved)))
    ways = relaxations(problem, people, rules, involved, Watch.for_seconds(HELPING))
    return Clash(rules, tuple(dict.fromkeys(sentences)), ways, core or involved, proved=bool(proofs))


def _of_these(problem: Problem, people: Numbers) -> Problem:
    """Return the problem of those to be seated: dropping a rule shall not bring back whom it leaves out."""
    here = {problem.candidates[at].key for at in people} or {who.key for who in problem.candidates}
    return replace(problem, excused=problem.excused | {who.key for who in problem.candidates} - here)


def _fewest(
    problem: Problem, watch: Watch, among: Sequence[str] = tuple(RULES)
) -> tuple[Problem, tuple[str, ...]]:
    """Deletion filter: drop every rule without which the clash stands, and return what is left of it.

    Each rule that remains is needed: without it, and without those dropped before, a plan was found. When the time is
    over, the rules not yet asked about remain too: the clash is among them.
    """
    reduced = problem
    for rule in asked(problem):
        if rule not in among:
            reduced = without(reduced, rule)
    if can_be_seated(reduced, watch):
        reduced, among = problem, tuple(RULES)
    kept = []
    for rule in asked(problem):
        smaller = without(reduced, rule)
        if rule in among and (can_be_seated(smaller, watch) or watch.must_stop()):
            kept.append(rule)
        elif rule in among:
            reduced = smaller
    return reduced, tuple(rule for rule in RULES if rule in kept)


def _proofs(problem: Problem) -> list[Obstacle]:
    """Return the plainest proof that counting finds in a problem, whoever can be seated there."""
    return list(_first(obstacles(problem, seated(problem, left_out(problem)))))


def _elsewhere(problem: Problem, rules: Sequence[str]) -> list[Obstacle]:
    """Return the proof of another clash, which stands even without these rules."""
    for rule in rules:
        problem = without(problem, rule)
    return _proofs(problem) if rules else []


def _first(found: Iterator[Obstacle]) -> Iterator[Obstacle]:
    first = next(found, None)
    if first is not None:
        yield first


def _core(problem: Problem, rules: Sequence[str], involved: Sequence[str], watch: Watch) -> tuple[str, ...]:
    """Deletion filter over people: the few whose own part in these rules makes the clash; nobody when they are many.

    `problem` keeps only the rules that clash. Whoever can be exempt from those that concern single people is, in large
    parts of the company first, and the clash still stands.
    """
    own = [rule for rule in rules if rule in PERSONAL]
    here = frozenset(involved)
    some = sorted((who.key for who in problem.candidates), key=lambda key: key in here)
    part = len(some) if own else 0
    while (part := part // 2) and not watch.must_stop():
        for at in range(len(some) - part, -1, -part):
            rest = some[:at] + some[at + part :]
            gone = [who.key for who in problem.candidates if who.key not in set(rest)]
            if rest and not can_be_seated(exempt(problem, own, gone), watch) and not watch.must_stop():
                some = rest
    return tuple(some) if len(some) <= FEW and not watch.must_stop() else ()


def _together(rules: Sequence[str], hurried: bool) -> str:
    tried = "Time was over before a way was found" if hurried else "No way was found"
    return f"{tried} to keep these rules together: " + " ".join(RULES[rule] for rule in rules)


def _between(problem: Problem, core: Sequence[str]) -> str:
    if len(core) == 1:
        return f"It is about {_names(problem, core)} alone: for everybody else these rules can be kept."
    return f"It is between {_names(problem, core)}: if one of them were exempt, these rules could be kept."


def _names(problem: Problem, keys: Sequence[str]) -> str:
    names = [problem.label(key) for key in keys]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _left_broken(problem: Problem, found: PeopleSearch | None) -> Iterator[Breach]:
    """Yield what is still broken in the best seats found, or why some cannot be seated at all."""
    if found is None or found.best is None:
        for who in problem.candidates[:TOLD]:
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
