"""A worker is killed with SIGKILL between any two steps of sending and forming; another takes over."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.integrations.sink import Sink, open_sink
from tests.worker.town import UNHURRIED, Town, eventually, open_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

A_LETTER = """
from tests.make import make_person
from minim.notices.models import Notice
pat = make_person("Pat")
tell(Notice.objects.post("group-closed", pat, group="Alder", program="Mini-M").message_id)
"""
IS_SENT = "SELECT sent_at IS NOT NULL, leased_until IS NOT NULL FROM notices_notice"
UNSENT = "SELECT count(*) FROM notices_notice WHERE sent_at IS NULL"
THE_LEASE_RUNS_OUT = """
from django.utils import timezone
from datetime import timedelta
from minim.notices.models import Notice
Notice.objects.exclude(leased_until=None).update(leased_until=timezone.now() - timedelta(seconds=1))
"""


@pytest.fixture
def sink() -> Iterator[Sink]:
    with open_sink() as opened:
        yield opened


@pytest.fixture
def town(tmp_path: Path, sink: Sink) -> Iterator[Town]:
    with open_town(tmp_path, MINIM_SMTP=sink.address) as opened:
        yield opened


def test_a_letter_survives_being_killed_before_the_server_said_yes(town: Town, sink: Sink) -> None:
    message_id = town.python(A_LETTER)
    sink.may_answer.clear()
    first = town.worker()
    assert sink.reached.wait(20)

    first.kill()
    first.wait()

    assert tuple(map(bool, town.ask(IS_SENT))) == (False, True)
    sink.may_answer.set()
    town.python(THE_LEASE_RUNS_OUT)
    town.worker()
    eventually(lambda: town.ask(UNSENT)[0] == 0)
    assert set(sink.ids()) == {message_id}


def test_a_letter_that_was_taken_but_not_marked_leaves_again_as_the_same_letter(
    town: Town, sink: Sink
) -> None:
    """The database is closed to the first worker at the very moment the server says yes."""
    message_id = town.python(A_LETTER)
    killed = town.start(
        """
        import os, signal, threading
        from minim.notices.models import Notice
        from minim.worker import run
        Notice.sent = lambda notice: os.kill(os.getpid(), signal.SIGKILL)
        run(threading.Event())
        """
    )
    killed.wait(30)

    assert killed.returncode == -9
    assert tuple(map(bool, town.ask(IS_SENT))) == (False, True)
    town.python(THE_LEASE_RUNS_OUT)
    town.worker()
    eventually(lambda: town.ask(UNSENT)[0] == 0)

    assert sink.ids() == [message_id, message_id]
    assert sink.letters[0]["Date"] == sink.letters[1]["Date"]


def test_nothing_leaves_twice_when_two_workers_share_a_hundred_letters(town: Town, sink: Sink) -> None:
    town.python(
        """
        from tests.make import make_person
        from minim.notices.models import Letter, Notice
        pat = make_person("Pat")
        for number in range(100):
            Notice.objects.post("group-closed", pat, group=f"Alder {number}", program="Mini-M")
        """
    )

    workers = [town.worker(), town.worker()]

    eventually(lambda: town.ask(UNSENT)[0] == 0)
    for worker in workers:
        worker.terminate()
        assert worker.wait(20) == 0
    assert len(sink.ids()) == len(set(sink.ids())) == 100


FORM = """
from tests.assignments.company import make_company
from minim.assignments.models import Assignment
company = make_company({size})
Assignment.objects.ask(company.program, by=company.olive, seconds=60)
"""
STATE = "SELECT state, attempts FROM assignments_assignment"
PROGRESS = "SELECT progress FROM assignments_assignment"
SEATED = "SELECT count(*) FROM assignments_draftseat"


def test_a_killed_worker_leaves_no_half_written_draft_and_another_forms_it(town: Town) -> None:
    town.python(FORM.format(size=300))
    first = town.worker()
    eventually(lambda: "improving" in str(town.ask(PROGRESS)[0]), 60)

    first.kill()
    first.wait()

    assert town.ask(STATE) == ("forming", 1)
    assert town.ask(SEATED) == (0,)
    town.python(
        """
        from minim.assignments.models import Assignment
        Assignment.objects.update(leased_until="2020-01-01T00:00Z", seconds=0.1)
        """
    )
    town.worker()
    eventually(lambda: town.ask(STATE) == ("draft", 2), 60)
    assert town.ask(SEATED) == (300,)


def test_a_stopped_worker_gives_back_what_it_was_forming_at_once(town: Town) -> None:
    town.python(FORM.format(size=300))
    first = town.worker()
    eventually(lambda: "improving" in str(town.ask(PROGRESS)[0]), 60)

    first.terminate()
    began = time.monotonic()

    assert first.wait(20) == 0
    assert time.monotonic() - began < UNHURRIED
    assert town.ask(STATE) == ("waiting", 0)
    assert town.ask("SELECT count(*) FROM worker_heartbeat") == (0,)
