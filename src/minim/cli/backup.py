"""`minim backup`: a copy of the database to keep, without what we promise that no copy holds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.apps import apps
from django.db import connection

from minim.cli.output import refuse
from minim.cli.wake import wake_django

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = (
    "meetings.Nod",
    "meetings.Proposal",
    "meetings.Text",
    "meetings.Dot",
    "meetings.Thumb",
    "meetings.Card",
    "meetings.Epoch",
    "meetings.Knock",
    "meetings.Presence",
    "meetings.Room",
)
"""A meeting that is going on: sealed texts, wrapped keys, who is there."""
POLLS = ("pulse.Sheet", "pulse.Issued")
"""A poll that is open: sealed counts, and whose browser had a ballot signed."""
VISITS = ("web.Session", "web.Remembered")
"""Who is signed in, and what rate limits remember: nobody wants either back."""
CLOSED_ROUNDS = "SELECT id FROM live.pulse_round WHERE closed_at IS NOT NULL"
ONLY = {"pulse.Round": "closed_at IS NOT NULL", "pulse.Part": f"round_id IN ({CLOSED_ROUNDS})"}


def backup(file: Annotated[Path, typer.Argument(help="The file to write. It must not exist yet.")]) -> None:
    """Copy the database into a file, while minim runs: all of it but open rooms, open polls and sign-ins."""
    wake_django()
    if file.exists():
        refuse(f"{file} is there already. Name another file, or move that one away.")
    if not file.absolute().parent.is_dir():
        refuse(f"There is no folder {file.absolute().parent}.")
    draft = file.with_name(f".{file.name}.{os.getpid()}.new")
    draft.touch(mode=0o600)
    try:
        if connection.vendor == "sqlite":
            _copy_sqlite(Path(connection.settings_dict["NAME"]), draft)
        else:
            _dump_postgres(draft)
        draft.replace(file)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    print(
        f"{file} holds everything but open rooms, open polls and sign-ins. Keep var/secret_key apart from it."
    )


def _copy_sqlite(live: Path, draft: Path) -> None:
    """Table by table, as they stood at one moment: what is left out is not written and deleted, but never written."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        copy.execute("ATTACH DATABASE ? AS live", (str(live),))
        copy.execute("BEGIN")
        made = copy.execute("SELECT type, name, sql FROM live.sqlite_master WHERE sql IS NOT NULL").fetchall()
        wanted = dict(_rows_wanted())
        tables = [
            (name, sql) for kind, name, sql in made if kind == "table" and not name.startswith("sqlite_")
        ]
        for name, sql in tables:
            copy.execute(sql)
            rows = f'SELECT * FROM live."{name}" WHERE {wanted.get(name, "1")}'  # noqa: S608  names of our own
            copy.execute(f'INSERT INTO main."{name}" {rows}')
        for kind, name, sql in made:
            if kind != "table" and not name.startswith("sqlite_"):
                copy.execute(sql)
        if any(name == "sqlite_sequence" for _, name, _ in made):
            copy.execute("DELETE FROM main.sqlite_sequence")
            copy.execute("INSERT INTO main.sqlite_sequence SELECT * FROM live.sqlite_sequence")
        copy.execute("COMMIT")


def _rows_wanted() -> Iterator[tuple[str, str]]:
    """Tables of which not every row is copied, each with its condition in SQL."""
    for model in (*ROOMS, *POLLS, *VISITS):
        yield apps.get_model(model)._meta.db_table, "0"
    for model, condition in ONLY.items():
        yield apps.get_model(model)._meta.db_table, condition


def _dump_postgres(draft: Path) -> None:
    """What `pg_restore` reads. An open poll without its counts is closed without a word when it comes back."""
    program = shutil.which("pg_dump")
    if program is None:
        refuse(
            "This needs pg_dump, of PostgreSQL’s own programs (Debian: apt-get install postgresql-client)."
        )
    facts = connection.settings_dict
    left_out = [
        f"--exclude-table-data={apps.get_model(model)._meta.db_table}" for model in (*ROOMS, *POLLS, *VISITS)
    ]
    address = {
        "PGHOST": facts["HOST"],
        "PGPORT": facts["PORT"],
        "PGUSER": facts["USER"],
        "PGDATABASE": facts["NAME"],
    }
    told = subprocess.run(
        [program, "--format=custom", "--no-owner", f"--file={draft}", *left_out],
        env=os.environ
        | {name: str(value) for name, value in address.items() if value}
        | {"PGPASSWORD": facts["PASSWORD"]},
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        refuse(f"pg_dump could not copy the database: {told.stderr.strip()}")
