"""Carries an act out on today's plan, and keeps what else could have been done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from minim.cli.acts.errand import Errand
from minim.cli.form.request import Request, make_request
from minim.cli.form.wanted import Wanted
from minim.cli.output import refuse, say
from minim.engine import (
    Act,
    ActImpossible,
    Breach,
    LeftOut,
    Plan,
    Problem,
    Relaxation,
    dissolve,
    judge,
    lead,
    merge,
    place,
    remove,
    rotate,
    swap,
)
from minim.engine.seatable import why_unseatable
from minim.roster import Sheet

MOST = 5
"""Ways that are looked for, unless a later one is asked for."""


class NoWay(Exception):
    """Nothing keeps every rule; each line says why, or what a way would break."""

    def __init__(self, *lines: str) -> None:
        super().__init__(" ".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Taken:
    """One step: the ways there were, best first, and the one that was taken."""

    ways: tuple[Act, ...]
    act: Act


@dataclass(frozen=True)
class Done:
    """What was done. `standing` is what today's plan breaks already, `refused` whom no way could help, and why."""

    request: Request
    before: Plan
    standing: tuple[Breach, ...]
    steps: tuple[Taken, ...]
    refused: tuple[str, ...]
    plan: Plan


def do(sheet: Sheet, wanted: Wanted, errand: Errand, on: date) -> Done:
    """Do what was asked. Raises NoWay when no way keeps the rules, ProblemError when nobody can tell what is meant.

    Hours that we only assumed never stand in the way: then it is done without them.
    """
    request = make_request(sheet, wanted, on=on)
    if request.start is None:
        refuse("Nobody in that plan takes part any more. Are these the right two files?")
    rules = {breach.rule for breach in judge(request.problem, request.start)}
    if request.assumed and "common-slot" in rules:
        return _done(make_request(sheet, wanted, on=on, assuming=False), errand)
    try:
        return _done(request, errand)
    except NoWay:
        if not request.assumed:
            raise
    done = _done(make_request(sheet, wanted, on=on, assuming=False), errand)
    say("The hours we assumed leave no way, so this is done without them.")
    return done


def _done(request: Request, errand: Errand) -> Done:
    assert request.start is not None
    before = _with_left_out(request.problem, request.start)
    if hopeless := [one.reason for one in before.left_out if one.key in errand.people]:
        raise NoWay(*hopeless)
    standing = judge(request.problem, before)
    plan, taken, refused = before, [], []
    for asked in _one_by_one(request.problem, before, errand):
        try:
            step = _take(request.problem, plan, asked)
        except NoWay as nothing:
            if errand.act != "place" or errand.people:
                raise
            refused.append(str(nothing))
            continue
        taken.append(step)
        plan = step.act.plan
    if refused and not taken:
        raise NoWay(*refused)
    if errand.act == "remove":
        gone = Relaxation("leave-out", errand.people, "")
        request = replace(request, problem=request.problem.relaxed(gone))
    return Done(request, before, standing, tuple(taken), tuple(refused), plan)


def _take(problem: Problem, plan: Plan, asked: Errand) -> Taken:
    try:
        ways = _ways(problem, plan, asked)
    except ActImpossible as error:
        raise NoWay(str(error)) from error
    if asked.choice > len(ways):
        there = "There is only one way" if len(ways) == 1 else f"There are only {len(ways)} ways"
        refuse(f"{there} to do this, so --choice {asked.choice} names none.")
    act = ways[asked.choice - 1]
    if act.breaches:
        raise NoWay(*(way.sentence for way in ways))
    return Taken(ways, act)


def _with_left_out(problem: Problem, plan: Plan) -> Plan:
    """The plan with those whom no group can take, and why: a file of seats does not name them."""
    reasons = ((key, why_unseatable(problem, key)) for key in _without_seat(problem, plan))
    return replace(plan, left_out=tuple(LeftOut(key, reason) for key, reason in reasons if reason))


def _without_seat(problem: Problem, plan: Plan) -> list[str]:
    known = {key for group in plan.groups for key in group.members} | {one.key for one in plan.left_out}
    return [who.key for who in problem.candidates if who.key not in known]


def _one_by_one(problem: Problem, plan: Plan, errand: Errand) -> Iterator[Errand]:
    """Whoever is placed is placed alone, those who wait after those who were named."""
    if errand.act != "place":
        yield errand
        return
    for key in errand.people or _without_seat(problem, plan):
        yield replace(errand, people=(key,))


def _ways(problem: Problem, plan: Plan, asked: Errand) -> tuple[Act, ...]:
    most = max(MOST, asked.choice)
    match asked.act:
        case "place":
            return place(problem, plan, *asked.people, most=most)
        case "remove":
            return remove(problem, plan, *asked.people, most=most)
        case "swap":
            return swap(problem, plan, *asked.people, other=asked.other or None, most=most)
        case "lead":
            return lead(problem, plan, *asked.groups, key=next(iter(asked.people), None), most=most)
        case "merge":
            return merge(problem, plan, *asked.groups, most=most)
        case "dissolve":
            return dissolve(problem, plan, *asked.groups, most=most)
    return rotate(problem, plan, share=asked.share, seconds=asked.seconds, seed=asked.seed)
