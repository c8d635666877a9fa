"""The benchmark of letters sends real letters to a real server, pauses on the way, and tells what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_small_crowd_leaves_in_order_and_not_while_paused() -> None:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.letters", "--letters", "60", "--pause-ms", "5"],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=120, check=True,
    ).stdout  # fmt: skip

    told = json.loads(said)
    assert (told["letters"], told["sent"], told["twice"]) == (60, 60, 0)
    assert (told["farthest_out_of_order"], told["left_while_paused"], told["paused"]) == (0, 0, False)
    assert told["per_second"] > 0
