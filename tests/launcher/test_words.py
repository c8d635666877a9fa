"""What the launcher says when something is missing, and what its lock files promise."""

from __future__ import annotations

import ast
import errno
import importlib.util
import re
import shutil
import sys
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING, Any

import pytest

from tests.launcher.workshop import ROOT

if TYPE_CHECKING:
    from pathlib import Path

VENV_PACKAGE = "python{}.{}-venv".format(*sys.version_info[:2])


def load_launcher() -> Any:
    loader = SourceFileLoader("launcher", str(ROOT / "minim"))
    spec = importlib.util.spec_from_loader("launcher", loader)
    assert spec
    launcher = importlib.util.module_from_spec(spec)
    loader.exec_module(launcher)
    return launcher


@pytest.fixture
def launcher(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The launcher on a Debian without `ensurepip`, where nobody needs to sleep."""
    launcher = load_launcher()
    monkeypatch.setattr(launcher, "has_ensurepip", lambda: False)
    monkeypatch.setattr(launcher.time, "sleep", lambda seconds: None)
    return launcher


def test_an_older_python_can_read_it_and_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    ast.parse((ROOT / "minim").read_text(), feature_version=(3, 7))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(SystemExit) as end:
        load_launcher()

    assert str(end.value.code).startswith("minim needs Python 3.11 or newer, and this is Python 3.9.")


def test_a_user_is_told_which_debian_package_is_missing(
    launcher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        launcher.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
    )
    monkeypatch.setattr(launcher.os, "geteuid", lambda: 1000)

    with pytest.raises(launcher.Trouble, match=f"apt-get install {VENV_PACKAGE}"):
        launcher.get_ensurepip()


def test_root_has_it_installed_at_the_second_try(launcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def run(command: list[str], lock: object = None) -> tuple[int, str]:
        asked.append(" ".join(command[4:]))
        return (0, "") if "update" in asked[-1] or len(asked) > 2 else (100, "E: Unable to locate package")

    monkeypatch.setattr(launcher.shutil, "which", lambda name: "/usr/bin/apt-get")
    monkeypatch.setattr(launcher.os, "geteuid", lambda: 0)
    monkeypatch.setattr(launcher, "run", run)
    monkeypatch.setattr(launcher, "has_ensurepip", lambda: len(asked) > 2)

    launcher.get_ensurepip()

    install = f"install -y --no-install-recommends {VENV_PACKAGE}"
    assert asked == [install, "update", install]


def test_root_is_told_when_apt_cannot(launcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher.shutil, "which", lambda name: "/usr/bin/apt-get")
    monkeypatch.setattr(launcher.os, "geteuid", lambda: 0)
    monkeypatch.setattr(launcher, "run", lambda command, lock=None: (100, "E: Temporary failure"))

    with pytest.raises(launcher.Trouble, match=r"(?s)E: Temporary failure.*Please run:  apt-get install"):
        launcher.get_ensurepip()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full."),
        ("ERROR: Could not install: [Errno 30] Read-only file system: '/x'", "minim may not write in"),
        ("NewConnectionError: Temporary failure in name resolution", "The package index cannot be reached."),
        ("ERROR: No matching distribution found for numba", "The packages could not be installed:"),
    ],
)
def test_what_the_installer_says_is_said_in_our_words(output: str, sentence: str) -> None:
    assert load_launcher().explain_failure(output).startswith(sentence)


def test_a_full_disk_is_also_noticed_outside_the_installer() -> None:
    error = OSError(errno.ENOSPC, "No space left on device")

    assert load_launcher().explain_os_error(error).startswith("The disk is full.")


def test_the_test_lock_holds_the_run_lock_and_no_address() -> None:
    run, test = (pins(ROOT / "requirements" / f"{kind}.txt") for kind in ("run", "test"))

    assert run
    assert run <= test


def pins(lock: Path) -> set[str]:
    text = lock.read_text()
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    return {block.split()[0] for block in blocks}
