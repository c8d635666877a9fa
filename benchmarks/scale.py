"""Time and memory against the number of people: `python -m benchmarks.scale 200 1000 5000`, one JSON line each."""

from __future__ import annotations

import argparse
import json
import resource
import time

from benchmarks.rosters import problem
from minim.engine import Problem, consequences, solve
from minim.engine.warming import warm_up


def measure(people: int, seconds: float, seed: int) -> dict[str, object]:
    """Return what forming groups for so many managers takes."""
    made = problem(people, seed)
    begun = time.perf_counter()
    result = solve(made, seconds=seconds, seed=seed)
    spent = time.perf_counter() - begun
    line: dict[str, object] = {"people": people, "seconds": round(spent, 2), "stopped_by": result.stopped_by}
    if result.plan is None:
        return line | {"clash": result.clash.sentences if result.clash else None}
    gaps = {proof.wish: [proof.bound, proof.value] for proof in result.certificate if proof.value}
    return line | {
        "groups": len(result.plan.groups),
        "left_out": len(result.plan.left_out),
        "breaches": len(result.breaches),
        "score": round(result.score, 1),
        "bound_and_value": gaps,
        "consequences_ms": round(1000 * _one_look(made, result.plan), 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _one_look(made: Problem, plan: object) -> float:
    begun = time.perf_counter()
    consequences(made, plan, made.candidates[-1].key)  # type: ignore[arg-type]
    return time.perf_counter() - begun


def main() -> None:
    """Measure each size named, smallest first, so that the peak of memory belongs to it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="*", default=[216, 1000, 5000, 20000])
    parser.add_argument(
        "--seconds", type=float, default=None, help="default: grows with the number of people"
    )
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    begun = time.perf_counter()
    warm_up()
    print(json.dumps({"warm_up_seconds": round(time.perf_counter() - begun, 2)}), flush=True)
    for people in sorted(chosen.people):
        seconds = chosen.seconds or max(2.0, people / 400)
        print(json.dumps(measure(people, seconds, chosen.seed)), flush=True)


if __name__ == "__main__":
    main()
