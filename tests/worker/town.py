"""A database of its own with real processes around it: for stories about several at once, and about being killed."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
import uuid
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
UNHURRIED = 15.0
"""Seconds for what takes one on a quiet machine: other tests run beside."""
BEGIN = """
import json, sys
import django
django.setup()
def tell(value): print(json.dumps(value, default=str), flush=True)
"""
WORKER = """
import signal, threading
from minim.worker import run
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
run(stop)
"""


class Town:
    """One database; `python` and `start` run words of Python in processes that use it."""

    def __init__(self, address: str, folder: Path, **extra: str) -> None:
        self.folder = folder
        self.surroundings = {
            **os.environ,
            "MINIM_DATABASE": address,
            "MINIM_VAR": str(folder),
            "MINIM_SECRET_KEY": "only-for-tests",
            "DJANGO_SETTINGS_MODULE": "minim.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            **extra,
        }
        self.running: list[subprocess.Popen[str]] = []

    def python(self, words: str) -> Any:
        """Run to the end; what was told last comes back."""
        return self.told(self.start(words))

    def start(self, words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", BEGIN + textwrap.dedent(words)],
            env=self.surroundings,
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen[str]:
        return self.start(WORKER)

    def told(self, process: subprocess.Popen[str]) -> Any:
        said, complained = process.communicate(timeout=180)
        assert process.returncode == 0, complained
        return json.loads(said.splitlines()[-1]) if said.strip() else None

    def ask(self, question: str) -> Any:
        """The first row a question in SQL finds, read past Django; quick enough to ask again and again.

        An order finds none.
        """
        address = self.surroundings["MINIM_DATABASE"]
        if address.startswith("sqlite"):
            with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as connection:
                return connection.execute(question).fetchone()
        with psycopg.connect(address) as connection:
            found = connection.execute(question.encode())
            return found.fetchone() if found.description else None

    def close(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.communicate()


@contextmanager
def open_town(folder: Path, **extra: str) -> Iterator[Town]:
    """A town on the kind of database the tests run on, migrated and empty."""
    address = os.environ["MINIM_DATABASE"]
    if address.startswith("sqlite"):
        shutil.copy(_migrated_file(), folder / "town.sqlite3")
        town = Town(f"sqlite:///{folder / 'town.sqlite3'}", folder, **extra)
        try:
            yield town
        finally:
            town.close()
        return
    with _postgres(address, _migrated_database(address)) as own:
        town = Town(own, folder, **extra)
        try:
            yield town
        finally:
            town.close()


def eventually(happens: Callable[[], Any], seconds: float = 60.0) -> Any:
    """Wait for something that is on its way; its answer, or a failure that names it."""
    deadline = time.monotonic() + seconds
    while not (answer := happens()):
        assert time.monotonic() < deadline, f"did not happen within {seconds} s"
        time.sleep(0.05)
    return answer


def _migrated_file() -> Path:
    """Migrating takes seconds: done once per test run, copied for each town."""
    file = Path(os.environ["MINIM_VAR"]) / "migrated.sqlite3"
    if not file.exists():
        folder = file.with_suffix(".making")
        folder.mkdir()
        town = Town(f"sqlite:///{folder / 'town.sqlite3'}", folder)
        _migrate(town)
        town.python(
            "from django.db import connection; connection.cursor().execute('PRAGMA wal_checkpoint(TRUNCATE)')"
        )
        (folder / "town.sqlite3").rename(file)
    return file


def _migrate(town: Town) -> None:
    town.python("from django.core.management import call_command; call_command('migrate', verbosity=0)")


@cache
def _migrated_database(address: str) -> str:
    """The same on PostgreSQL: the name of a database that each town's is copied from."""
    made = ExitStack()
    atexit.register(made.close)
    own = made.enter_context(_postgres(address, "template1"))
    folder = Path(tempfile.mkdtemp(dir=os.environ["MINIM_VAR"]))
    _migrate(Town(own, folder))
    return urlsplit(own).path.removeprefix("/")


@contextmanager
def _postgres(address: str, template: str) -> Iterator[str]:
    name = f"town_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
    finally:
        # The server may have gone before us, and the database with it.
        with suppress(psycopg.OperationalError), psycopg.connect(address, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
