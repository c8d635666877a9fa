"""What each act on a plan takes: `python -m benchmarks.acts 2000 20000`, one JSON line for each number of people."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

import numpy as np

from benchmarks.rosters import problem
from minim.engine import (
    Act,
    ActImpossible,
    Plan,
    PlanGroup,
    Problem,
    dissolve,
    lead,
    merge,
    place,
    reform,
    remove,
    rotate,
    solve,
    swap,
)
from minim.engine.warming import warm_up_for_hands

Doing = Callable[[], tuple[Act, ...]]


def measure(people: int, seconds: float, seed: int, turns: int) -> dict[str, object]:
    """Return median and longest milliseconds of each act on groups chosen by lot, and how many ways were found."""
    made = problem(people, seed)
    plan = solve(made, seconds=seconds, seed=seed).plan
    if plan is None:
        return {"people": people, "plan": None}
    times: dict[str, list[float]] = {}
    ways: dict[str, int] = {}
    for group in np.random.default_rng(seed).permutation(len(plan.groups))[:turns].tolist():
        for name, act in _acts(made, plan, group):
            spent, count = _timed(act)
            times.setdefault(name, []).append(spent)
            ways[name] = ways.get(name, 0) + count
    return {
        "people": people,
        "groups": len(plan.groups),
        "turns": turns,
        "ms": {name: round(median(spent)) for name, spent in times.items()},
        "longest_ms": {name: round(max(spent)) for name, spent in times.items()},
        "ways": ways,
    }


def _timed(act: Doing) -> tuple[float, int]:
    begun = time.perf_counter()
    try:
        count = len(act())
    except ActImpossible:
        count = 0
    return 1000 * (time.perf_counter() - begun), count


def _acts(made: Problem, plan: Plan, at: int) -> Iterator[tuple[str, Doing]]:
    group = plan.groups[at]
    member = next(key for key in group.members if key != group.facilitator)
    near = [plan.groups[(at + step) % len(plan.groups)].name for step in range(3)]
    yield "place", partial(place, made, _without(plan, at, member), member)
    yield "remove", partial(remove, made, plan, member)
    yield "remove_facilitator", partial(remove, made, plan, group.facilitator)
    yield "swap", partial(swap, made, plan, member)
    yield "lead", partial(lead, made, plan, group.name)
    yield "merge", partial(merge, made, plan, group.name)
    yield "dissolve", partial(dissolve, made, plan, group.name)
    yield "reform_three", partial(reform, made, plan, near, seconds=0.5)
    yield "rotate_quarter", partial(rotate, made, plan)


def _without(plan: Plan, at: int, key: str) -> Plan:
    group = plan.groups[at]
    left = PlanGroup(group.name, group.facilitator, tuple(other for other in group.members if other != key))
    return Plan((*plan.groups[:at], left, *plan.groups[at + 1 :]), plan.left_out)


def main() -> None:
    """Measure each size named on one plan, after compiling; making the problem and the plan is not counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="*", default=[2000, 20000])
    parser.add_argument("--seconds", type=float, default=5.0, help="for the plan to act on")
    parser.add_argument("--turns", type=int, default=5, help="groups acted on, chosen by lot")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    warm_up_for_hands()
    measure(60, 0.1, chosen.seed, 1)
    for people in sorted(chosen.people):
        print(json.dumps(measure(people, chosen.seconds, chosen.seed, chosen.turns)), flush=True)


if __name__ == "__main__":
    main()
