"""Compiles kernels and keeps them, in a folder named after all the source that goes into them.

numba alone asks only whether the file of a kernel has changed, not the files of the kernels and numbers it uses, and
two processes with different sources would write over each other. Hence one folder for each state of the sources.
"""

from __future__ import annotations

import inspect
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numba

ENGINE = Path(__file__).parent
_NUMBA: Any = numba
KEPT_SECONDS = 7 * 24 * 3600
"""How long kernels of other sources stay after nothing was written to their folder any more."""
_USED = re.compile(r"^from minim\.engine\.([\w.]+) import", re.MULTILINE)


def compiled(function: Callable[..., object], **options: Any) -> Callable[..., object]:
    """Return the function as a kernel: compiled once for each state of its sources, and run without the GIL."""
    folder = folder_for(Path(inspect.getfile(function)))
    usual, _NUMBA.config.CACHE_DIR = _NUMBA.config.CACHE_DIR, str(folder or "")
    try:
        made = _NUMBA.njit(cache=folder is not None, nogil=True, no_cfunc_wrapper=True, **options)(function)
    finally:
        _NUMBA.config.CACHE_DIR = usual
    return function if made is function else _for_any_number(made)


def _for_any_number(made: Any) -> Any:
    """Let a number written in a call count as any number: numba would compile a kernel for each one it meets."""
    template = made.get_call_template
    made.get_call_template = lambda args, kws: template([_NUMBA.types.unliteral(arg) for arg in args], kws)
    return made


@cache
def folder_for(file: Path) -> Path | None:
    """Return a folder for the kernels of a file, beside the source or in the user's cache; None where none can be."""
    digest = blake2b(digest_size=8)
    for source in sorted(sources(file)):
        digest.update(source.read_bytes())
    for place in (_NUMBA.config.CACHE_DIR or ENGINE / "__pycache__", _users_cache()):
        folder = Path(place) / f"kernels-{file.stem}-{digest.hexdigest()}"
        try:
            fresh = not folder.exists()
            folder.mkdir(parents=True, exist_ok=True)
            TemporaryFile(dir=folder).close()
        except OSError:
            continue
        if fresh:
            _tidy(folder)
        return folder
    return None


def sources(file: Path) -> set[Path]:
    """Return a file and every file of the engine that it uses, also by way of others."""
    found: set[Path] = set()
    waiting = [file]
    while waiting:
        here = waiting.pop()
        if here not in found and here.is_file():
            found.add(here)
            waiting += _used(here)
    return found


def _used(file: Path) -> Iterator[Path]:
    for name in _USED.findall(file.read_text(encoding="utf-8")):
        yield ENGINE.joinpath(*name.split(".")).with_suffix(".py")


def _users_cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "minim" / blake2b(str(ENGINE).encode(), digest_size=8).hexdigest()


def _tidy(folder: Path) -> None:
    """Remove the kernels of sources long gone."""
    long_ago = time.time() - KEPT_SECONDS
    kind = folder.name.rpartition("-")[0]
    for other in folder.parent.glob(f"{kind}-{'?' * 16}"):
        if other.stat().st_mtime < long_ago:
            shutil.rmtree(other, ignore_errors=True)
