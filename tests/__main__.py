"""`./minim test [pytest words]`: everything on SQLite, then what stands on the database again on PostgreSQL.

MINIM_TEST_POSTGRES=0 leaves the second half out, =1 insists on it. In CI (CI=true) nothing may be missing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.postgres_cluster import cluster, find_binaries

NO_TESTS = 5
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ON_A_MAC = Path("/Applications/Google Chrome.app")
NO_CHROMIUM = (
    "The journeys in a real browser are NOT run: no Chromium here. "
    "Way out: apt-get install chromium-headless-shell"
)
NO_POSTGRES = "The PostgreSQL half is NOT run: no PostgreSQL here. Way out: apt-get install postgresql"


@dataclass(frozen=True)
class Run:
    name: str
    code: int
    seconds: float


def main(words: list[str]) -> int:
    """Run both halves; the exit code is 0 when nothing failed and nothing that CI needs was missing."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    gaps = []
    has_browser = ON_A_MAC.exists() or any(shutil.which(name) for name in BROWSERS)
    if not has_browser:
        gaps.append(NO_CHROMIUM)
    runs = [_pytest("SQLite", words, None if has_browser else "not browser", {})]

    wanted = os.environ.get("MINIM_TEST_POSTGRES", "auto")
    binaries = find_binaries()
    if wanted != "0" and binaries:
        with cluster(binaries) as address:
            runs.append(_pytest("PostgreSQL", words, "database", {"MINIM_DATABASE": address}))
    elif wanted != "0":
        gaps.append(NO_POSTGRES)
    _sum_up(runs, gaps)
    if gaps and (os.environ.get("CI") == "true" or wanted == "1"):
        return 1
    return _verdict(runs)


def _pytest(name: str, words: list[str], marked: str | None, surroundings: dict[str, str]) -> Run:
    print(f"\n{name}", flush=True)
    inherited = {
        key: value for key, value in os.environ.items() if key not in ("MINIM_DATABASE", "MINIM_DEMO")
    }
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *_side_by_side(words), *(["-m", marked] if marked else []), *words],
        env={**inherited, **surroundings},
        check=False,
    )
    return Run(name, done.returncode, time.monotonic() - started)


def _side_by_side(words: list[str]) -> list[str]:
    """As many processes as there are cores, unless somebody chose otherwise or wants to step through."""
    if any(word.startswith(("-n", "--numprocesses", "--pdb", "-s", "--trace")) for word in words):
        return []
    return ["-n", str(min(os.cpu_count() or 2, 8)), "--dist", "worksteal"]


def _sum_up(runs: list[Run], gaps: list[str]) -> None:
    print()
    for run in runs:
        outcome = {0: "passed", NO_TESTS: "no test chosen"}.get(run.code, "FAILED")
        print(f"{run.name:<12}{outcome:<16}{run.seconds:6.1f} s")
    for gap in gaps:
        print(f"!! {gap}")


def _verdict(runs: list[Run]) -> int:
    """The first failure; a half in which no test was chosen is none while the other half ran some."""
    codes = [run.code for run in runs]
    if set(codes) == {NO_TESTS}:
        return NO_TESTS
    return next((code for code in codes if code not in (0, NO_TESTS)), 0)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
