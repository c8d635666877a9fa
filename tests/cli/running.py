"""Runs the command line as somebody at a terminal does: another process, files in a folder."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MINIM = (sys.executable, "-m", "minim.cli")
SURROUNDINGS = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}


def minim(*words: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder."""
    return subprocess.run(
        [*MINIM, *map(str, words)],
        cwd=where,
        env=SURROUNDINGS,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def seats(plan: str) -> dict[str, str]:
    """Who sits where in a plan.csv."""
    return {row["employee_id"]: row["group"] for row in csv.DictReader(StringIO(plan))}


def leaders(plan: str) -> dict[str, str]:
    """Who leads which group in a plan.csv."""
    rows = csv.DictReader(StringIO(plan))
    return {row["group"]: row["employee_id"] for row in rows if row["role"] == "facilitator"}


def read_json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found
