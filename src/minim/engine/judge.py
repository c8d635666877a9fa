"""Judges any plan, the machine's or a hand-made one. It shares no code with the search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from minim.engine.plan import Breach, Plan
from minim.engine.problem import Problem
from minim.engine.rules import judge_group
from minim.engine.seatable import why_unseatable


def judge(problem: Problem, plan: Plan) -> tuple[Breach, ...]:
    """Return every broken rule in a plan; an empty tuple means it may be published."""
    breaches = [breach for group in plan.groups for breach in judge_group(problem, group)]
    for rule in (_one_seat_each, _left_out_for_cause, _pins_hold, _locks_hold, _groups_as_asked):
        breaches += rule(problem, plan)
    return tuple(breaches)


def _one_seat_each(problem: Problem, plan: Plan) -> Iterator[Breach]:
    seats: dict[str, list[str]] = {}
    for group in plan.groups:
        for key in group.members:
            seats.setdefault(key, []).append(group.name)
    for key, names in seats.items():
        if len(names) > 1:
            where = " and ".join(dict.fromkeys(names))
            yield Breach(
                "one-seat", names[0], (key,), f"{problem.label(key)} has {len(names)} seats, in {where}."
            )
    left_out = {who.key for who in plan.left_out}
    for key in sorted(left_out & set(seats)):
        yield Breach("one-seat", seats[key][0], (key,), f"{problem.label(key)} is both seated and left out.")
    for who in problem.candidates:
        if who.key not in seats and who.key not in left_out:
            yield Breach("one-seat", "", (who.key,), f"{who.label} has no seat.")


def _left_out_for_cause(problem: Problem, plan: Plan) -> Iterator[Breach]:
    for key in dict.fromkeys(who.key for who in plan.left_out):
        if key not in problem.number:
            yield Breach("known", "", (key,), f"{key} is left out but is not of this cohort.")
        elif why_unseatable(problem, key) is None:
            yield Breach(
                "one-seat", "", (key,), f"{problem.label(key)} is left out, though a group could take them."
            )


def _pins_hold(problem: Problem, plan: Plan) -> Iterator[Breach]:
    seat = {key: group.name for group in plan.groups for key in group.members}
    for who in problem.candidates:
        if who.pinned and seat.get(who.key) != who.pinned:
            yield Breach(
                "pinned", who.pinned, (who.key,), f"{who.label} is pinned to {who.pinned} but not there."
            )


def _locks_hold(problem: Problem, plan: Plan) -> Iterator[Breach]:
    groups = {group.name: group for group in plan.groups}
    for name, locked in problem.locked.items():
        group = groups.get(name)
        if group is None:
            yield Breach("locked", name, (), f"{name} is locked but missing.")
        elif set(group.members) != set(locked.members) or group.facilitator != locked.facilitator:
            changed = tuple(sorted(set(group.members) ^ set(locked.members)))
            yield Breach("locked", name, changed, f"{name} is locked but has changed.")


def _groups_as_asked(problem: Problem, plan: Plan) -> Iterator[Breach]:
    for name, count in Counter(group.name for group in plan.groups).items():
        if count > 1 or not name.strip():
            yield Breach(
                "groups", name, (), f"{count} groups are named “{name}”; each needs a name of its own."
            )
    if problem.groups is not None and len(plan.groups) != problem.groups:
        yield Breach(
            "groups", "", (), f"There are {len(plan.groups)} groups; {problem.groups} were asked for."
        )
