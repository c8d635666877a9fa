"""Letters to many leave by themselves: once for everybody, with two workers and with one that is killed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.integrations.sink import Sink, open_sink
from tests.worker.town import UNHURRIED, Town, eventually, open_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.database

A_MAILING = """
from django.utils import timezone
from tests.cast import make_cast
from minim.rollout.models import Mailing
cast = make_cast()
mailing = Mailing.objects.begin(cast.program, "announcement", cast.olive)
mailing.schedule(timezone.now(), cast.olive)
tell(sorted(person.email for person in mailing.recipients()))
"""
KILLED_HALFWAY = """
import os, signal
from minim.notices.models import Notice
from minim.rollout.models import Mailing
post = Notice.objects.post_all.__func__
def and_die(self, letters, **more):
    post(self, letters, **more)
    os.kill(os.getpid(), signal.SIGKILL)
type(Notice.objects).post_all = and_die
Mailing.objects.send_due()
"""
SEND_DUE = """
from minim.rollout.models import Mailing
tell(Mailing.objects.send_due())
"""
LEFT = "SELECT count(*) FROM rollout_mailing WHERE left_at IS NOT NULL"
POSTED = "SELECT count(*) FROM notices_notice WHERE kind = 'announcement'"
UNSENT = f"{POSTED} AND sent_at IS NULL"
SUBJECT = "A place to think out loud about leading"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with open_sink() as opened:
        yield opened


@pytest.fixture
def town(tmp_path: Path, sink: Sink) -> Iterator[Town]:
    with open_town(tmp_path, MINIM_SMTP=sink.address) as opened:
        yield opened


def all_have_left(town: Town) -> bool:
    return bool(town.ask(LEFT)[0] and town.ask(POSTED)[0] and not town.ask(UNSENT)[0])


def taken(sink: Sink) -> Counter[str]:
    """Who got the announcement, and how often. Workers also send what else is due in this little company."""
    letters = (letter for letter in sink.letters if letter["Subject"] == SUBJECT)
    return Counter(letter["To"].addresses[0].addr_spec for letter in letters)


def test_everybody_gets_it_once_from_two_workers(town: Town, sink: Sink) -> None:
    readers = town.python(A_MAILING)

    town.worker()
    town.worker()
    eventually(lambda: all_have_left(town), 2 * UNHURRIED)

    assert taken(sink) == Counter(readers)


def test_of_several_at_the_same_moment_one_sends_it(town: Town, sink: Sink) -> None:
    readers = town.python(A_MAILING)
    processes = [town.start(SEND_DUE) for _ in range(3)]

    told = sorted(town.told(process) for process in processes)

    assert told == [0, 0, 1]
    assert town.ask(POSTED)[0] == len(readers)


def test_killed_halfway_nothing_has_happened_and_the_next_one_sends_it(town: Town, sink: Sink) -> None:
    readers = town.python(A_MAILING)
    town.start(KILLED_HALFWAY).wait(60)
    assert (town.ask(LEFT)[0], town.ask(POSTED)[0]) == (0, 0)

    town.worker()
    eventually(lambda: all_have_left(town), 2 * UNHURRIED)

    assert taken(sink) == Counter(readers)
