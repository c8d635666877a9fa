"""Says for certain whether a small problem has a plan that keeps every rule: CP-SAT, by the rules' own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ortools.sat.python import cp_model

from minim.engine import Problem
from minim.engine.rules import pair_breaches
from minim.engine.slots import starts_within

Seats = Mapping[tuple[str, int], Any]


def has_plan(problem: Problem, keys: Sequence[str], seconds: float = 120.0) -> bool | None:
    """Tell whether these people can be seated; None when the solver does not know in time. Locks are not modeled."""
    low, high = problem.size
    pinned = len({who.pinned for who in problem.candidates if who.pinned})
    counts = range(max(1, pinned, -(-len(keys) // high)), len(keys) // low + 1)
    if problem.groups is not None:
        counts = range(problem.groups, problem.groups + 1)
    unsure = False
    for groups in counts:
        status = _status(problem, keys, groups, seconds)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return True
        unsure |= status == cp_model.UNKNOWN
    return None if unsure else False


def _status(problem: Problem, keys: Sequence[str], groups: int, seconds: float) -> int:
    model = cp_model.CpModel()
    names = problem.names(groups)
    sits = {(key, at): model.new_bool_var("") for key in keys for at in range(groups)}
    leads = {(key, at): model.new_bool_var("") for key in keys for at in range(groups)}
    for key in keys:
        who = problem.candidate(key)
        model.add_exactly_one(sits[key, at] for at in range(groups))
        for at in range(groups):
            model.add_implication(leads[key, at], sits[key, at])
            if not who.may_facilitate:
                model.add(leads[key, at] == 0)
            if who.pinned == names[at]:
                model.add(sits[key, at] == 1)
    starts = _starts(problem, keys)
    for at in range(groups):
        members = [sits[key, at] for key in keys]
        model.add(sum(members) >= problem.size[0])
        model.add(sum(members) <= problem.size[1])
        model.add_exactly_one(leads[key, at] for key in keys)
        when = [model.new_bool_var("") for _ in starts]
        model.add_exactly_one(when)
        for start, chosen in zip(starts, when, strict=True):
            for key in keys:
                if not starts_within(problem.candidate(key).hours, problem.quarters) >> start & 1:
                    model.add_at_most_one(chosen, sits[key, at])
        _pairs(model, problem, keys, sits, leads, at)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    return int(solver.solve(model))


def _pairs(
    model: cp_model.CpModel, problem: Problem, keys: Sequence[str], sits: Seats, leads: Seats, at: int
) -> None:
    """Two who may not meet; levels too far apart unless one of them leads; a leader too high or too low."""
    for place, one in enumerate(keys):
        for other in keys[place + 1 :]:
            if any(pair_breaches(problem, "", one, other)):
                model.add_at_most_one(sits[one, at], sits[other, at])
            apart = abs(problem.candidate(one).level - problem.candidate(other).level)
            if apart > problem.level_band:
                model.add_bool_or(
                    sits[one, at].negated(), sits[other, at].negated(), leads[one, at], leads[other, at]
                )
        for other in keys:
            above = problem.candidate(one).level - problem.candidate(other).level
            if one != other and (above > 1 or -above > problem.level_band):
                model.add_at_most_one(leads[one, at], sits[other, at])


def _starts(problem: Problem, keys: Sequence[str]) -> list[int]:
    """Return one start for each set of people who can come."""
    seen: dict[tuple[bool, ...], int] = {}
    masks = [starts_within(problem.candidate(key).hours, problem.quarters) for key in keys]
    for start in range(672):
        seen.setdefault(tuple(bool(mask >> start & 1) for mask in masks), start)
    return list(seen.values())
