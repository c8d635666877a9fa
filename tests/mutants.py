"""`.venv/bin/python -m tests.mutants`: falsifies rules.py and score.py line by line and expects the tests to notice.

mutmut and what it needs come from requirements/mutants.txt into a folder that is thrown away, as is the copy of the
sources it works on. A falsification that goes unnoticed must be explained in docs/mutants.md.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "mutants.md"
SETTINGS = """[mutmut]
source_paths=
    src
only_mutate=
    src/minim/engine/rules.py
    src/minim/engine/score.py
also_copy=
    src
    tests
    pyproject.toml
pytest_add_cli_args_test_selection=
    tests/engine/test_rules.py
    tests/engine/test_wishes.py
pytest_add_cli_args=
    -p
    no:cacheprovider
    -p
    no:xdist
"""
"""Only tests without chance: Hypothesis would shrink every falsification it finds, hundreds of times."""


@dataclass(frozen=True)
class Survivor:
    """A falsification that no test noticed; `line` is what it wrote."""

    name: str
    line: str


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="minim-mutants-") as place:
        folder = Path(place)
        bring_mutmut(folder / "tools")
        copy_sources(folder / "copy")
        mutmut(folder, "run", "--max-children", str(os.cpu_count() or 2), quiet=True)
        results = mutmut(folder, "results", "--all", "true")
        survivors = [Survivor(name, became(mutmut(folder, "show", name))) for name in unnoticed(results)]
    return judged(survivors, results.count(": killed"))


def bring_mutmut(tools: Path) -> None:
    """Install mutmut, checked by hash, where nothing else finds it."""
    pip = [sys.executable, "-m", "pip", "install", "--no-input"]
    if uv := shutil.which("uv"):
        pip = [uv, "pip", "install", "--python", sys.executable]
    lock = str(ROOT / "requirements" / "mutants.txt")
    words = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--target", str(tools), "-r", lock]
    done = subprocess.run([*pip, *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"mutmut could not be installed:\n{done.stderr[-3000:]}")


def copy_sources(copy: Path) -> None:
    for room in ("src", "tests"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "setup.cfg").write_text(SETTINGS)


def mutmut(folder: Path, *words: str, quiet: bool = False) -> str:
    """Run mutmut on the copy and return what it prints; its progress is of no use in a log."""
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *words],
        cwd=folder / "copy",
        env=os.environ | {"PYTHONPATH": str(folder / "tools")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        sys.exit(f"mutmut {words[0]} failed:\n{done.stdout[-3000:]}")
    return "" if quiet else done.stdout


def unnoticed(results: str) -> list[str]:
    return re.findall(r"^\s*(\S+): (?!killed|timeout)", results, re.MULTILINE)


def became(diff: str) -> str:
    """Return the first line that a falsification wrote."""
    return next(line[1:].strip() for line in diff.splitlines() if re.match(r"\+(?!\+\+)", line))


def judged(survivors: list[Survivor], killed: int) -> int:
    """Compare with the table, both ways; the exit code is 0 when each survivor is explained and each row survives."""
    explained = re.findall(r"^\| `[^`]+` \| `([^`]+)`", TABLE.read_text(), re.MULTILINE)
    print(
        f"{killed} falsifications noticed, {len(survivors)} not, {len(explained)} explained in {TABLE.name}."
    )
    unexplained = [one for one in survivors if one.line not in explained]
    gone = sorted(set(explained) - {one.line for one in survivors})
    for one in unexplained:
        print(f"Unnoticed and not explained: {one.name}\n    {one.line}")
    for line in gone:
        print(f"Explained, but noticed by now or gone: {line}")
    return 1 if unexplained or gone or not killed else 0


if __name__ == "__main__":
    sys.exit(main())
