"""After warming up nothing is left to compile or to load."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

STORY = """
import json, sys
from numba.core.dispatcher import Dispatcher
from benchmarks.rosters import problem
from minim.engine import consequences, explain, place, remove, solve, swap
from minim.engine.warming import warm_up_for_hands

def kernels():
    rooms = [room for name, room in sys.modules.items() if name.startswith("minim.engine")]
    found = {one for room in rooms for one in vars(room).values() if isinstance(one, Dispatcher)}
    return {f"{one.__module__}.{one.__name__} {sig}" for one in found for sig in one.signatures}

warm_up_for_hands()
before = kernels()
made = problem(60, 1, "everyday+three-rounds+apart+pinned")
plan = solve(made, seconds=0.1).plan
key = plan.groups[0].members[1]
explain(made, plan)
consequences(made, plan, key)
swap(made, plan, key)
place(made, remove(made, plan, key)[0].plan, key)
print(json.dumps([sorted(before), sorted(kernels() - before)]))
"""


@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT", "0") != "0", reason="nothing is compiled")
def test_no_search_and_no_hand_waits_for_a_kernel() -> None:
    done = subprocess.run([sys.executable, "-c", STORY], stdout=subprocess.PIPE, check=True, timeout=300)

    before, later = json.loads(done.stdout)

    assert any("search.anneal.anneal" in name for name in before)
    assert later == []


COLD = """
import json, sys
from pathlib import Path
from minim.engine.compiled import folder_for
from minim.engine import warming
from minim.engine.search import anneal, mending

if len(sys.argv) > 1:
    sys.executable = sys.argv[1]
warming.warm_up()
kept = [any(folder_for(Path(room.__file__)).rglob("*.nbc")) for room in (anneal, mending)]
print(json.dumps([kept, sum(mending.mend_by_rules.stats.cache_misses.values())]))
"""


@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT", "0") != "0", reason="nothing is compiled")
def test_a_helper_compiles_half_of_a_cold_start_or_nobody_misses_it(tmp_path: Path) -> None:
    kept, missed = start(tmp_path)
    assert (kept, missed) == ([True, True], 0)

    shutil.rmtree(next(tmp_path.glob("kernels-mending-*")))  # what the helper compiled is cold again
    kept, missed = start(tmp_path, "no-such-python")

    assert kept == [True, True]
    assert missed > 0


def start(folder: Path, *python: str) -> tuple[list[bool], int]:
    """Which halves are compiled and kept in this folder after warming up, and how many kernels were not there."""
    done = subprocess.run(
        [sys.executable, "-c", COLD, *python],
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
        env={**os.environ, "NUMBA_CACHE_DIR": str(folder)},
    )
    kept, missed = json.loads(done.stdout)
    return kept, missed
