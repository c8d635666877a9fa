"""Once a meeting is closed, no file of the database holds what was sealed in it. Mutants keep it, and are seen."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from tests.privacy.sweep import folders_of, found_in_files, on_postgres, written_down
from tests.worker.town import Town, open_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

SEALED = "c2VhbGVkLXRleHQtb2YtYS1tZWV0aW5n" + "QUJDREVG" * 40
A_MEETING = f"""
from minim.meetings import cards
from minim.meetings.models import Room
from tests.cast import make_cast
from tests.meetings.rooms import open_room
from tests.meetings.sealed import text_on
cast = make_cast()
room = open_room(cast.group, cast.fay, cast.pat)
for number in range(30):
    cards.put_texts(room, cast.pat, [text_on(f"card {{number}}", sealed="{SEALED}" + str(number))])
    cards.put_texts(room, cast.pat, [text_on(f"card {{number}}", "topic", 1, sealed="{SEALED}" + str(number))])
"""
CLOSED = """
from minim.meetings.models import Meeting, Room
from minim.worker.erasing import erase_closed
Room.objects.get().close()
erase_closed()
tell(Meeting.objects.exclude(erased_at=None).exists())
"""
MUTANTS = {
    "closing deletes nothing": "from minim.meetings.models import Room; Room.delete = lambda room: None",
    "the log is not emptied": "from minim.lib import scrubbing; scrubbing.scrub = lambda *_: True",
}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as opened, ExitStack() as open_house:
        if not on_postgres(opened):
            # As in a house that runs: whoever closes the last connection would tidy up by themselves.
            database = open_house.enter_context(closing(sqlite3.connect(opened.folder / "town.sqlite3")))
            database.execute("SELECT count(*) FROM meetings_meeting").fetchall()
        opened.python(A_MEETING)
        yield opened


def kept(town: Town) -> bool:
    """Whether any file still holds it. PostgreSQL's write-ahead log is another matter: docs/privacy.md says so."""
    written_down(town)
    return found_in_files(folders_of(town, journal=False), [SEALED]) != []


def test_nothing_stays_of_a_closed_meeting(town: Town) -> None:
    assert kept(town)

    assert town.python(CLOSED) is True

    assert not kept(town)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_careless_end_would_be_seen(town: Town, mutant: str) -> None:
    town.python(MUTANTS[mutant] + "\n" + CLOSED)

    assert kept(town)
