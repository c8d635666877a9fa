"""The published benchmark of maximally diverse grouping.

`python -m benchmarks.mdgp INSTANCE[.gz] --seconds S --seed N` prints one JSON line. An instance is a first line
`n G ss|ds` and G pairs of bounds, then lines `i j d`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from pathlib import Path

import numpy as np

from minim.engine.matrix import MDGP, diversify


def read(path: Path) -> MDGP:
    """Read an instance, packed or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        count, groups, _, *bounds = file.readline().split()
        lines = np.loadtxt(file, ndmin=2)
    distance = np.zeros((int(count), int(count)))
    one, other = lines[:, 0].astype(int), lines[:, 1].astype(int)
    distance[one, other] = distance[other, one] = lines[:, 2]
    ends = [int(bound) for bound in bounds]
    return MDGP.of(distance, list(zip(ends[::2], ends[1::2], strict=True))[: int(groups)])


def run(path: Path, seconds: float, seed: int, threads: int | None) -> dict[str, object]:
    """Search an instance for so many seconds of the clock, reading and compiling not counted."""
    problem = read(path)
    diversify(MDGP.of(np.zeros((2, 2)), [1, 1]), seconds=0.001, threads=1)
    begun = time.perf_counter()
    found = diversify(problem, seconds=seconds, seed=seed, threads=threads, by_clock=True)
    spent = time.perf_counter() - begun
    name = path.name.removesuffix(".gz").removesuffix(".txt")
    return {
        "instance": name,
        "value": round(found.value, 6),
        "seconds": round(spent, 3),
        "seed": seed,
        "groups": found.groups,
    }


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=None, help="default: one for each processor")
    chosen = parser.parse_args()
    print(json.dumps(run(chosen.instance, chosen.seconds, chosen.seed, chosen.threads)))


if __name__ == "__main__":
    main()
