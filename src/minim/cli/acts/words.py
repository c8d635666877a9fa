"""An act in words: the ways there were, what was taken, what is broken without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from minim.cli.acts.doing import Done, Taken
from minim.cli.form.proof import Proof
from minim.cli.form.request import Request
from minim.cli.form.words import Described, bullets, markdown, plain, proof_lines
from minim.engine import Act, Plan, Result

NOTHING = "Everybody who can have a seat has one. Nobody moves."
LISTED = 20
"""People who move for one way and are named beside it."""
SHOWN = 8
"""Broken rules that are told one by one on a screen."""


def way_line(way: Act, request: Request) -> str:
    """What one way means: what happens, who moves for it, and what that does to the wishes."""
    moves = {0: "Nobody changes group", 1: "1 person changes group"}
    told = moves.get(len(way.moved), f"{len(way.moved):,} people change group")
    return f"{way.sentence} {told}{_untold(way, request)}; {_points(way.points)}."


def _untold(way: Act, request: Request) -> str:
    """Who goes where, when the sentence only counts them and they are few enough to be named."""
    names = {key: request.rows[key].name for key in way.moved}
    if len(names) > LISTED or all(name in way.sentence for name in names.values()):
        return ""
    to = {group.name: [names[key] for key in group.members if key in names] for group in way.plan.groups}
    parts = [f"{', '.join(who)} to {name}" for name, who in to.items() if who]
    return f" ({'; '.join(parts)})"


def _points(points: float) -> str:
    if abs(points) < 0.05:
        return "all wishes fare the same"
    return f"{abs(points):,.1f} points {'worse' if points > 0 else 'better'}"


def taken_lines(done: Done) -> list[str]:
    """What was done, step by step, and who could not be helped."""
    return [*(way_line(step.act, done.request) for step in done.steps), *done.refused] or [NOTHING]


def rule_lines(done: Done, result: Result, proof: Proof) -> list[str]:
    """What the plan keeps, and what was broken before and stays so."""
    if not result.breaches:
        mended = ["What was broken before is mended by this."] if done.standing else []
        return [*proof_lines(result, proof), *mended]
    count = len(result.breaches)
    lines = [
        proof.sentence,
        f"{'One rule is' if count == 1 else f'{count:,} rules are'} broken today already, and not by this:",
    ]
    lines += [breach.sentence for breach in result.breaches[:SHOWN]]
    if count > SHOWN:
        lines.append(f"… and {count - SHOWN:,} more.")
    return [*lines, *_ways_out(result)]


def _ways_out(result: Result) -> list[str]:
    rules = {breach.rule for breach in result.breaches}
    lines = []
    if "one-seat" in rules:
        lines.append("“minim place” finds seats for those who have none.")
    if "facilitator" in rules:
        lines.append("“minim lead” finds a Facilitator for a group that has none.")
    if "size" in rules:
        lines.append("If the plan was formed with --size or --attendance, give the same here.")
    if rules - {"one-seat"}:
        lines.append("“minim form --keep” mends a plan with as few moves as it can.")
    return lines


def coming_back(done: Done) -> list[str]:
    """What to do so that somebody who was taken out stays out."""
    rows = [done.request.rows[key] for key in sorted(done.request.problem.excused)]
    return [
        f"{row.name} is still in the roster, so “minim place” and “minim form” would seat them again. "
        "Write “opted out” in a column “status” there to prevent that."
        for row in rows
    ]


def changed_groups(before: Plan, after: Plan) -> tuple[list[str], list[str]]:
    """The names of groups that have changed or are new, and of those that are gone."""
    old = {group.name: (group.facilitator, set(group.members)) for group in before.groups}
    new = {group.name: (group.facilitator, set(group.members)) for group in after.groups}
    return [name for name in new if old.get(name) != new[name]], [name for name in old if name not in new]


def act_markdown(done: Done, result: Result, described: Sequence[Described], proof: Proof) -> str:
    """The plan for reading, with what was done to it at the end."""
    lines = [*markdown(result, done.request, described, proof), "\n## What changed\n"]
    return "\n".join([*lines, *bullets(plain(line) for line in taken_lines(done))]) + "\n"


def act_json(done: Done) -> dict[str, Any]:
    """What `plan.json` says beyond what it says about any plan."""
    return {
        "acts": [_taken_json(step, seats_of(done.before)) for step in done.steps],
        "refused": list(done.refused),
        "broken_before": [breach.to_json() for breach in done.standing],
    }


def _taken_json(step: Taken, before: Mapping[str, str]) -> dict[str, Any]:
    return {"choice": step.ways.index(step.act) + 1, "ways": [_way_json(way, before) for way in step.ways]}


def _way_json(way: Act, before: Mapping[str, str]) -> dict[str, Any]:
    after = seats_of(way.plan)
    return {
        "sentence": way.sentence,
        "moved": [{"id": key, "from": before.get(key), "to": after.get(key)} for key in way.moved],
        "points": round(way.points, 3),
    }


def seats_of(plan: Plan) -> dict[str, str]:
    """Who sits in which group."""
    return {key: group.name for group in plan.groups for key in group.members}
