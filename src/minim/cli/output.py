"""Words and files that leave a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text

UNUSABLE = 2
"""Exit code for input that cannot be used."""

STANDARD = "-"
"""Written instead of a file name, this means standard output."""


def console(*, aside: bool = False) -> Console:
    """A console for people: standard output, or standard error for what stands aside from the answer."""
    stream = sys.stderr if aside else sys.stdout
    wide = None if stream.isatty() else 110
    return Console(file=stream, highlight=False, emoji=False, markup=False, width=wide, soft_wrap=False)


def refuse(message: str, code: int = UNUSABLE) -> NoReturn:
    """Say on standard error why nothing was done, and end."""
    say(message)
    raise typer.Exit(code)


def say(message: str) -> None:
    """One message on standard error; never wrapped, so that it can be searched and copied."""
    print(Text(message).plain, file=sys.stderr, flush=True)


def read_file(path: Path, longest: int) -> bytes:
    """The bytes of a file. Ends the command with a friendly word when there are none to be had."""
    try:
        if path.stat().st_size > longest:
            refuse(
                f"{path} has {path.stat().st_size / 1e6:,.0f} MB, and we read up to {longest // 1_000_000} MB."
            )
        return path.read_bytes()
    except FileNotFoundError:
        refuse(f"There is no file {path}. Check the name, or the folder you are in.")
    except IsADirectoryError:
        refuse(f"{path} is a folder. Name the file in it.")
    except OSError as error:
        refuse(f"We could not read {path}: {error.strerror}.")


def write_files(answers: Sequence[tuple[str, str]]) -> None:
    """Write files, each whole, and none when one of them cannot be; "-" is standard output, and "" is nowhere."""
    drafts: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for target, text in answers:
            if target and target != STANDARD:
                path = Path(target)
                drafts.append((path.with_name(f".{path.name}.{os.getpid()}.new"), path))
                drafts[-1][0].write_text(text, encoding="utf-8", newline="\n")
        for draft, path in drafts:
            draft.replace(path)
    except OSError as error:
        for draft, _ in drafts:
            with suppress(OSError):
                draft.unlink()
        refuse(f"We could not write {path}: {error.strerror}.")
    for target, text in answers:
        if target == STANDARD:
            sys.stdout.write(text)
            sys.stdout.flush()
