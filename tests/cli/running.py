"""Runs the command line as somebody at a terminal does: files in a folder, words and an exit code back."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any

from minim.cli import make_app

ROOT = Path(__file__).parents[2]
MINIM = (sys.executable, "-m", "minim.cli")
SURROUNDINGS = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}


def minim(*words: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder, in a process of its own."""
    return subprocess.run(
        [*MINIM, *map(str, words)],
        cwd=where,
        env=SURROUNDINGS,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def minim_here(*words: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder, in this process, where the engine is awake already."""
    out, aside, code = StringIO(), StringIO(), 0
    written = [str(word) for word in words]
    with chdir(where), redirect_stdout(out), redirect_stderr(aside):
        try:
            make_app(written)(written, prog_name="minim")
        except SystemExit as end:
            code = int(end.code or 0)
    return subprocess.CompletedProcess(written, code, out.getvalue(), aside.getvalue())


def seats(plan: str) -> dict[str, str]:
    """Who sits where in a plan.csv."""
    return {row["employee_id"]: row["group"] for row in csv.DictReader(StringIO(plan))}


def leaders(plan: str) -> dict[str, str]:
    """Who leads which group in a plan.csv."""
    rows = csv.DictReader(StringIO(plan))
    return {row["group"]: row["employee_id"] for row in rows if row["role"] == "facilitator"}


def pairs(plan: str) -> set[frozenset[str]]:
    """Who sits with whom in a plan.csv."""
    where = seats(plan)
    return {frozenset(two) for two in combinations(where, 2) if where[two[0]] == where[two[1]]}


def read_json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found
