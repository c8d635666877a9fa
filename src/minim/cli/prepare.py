"""Makes a database ready to use, and remembers it, so that the next start need not look again.

The work itself is a process of its own (`python -m minim.cli.prepare`): whoever starts stays small and ends quickly.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

import minim
from minim.cli.wake import wake_django
from minim.lib.processes import run_module

PACKAGES_WITH_TABLES = ("django", "django-allauth")


def prepare(database: Path, *, demo: bool) -> None:
    """Bring the SQLite file at `database` up to date, and fill an empty demo with its company."""
    mark = database.with_name(database.name + ".ready.json")
    if database.exists() and _read(mark) == fingerprint(database):
        return
    run_module("minim.cli.prepare", *(["demo"] if demo else []))
    mark.write_text(json.dumps(fingerprint(database)))


def fingerprint(database: Path) -> dict[str, str]:
    """What our code expects of tables, and what this very file says it has: a restored backup is noticed."""
    return {"code": _of_code(), "tables": _of_tables(database)}


def _of_code() -> str:
    digest = hashlib.sha256()
    source = Path(minim.__file__).parent
    for file in sorted(source.glob("**/migrations/*.py")):
        digest.update(str(file.relative_to(source)).encode() + b"\0" + file.read_bytes())
    for package in PACKAGES_WITH_TABLES:
        digest.update(f"{package} {version(package)}\n".encode())
    return digest.hexdigest()


def _of_tables(database: Path) -> str:
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "SELECT app, name, applied FROM django_migrations ORDER BY id"
            ).fetchall()
    except sqlite3.Error:
        return ""
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _read(mark: Path) -> object:
    try:
        return json.loads(mark.read_text())
    except (FileNotFoundError, ValueError):
        return None


def _bring_up_to_date(*, demo: bool) -> None:
    wake_django()
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        from minim.cli.demo import seed
        from minim.people.models import Person  # models exist only after waking

        if not Person.objects.exists():
            with transaction.atomic():
                seed()


if __name__ == "__main__":
    _bring_up_to_date(demo="demo" in sys.argv[1:])
