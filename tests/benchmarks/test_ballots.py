"""The benchmark of ballots signs, serves, casts and closes, and tells what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_small_company_answers_without_an_error() -> None:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.ballots", "--members", "24", "--web", "1"],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=120, check=True,
    ).stdout  # fmt: skip

    told = json.loads(said)
    assert (told["members"], told["groups"], told["errors"], told["counted"]) == (24, 3, 0, 24)
    assert told["told"] == 15
    assert told["sign_ms"] > 0
    assert told["per_second"] > 0
