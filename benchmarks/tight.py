"""Tight companies with a hidden plan, and the same spoiled: `python -m benchmarks.tight --seeds 100`."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from benchmarks.planted import FAMILIES, Family, planted
from minim.engine import Plan, Problem, Result, judge, solve
from minim.engine.warming import warm_up_for_hands

OFFICE = range(32, 72)
WEEK, WEEKEND = (
    sum(1 << (day * 96 + quarter) for day in days for quarter in OFFICE) for days in (range(5), range(5, 7))
)
"""Working hours of those who otherwise could come at any hour, and hours that nobody else keeps."""


def too_many_apart(problem: Problem, plan: Plan) -> Problem:
    """Keep so many people apart that each would need a group, and one more than there can be."""
    chosen = [who.key for who in problem.candidates][: len(problem.candidates) // problem.size[0] + 1]
    return replace(problem, apart=problem.apart | {frozenset(pair) for pair in combinations(chosen, 2)})


def a_shift_of_their_own(problem: Problem, plan: Plan) -> Problem:
    """Let one more person than a group holds work at weekends, all on one level: two groups would need more of them."""
    high = problem.size[1]
    weekend = {who.key for who in problem.candidates[: high + 1]}
    people = (
        replace(who, hours=WEEKEND, level=1, may_facilitate=True)
        if who.key in weekend
        else replace(who, hours=who.hours or WEEK)
        for who in problem.candidates
    )
    return replace(problem, candidates=tuple(people))


def pinned_and_apart(problem: Problem, plan: Plan) -> Problem:
    """Pin two to one group and keep them apart."""
    one, other = plan.groups[0].members[:2]
    people = (
        replace(who, pinned="Group 1") if who.key in (one, other) else who for who in problem.candidates
    )
    return replace(problem, candidates=tuple(people), apart=problem.apart | {frozenset((one, other))})


SPOILS: Mapping[str, Callable[[Problem, Plan], Problem]] = {
    "too many apart": too_many_apart,
    "a shift of their own": a_shift_of_their_own,
    "pinned and apart": pinned_and_apart,
}


def measure(name: str, family: Family, people: int, seeds: int) -> dict[str, object]:
    """Return how many hidden plans were answered with a plan that keeps every rule, and how long that took."""
    missed, spent = [], []
    for seed in range(seeds):
        made, hidden = planted(family, people, seed)
        assert not judge(made, hidden)
        result, seconds = _timed(made, seed)
        spent.append(seconds)
        if result.plan is None or judge(made, result.plan) or result.plan.left_out:
            missed.append(seed)
    found = {"family": name, "people": people, "seeds": seeds, "found": seeds - len(missed), "missed": missed}
    return found | _times(spent)


def measure_clash(spoil: str, people: int, seeds: int) -> dict[str, object]:
    """Return how long it takes to name clashes and ways out of them, and how many were proved.

    Where no group can take the very people who clash, they are left out, and the others get a plan.
    """
    spent, clashes, ways, smaller = [], [], 0, 0
    for seed in range(seeds):
        made, hidden = planted(random.Random(seed).choice(list(FAMILIES.values())), people, seed)
        result, seconds = _timed(SPOILS[spoil](made, hidden), seed)
        spent.append(seconds)
        if result.clash is not None:
            clashes.append(result.clash)
            ways += len(result.clash.relaxations) > 0
        smaller += result.plan is not None and len(result.plan.left_out) > 0
    proved = sum(clash.proved for clash in clashes)
    told = {"clash": spoil, "people": people, "seeds": seeds, "named": len(clashes), "proved": proved}
    return told | {"with_ways_out": ways, "planned_without_some": smaller} | _times(spent)


def _timed(problem: Problem, seed: int) -> tuple[Result, float]:
    begun = time.perf_counter()
    result = solve(problem, seconds=0.01, seed=seed)
    return result, time.perf_counter() - begun


def _times(spent: list[float]) -> dict[str, float]:
    return {"mean_seconds": round(sum(spent) / len(spent), 2), "worst_seconds": round(max(spent), 2)}


def lines(chosen: argparse.Namespace) -> Iterator[dict[str, object]]:
    """Yield one line of figures for each family or clash and size."""
    for people in chosen.people:
        for name in chosen.family or FAMILIES:
            yield measure(name, FAMILIES[name], people, chosen.seeds)
        for spoil in () if chosen.family else SPOILS:
            yield measure_clash(spoil, people, chosen.seeds)


def main() -> None:
    """Measure the families named, or all of them and the clashes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--people", type=int, nargs="+", default=[12, 40, 120, 400])
    parser.add_argument("--family", nargs="+", choices=list(FAMILIES))
    warm_up_for_hands()
    for line in lines(parser.parse_args()):
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
