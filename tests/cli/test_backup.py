"""A backup is everything that is meant to stay, and nothing of what is promised never to."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from minim.cli import make_app
from minim.cli.backup import ROOMS
from minim.worker.erasing import TABLES
from tests.worker.town import open_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.worker.town import Town

LIFE = """
from django.test import Client
from minim.meetings import cards
from minim.meetings.models import Text
from minim.people.models import Person
from minim.pulse.models import Round, Sheet
from tests.cast import make_cast
from tests.meetings.rooms import open_room
from tests.meetings.sealed import text_on
from tests.pulse.polls import make_poll
cast = make_cast()
room = open_room(cast.group, cast.fay, cast.pat)
cards.put_texts(room, cast.pat, [text_on("one", sealed="CANARY-OF-THE-ROOM")])
make_poll(cast.group)
Client().force_login(cast.pat)
tell([Text.objects.count(), Round.objects.count(), Sheet.objects.count()])
"""
BACKUP = "from pathlib import Path; from minim.cli.backup import backup; backup(Path({file!r})); tell(True)"
COUNTS = """
from minim.meetings.models import Attendance, Room, Text
from minim.people.models import Person
from minim.pulse.models import Issued, Part, Round, Sheet
from minim.web.models import Session
from minim.worker.polling import close_overdue
close_overdue()
kept = [Person.objects.count(), Attendance.objects.count()]
tell([kept, [model.objects.count() for model in (Room, Text, Sheet, Issued, Session)],
      Round.objects.filter(closed_at=None).count()])
"""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A company in mid-meeting, with a poll open."""
    with open_town(tmp_path) as town:
        texts, rounds, sheets = town.python(LIFE)
        assert (texts, rounds) == (1, 1)
        assert sheets
        yield town


def restored(town: Town, file: Path, folder: Path) -> Any:
    """What stands in a database made of the backup alone."""
    folder.mkdir()
    if os.environ["MINIM_DATABASE"].startswith("sqlite"):
        shutil.copy(file, town.surroundings["MINIM_DATABASE"].removeprefix("sqlite:///"))
    else:
        address = town.surroundings["MINIM_DATABASE"].replace("postgres://", "postgresql://")
        subprocess.run(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={address}", str(file)],
            check=True,
        )
    return town.python(COUNTS)


@pytest.mark.database
def test_what_was_open_is_in_no_backup_and_everything_else_comes_back(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "company.backup"
    people, attendances = town.ask("SELECT count(*) FROM people_person")[0], 2

    town.python(BACKUP.format(file=str(file)))
    town.ask("DELETE FROM meetings_attendance")
    kept, left_out, open_rounds = restored(town, file, tmp_path / "later")

    assert b"CANARY-OF-THE-ROOM" not in file.read_bytes()
    assert kept == [people, attendances]
    assert left_out == [0, 0, 0, 0, 0]
    assert open_rounds == 0
    assert file.stat().st_mode & 0o077 == 0


def test_a_copy_of_the_file_would_hold_it(town: Town) -> None:
    """Mutant: copying the file itself."""
    if not os.environ["MINIM_DATABASE"].startswith("sqlite"):
        pytest.skip("a database of PostgreSQL is no file")
    live = town.surroundings["MINIM_DATABASE"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(live)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert b"CANARY-OF-THE-ROOM" in Path(live).read_bytes()


def test_every_table_of_a_room_is_left_out() -> None:
    assert set(ROOMS) == {table._meta.label for table in TABLES}


def test_nothing_is_overwritten_and_the_way_out_is_named(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")

    refused = CliRunner().invoke(make_app(["backup"]), ["backup", str(there)])
    nowhere = CliRunner().invoke(make_app(["backup"]), ["backup", str(tmp_path / "no" / "file")])

    assert (refused.exit_code, nowhere.exit_code) == (2, 2)
    assert "is there already" in refused.stderr
    assert "There is no folder" in nowhere.stderr
    assert there.read_text() == "mine"
