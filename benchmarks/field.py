"""Against the field: `python -m benchmarks.field FOLDER --share 0.1 --seeds 3`.

FOLDER holds published instances and `published.csv` with the columns instance, published_best, published_mean_of_20 and
time_limit_s. Each instance is searched for that share of its time limit; one JSON line each, then a summary. On a
machine that others use too the clock lies: `--steps` searches as many steps as an idle one takes in that time.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from statistics import mean

from benchmarks.mdgp import read
from minim.engine.matrix import diversify


def measure(
    folder: Path, row: dict[str, str], share: float, seeds: int, threads: int | None, by_clock: bool
) -> dict[str, object]:
    """Search one instance with several seeds and compare the mean value with what was published."""
    problem = read(folder / f"{row['instance']}.txt.gz")
    seconds = share * float(row["time_limit_s"])
    found = [
        diversify(problem, seconds=seconds, seed=seed, threads=threads, by_clock=by_clock)
        for seed in range(seeds)
    ]
    value = mean(one.value for one in found)
    return {
        "instance": row["instance"],
        "seconds": round(mean(one.seconds for one in found), 2),
        "mean": round(value, 3),
        "best": round(max(one.value for one in found), 3),
        "over_published_mean_percent": round(100 * (value / float(row["published_mean_of_20"]) - 1), 3),
        "over_published_best_percent": round(100 * (value / float(row["published_best"]) - 1), 3),
    }


def main() -> None:
    """Measure every instance, or those whose names contain a word."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=0.1, help="of each published time limit")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--only", default="", help="instances whose names contain this")
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--steps", action="store_true", help="buy steps, however long they take")
    chosen = parser.parse_args()
    with (chosen.folder / "published.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if chosen.only in row["instance"]]
    lines = []
    for row in rows:
        lines.append(
            measure(chosen.folder, row, chosen.share, chosen.seeds, chosen.threads, not chosen.steps)
        )
        print(json.dumps(lines[-1]), flush=True)
    summary = {"instances": len(lines)} | {
        f"mean_reaches_published_{what}": sum(
            float(str(line[f"over_published_{what}_percent"])) >= 0 for line in lines
        )
        for what in ("mean", "best")
    }
    print(json.dumps(summary))


if __name__ == "__main__":
    main()
