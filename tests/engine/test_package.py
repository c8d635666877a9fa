"""What `pip install minim-groups` brings by itself, tried in a process that cannot see the web product's packages."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from re import match

import minim
from minim import engine

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
WITHOUT = """
import sys
hidden = frozenset(sys.argv.pop(1).split(","))
class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Hide())
"""


def packages(requirements: list[str]) -> set[str]:
    """The distributions that requirements name."""
    return {found[0].lower() for line in requirements if (found := match(r"[\w-]+", line))}


def modules_of(wanted: set[str]) -> set[str]:
    """The modules one imports from these distributions."""
    return {
        module
        for module, names in packages_distributions().items()
        if wanted & {name.lower().replace("_", "-") for name in names}
    }


def without(hidden: set[str], code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that finds none of these modules."""
    command = [sys.executable, "-c", WITHOUT + code, ",".join(hidden), *words]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, capture_output=True, text=True, env=surroundings, timeout=120)


def without_the_web_product(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    hidden = modules_of(packages(PROJECT["optional-dependencies"]["company"]))
    assert {"django", "uvicorn", "allauth"} <= hidden
    return without(hidden - {"markdown_it"}, code, *words)  # rich brings this one too


def minim_without_the_web_product(*words: str) -> subprocess.CompletedProcess[str]:
    return without_the_web_product("from minim.cli import main; main()", *words)


def test_the_engine_needs_numpy_and_numba_alone() -> None:
    hidden = set(packages_distributions()) - modules_of({"numpy", "numba", "llvmlite"}) - {"minim"}
    assert {"typer", "rich", "python_calamine", "django"} <= hidden

    ran = without(hidden, "import minim.engine; print(minim.engine.smallest_size(0.7))")

    assert (ran.stdout, ran.stderr) == ("7\n", "")


def test_a_roster_becomes_groups_without_the_web_product(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    lines = [f"{at},Pat {at},boss,D{at % 3}" for at in range(12)]
    roster.write_text("\n".join(["id,name,manager,department", *lines]))

    ran = minim_without_the_web_product(
        *("form", str(roster), "--who", "all", "--out", "-", "--seconds", "0.05")
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[0] == "group,employee_id,name,role"
    assert len(ran.stdout.splitlines()) == 13


def test_what_needs_the_web_product_says_how_to_get_it() -> None:
    for words in (["start"], ["doctor"], ["demo", "reset"]):
        ran = minim_without_the_web_product(*words)

        assert ran.returncode == 1
        assert ran.stderr == (
            "This needs the web product, which is not installed here. "
            "Please run in the folder of its sources: pip install '.[company]'\n"
        )


def test_help_lists_what_works_and_names_the_rest() -> None:
    told = " ".join(minim_without_the_web_product("--help").stdout.split())

    assert "form Form groups" in told
    assert "there are also start, serve, work" in told
    assert ".[company]" in told


def test_our_own_mistakes_are_not_blamed_on_a_missing_package() -> None:
    ran = without_the_web_product(
        "import minim.cli as cli; cli.COMMANDS['start'] = 'minim.nowhere:start'; cli.main()", "start"
    )

    assert "No module named 'minim.nowhere'" in ran.stderr
    assert "web product" not in ran.stderr


def test_the_interface_is_typed_and_every_name_in_it_is_explained() -> None:
    assert (Path(minim.__file__).parent / "py.typed").exists()
    for name in engine.__all__:
        thing = getattr(engine, name)
        told = thing.__doc__ or ""
        assert told or isinstance(thing, Mapping), f"{name} has no docstring"
        assert not told.startswith(f"{name}("), f"{name} has no docstring of its own"
