"""A folder of files that leaves a command, and is written anew without ever losing what somebody else put there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from minim.cli.output import refuse

LIST = ".minim-pack.json"
"""What we wrote the last time: name → hash."""


def check_folder(folder: Path) -> None:
    """Ends the command when writing there could cost somebody a file: theirs, or one of ours that they changed."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        refuse(f"{folder} is no folder. Name one that is new or empty.")
    try:
        _check_files(folder, _written_before(folder))
    except OSError as error:
        refuse(f"We could not look into {folder}: {error.strerror}.")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, each whole, and take away those of ours that are no longer among them."""
    check_folder(folder)
    before = _written_before(folder)
    list_of_files = json.dumps(
        {name: sha256(content).hexdigest() for name, content in files.items()}, indent=1
    )
    drafts: list[tuple[Path, Path]] = []
    path = folder
    try:
        for name, content in {**files, LIST: list_of_files.encode()}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            drafts.append((path.with_name(f".{path.name}.{os.getpid()}.new"), path))
            drafts[-1][0].write_bytes(content)
        for draft, path in drafts:
            draft.replace(path)
        _take_away(folder, before.keys() - files.keys())
    except OSError as error:
        for draft, _ in drafts:
            with suppress(OSError):
                draft.unlink()
        refuse(f"We could not write {path}: {error.strerror}.")


def _check_files(folder: Path, ours: Mapping[str, str]) -> None:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (path.is_file() and name not in {*ours, LIST}):
            refuse(f"{folder} holds {name}, which we did not write. Name a folder that is new or empty.")
        if name in ours and _hash(path) != ours[name]:
            refuse(
                f"{folder}/{name} has been changed since we wrote it. Keep it somewhere else, or name another folder."
            )


def _written_before(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _take_away(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        path = folder / name
        if folder.resolve() in path.resolve().parents:
            path.unlink(missing_ok=True)
            with suppress(OSError):
                path.parent.rmdir()
