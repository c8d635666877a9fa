"""How far plans are from the best known: `python -m benchmarks.gap 300 2000 --companies 3`, one JSON line each.

The best known plan of a company is the best of all its runs: some of the usual length, and some many times as long.
Work is counted in moves, so a busy machine changes the seconds that are told and nothing else.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from statistics import fmean

from benchmarks.families import FAMILIES
from benchmarks.rosters import cohort
from benchmarks.scale import seconds_for
from minim.engine import Problem, judge, solve
from minim.engine.warming import warm_up


def run(made: Problem, seconds: float, seed: int) -> tuple[float, float]:
    """Return the points of a plan that keeps every rule, and the processor time it took."""
    begun = time.process_time()
    result = solve(made, seconds=seconds, seed=seed)
    spent = time.process_time() - begun
    assert result.plan is not None, "these companies have plans"
    assert not judge(made, result.plan)
    assert result.stopped_by == "finished", "a run that the clock cuts short measures the machine"
    return result.score, spent


def measure(people: int, company: int, chosen: argparse.Namespace) -> dict[str, object]:
    """Return by how many per cent of points usual plans are dearer than the best known one of this company."""
    made = cohort(people, company, chosen.family).problem()
    seconds = chosen.seconds or seconds_for(people)
    usual = [run(made, seconds, seed) for seed in range(chosen.usual)]
    long = [run(made, seconds * chosen.times, 1_000 + seed) for seed in range(chosen.long)]
    best = min(points for points, _ in (*usual, *long))
    gaps = [100 * (points / best - 1) if best else 0.0 for points, _ in usual]
    return {
        "people": people,
        "family": chosen.family,
        "company": company,
        "seconds": seconds,
        "processor_seconds": round(fmean(spent for _, spent in usual), 2),
        "processor_seconds_long": round(fmean(spent for _, spent in long), 1) if long else None,
        "usual": [round(points, 1) for points, _ in usual],
        "long": [round(points, 1) for points, _ in long],
        "gap_percent": round(fmean(gaps), 2),
        "worst_gap_percent": round(max(gaps), 2),
    }


def lines(chosen: argparse.Namespace) -> Iterator[dict[str, object]]:
    """Yield one line for each size and company."""
    for people in chosen.people:
        for company in range(chosen.companies):
            yield measure(people, company, chosen)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="*", default=[300, 2_000])
    parser.add_argument("--family", default="everyday", help=f"joined with +: {', '.join(FAMILIES)}")
    parser.add_argument("--companies", type=int, default=3)
    parser.add_argument("--seconds", type=float, help="usual length; default: as benchmarks.scale")
    parser.add_argument("--usual", type=int, default=3, help="runs of the usual length, a seed each")
    parser.add_argument("--long", type=int, default=2, help="long runs, a seed each")
    parser.add_argument("--times", type=float, default=20, help="how many times as long they are")
    return parser.parse_args(arguments)


def main() -> None:
    """Measure each size and company."""
    chosen = parsed()
    warm_up()
    for line in lines(chosen):
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
