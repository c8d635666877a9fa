"""Compiled kernels are kept, and never outlive their sources."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from minim.engine import compiled as room
from minim.engine import jit
from minim.engine.compiled import ENGINE, compiled, folder_for, sources

FIRST = "from minim.engine.second import twice\n"
compiles = pytest.mark.skipif(room._NUMBA.config.DISABLE_JIT, reason="nothing is compiled")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An engine of two files in a folder of its own."""
    monkeypatch.setattr(room, "ENGINE", tmp_path)
    monkeypatch.setattr(room._NUMBA.config, "CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    (tmp_path / "first.py").write_text(FIRST)
    (tmp_path / "second.py").write_text("from minim.engine.gone import nothing\n")
    folder_for.cache_clear()
    yield tmp_path
    folder_for.cache_clear()


def test_a_kernel_depends_on_all_that_it_uses() -> None:
    names = {str(file.relative_to(ENGINE)) for file in sources(ENGINE / "search" / "anneal.py")}

    assert {"search/anneal.py", "kernels.py", "arrays.py", "slots.py", "wishes.py", "jit.py"} <= names
    assert "judge.py" not in names


def test_a_change_far_below_asks_for_a_new_folder(tree: Path) -> None:
    before = folder_for(tree / "first.py")
    folder_for.cache_clear()
    again = folder_for(tree / "first.py")
    (tree / "second.py").write_text("changed = 1\n")
    folder_for.cache_clear()
    after = folder_for(tree / "first.py")

    assert before == again != after
    assert before is not None
    assert before.parent == tree / "__pycache__"


def test_where_the_source_cannot_be_written_to_the_user_keeps_the_kernels(tree: Path) -> None:
    (tree / "__pycache__").write_text("a file, so no folder can be made here")

    folder = folder_for(tree / "first.py")

    assert folder is not None
    assert folder.parent.parent == tree / "home" / "minim"


@compiles
def test_without_any_place_kernels_still_work(tree: Path) -> None:
    (tree / "__pycache__").write_text("")
    (tree / "home").write_text("")

    assert folder_for(tree / "first.py") is None
    assert compiled(_more)(2) == 3


def test_kernels_of_sources_long_gone_are_removed(tree: Path) -> None:
    old, young, other = (
        tree / "__pycache__" / f"kernels-{name}" for name in ("first-" + "0" * 16, "first-" + "1" * 16, "x")
    )
    for folder in (old, young, other):
        folder.mkdir(parents=True)
    for folder in (old, other):
        os.utime(folder, times=(long_ago := time.time() - room.KEPT_SECONDS - 60, long_ago))

    folder_for(tree / "first.py")

    assert [folder.exists() for folder in (old, young, other)] == [False, True, True]


@compiles
def test_numbers_in_calls_do_not_multiply_kernels() -> None:
    inner: Callable[[int], int] = jit.kernel(_more)

    @jit.kernel
    def outer(some: int) -> int:
        return inner(1) + inner(2) + inner(some)

    assert outer(3) == 9
    assert len(inner.signatures) == 1  # type: ignore[attr-defined]


def _more(one: int) -> int:
    return one + 1
