"""Time and memory against the number of people: `python -m benchmarks.scale 300 2000 20000`, one JSON line each.

Every size runs in a process of its own, so that its peak of memory belongs to it. `--draw FILE` draws the curve.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.curve import Line, drawn, table
from benchmarks.families import FAMILIES
from benchmarks.rosters import cohort
from minim.engine import Plan, Problem, Progress, Result, consequences, judge, solve
from minim.engine.warming import warm_up_for_hands

SIZES = (60, 300, 2_000, 20_000, 100_000)
STAGES = {"warming up": "warm_up", "seating": "seats", "improving": "search", "explaining": "proofs"}
"""What a stage of the progress is called in a line."""


def seconds_for(people: int) -> float:
    """Return how long to search: half a second for 300 people, growing more slowly than their number."""
    return float(round(0.5 * (people / 300) ** 0.7, 2))


class Stages:
    """Adds up how long each stage of a search took."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.stage, self.since = "seating", time.perf_counter()

    def hear(self, progress: Progress) -> None:
        """Book the time since the last word on the stage that has just gone on."""
        now = time.perf_counter()
        name = STAGES.get(self.stage, self.stage)
        self.spent[name] = self.spent.get(name, 0.0) + now - self.since
        self.stage, self.since = progress.stage, now

    def end(self, total: float) -> dict[str, float]:
        """Return seconds by stage; what came after the last word is the proofs."""
        known = sum(self.spent.values())
        name = STAGES.get(self.stage, self.stage)
        self.spent[name] = self.spent.get(name, 0.0) + max(0.0, total - known)
        return {stage: round(seconds, 2) for stage, seconds in self.spent.items() if stage != "warm_up"}


def measure(people: int, family: str, seconds: float, seed: int, threads: int) -> dict[str, object]:
    """Return what forming groups for so many managers takes, kernels loaded before."""
    warm_up_for_hands()
    company = cohort(people, seed, family)
    asked: dict[str, object] = {"reports_to": company.reports_to, "apart": company.apart}
    taken = _megabytes()
    begun = time.perf_counter()
    made = Problem.of(company.candidates, **asked)  # type: ignore[arg-type]
    made.arrays  # noqa: B018
    posed = time.perf_counter() - begun
    stages = Stages()
    begun, worked = time.perf_counter(), time.process_time()
    result = solve(made, seconds=seconds, seed=seed, threads=threads, progress=stages.hear)
    spent = time.perf_counter() - begun
    line: dict[str, object] = {
        "people": people,
        "family": family,
        "threads": threads,
        "seconds": round(posed + spent, 2),
        "processor_seconds": round(posed + time.process_time() - worked, 2),
        "stages": {"problem": round(posed, 2)} | stages.end(spent),
        "stopped_by": result.stopped_by,
        "company_mb": taken,
        "peak_mb": _megabytes(),
    }
    return line | (_told(made, result) if result.plan else {"clash": result.clash and result.clash.sentences})


def _told(made: Problem, result: Result) -> dict[str, object]:
    plan = result.plan
    assert plan is not None
    judging = _timed(lambda: judge(made, plan))
    return {
        "judge": round(judging, 2),
        "groups": len(plan.groups),
        "left_out": len(plan.left_out),
        "breaches": len(result.breaches),
        "score": round(result.score, 1),
        "bound_and_value": {
            proof.wish: [round(proof.bound, 2), round(proof.value, 2)]
            for proof in result.certificate
            if proof.value
        },
        "consequences_ms": round(1000 * _timed(lambda: _one_look(made, plan)), 1),
    }


def _one_look(made: Problem, plan: Plan) -> None:
    consequences(made, plan, made.candidates[-1].key)


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _megabytes() -> int:
    """Return the most memory this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def lines(chosen: argparse.Namespace) -> Iterator[Line]:
    """Measure every size of every family with every number of threads, and print each line as it comes."""
    for family in chosen.family:
        for threads in chosen.threads:
            for people in sorted(chosen.people):
                asked = [str(people), "--family", family, "--seed", str(chosen.seed), "--alone"]
                asked += ["--seconds", str(chosen.seconds or seconds_for(people))]
                asked += ["--threads", str(threads)]
                done = subprocess.run(
                    [sys.executable, "-m", "benchmarks.scale", *asked], stdout=subprocess.PIPE, check=True
                )
                print(done.stdout.decode().strip(), flush=True)
                yield json.loads(done.stdout)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="*", default=SIZES)
    parser.add_argument(
        "--family", nargs="+", default=["everyday"], help=f"joined with +: {', '.join(FAMILIES)}"
    )
    parser.add_argument("--seconds", type=float, help="default: grows with the number of people")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--threads", type=int, nargs="+", default=[1, 2], help="numbers of threads to compare"
    )
    parser.add_argument("--draw", type=Path, metavar="FILE.svg", help="draw time and memory against people")
    parser.add_argument("--alone", action="store_true", help="measure one size in this very process")
    return parser.parse_args(arguments)


def main() -> None:
    """Measure each size named, then show the table and draw the curve."""
    chosen = parsed()
    if chosen.alone:
        people = chosen.people[0]
        seconds = chosen.seconds or seconds_for(people)
        print(json.dumps(measure(people, chosen.family[0], seconds, chosen.seed, chosen.threads[0])))
        return
    begun = time.perf_counter()
    warm_up_for_hands()
    print(json.dumps({"warm_up_seconds": round(time.perf_counter() - begun, 2)}), flush=True)
    found = list(lines(chosen))
    print(table(found), file=sys.stderr)
    if chosen.draw:
        chosen.draw.write_text(drawn(found), encoding="utf-8")


if __name__ == "__main__":
    main()
