"""A living worker: quick to begin, quick to end, and not thrown by trouble."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.utils import timezone

from minim.lib import environment
from minim.notices.models import Notice
from minim.people.models import RosterImport
from minim.worker.models import Heartbeat
from minim.worker.sending import BROKEN, Sender
from minim.worker.tidying import Tidier
from tests.integrations.sink import open_sink
from tests.make import make_person
from tests.worker.town import UNHURRIED, eventually, open_town

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen

    from pytest_django import Settings

ONE_LETTER = """
from tests.make import make_person
from minim.lib import environment
from minim.notices.models import Notice
pat = make_person("{name}")
Notice.objects.post("group-closed", pat, group="Alder", program="Mini-M")
"""
UNSENT = "SELECT count(*) FROM notices_notice WHERE sent_at IS NULL"


def post(name: str = "Pat") -> Notice:
    notice = Notice.objects.post("group-closed", make_person(name), group="Alder", program="Mini-M")
    assert notice is not None
    return notice


@pytest.mark.database
def test_a_letter_leaves_within_a_second_and_an_idle_worker_ends_at_once(tmp_path: Path) -> None:
    with open_sink() as sink, open_town(tmp_path, MINIM_SMTP=sink.address) as town:
        worker = town.worker()
        eventually(lambda: town.ask("SELECT count(*) FROM worker_heartbeat") == (1,))
        wait = "import tests.make\nprint('ready', flush=True)\nsys.stdin.readline()"
        poster = town.start(wait + ONE_LETTER.format(name="Pat") + "print('posted', flush=True)")
        assert poster.stdin is not None
        assert poster.stdout is not None
        poster.stdout.readline()
        poster.stdin.write("go\n")
        poster.stdin.flush()
        assert poster.stdout.readline() == "posted\n"
        began = time.monotonic()

        assert sink.reached.wait(20)

        assert time.monotonic() - began < UNHURRIED
        eventually(lambda: town.ask(UNSENT) == (0,))
        ends_quickly(worker)


def ends_quickly(worker: Popen[str]) -> None:
    began = time.monotonic()
    worker.terminate()
    assert worker.wait(20) == 0
    assert time.monotonic() - began < UNHURRIED


@pytest.mark.database
def test_a_mail_server_that_never_answers_does_not_keep_a_worker_from_ending(tmp_path: Path) -> None:
    with open_sink() as sink, open_town(tmp_path, MINIM_SMTP=sink.address) as town:
        town.python(ONE_LETTER.format(name="Pat"))
        sink.may_answer.clear()
        worker = town.worker()
        assert sink.reached.wait(20)

        ends_quickly(worker)

        assert town.ask(UNSENT) == (1,)


@pytest.mark.database
def test_letters_leave_while_groups_are_formed(tmp_path: Path) -> None:
    with open_sink() as sink, open_town(tmp_path, MINIM_SMTP=sink.address) as town:
        town.python(
            """
            from tests.assignments.company import make_company
            from minim.assignments.models import Assignment
            company = make_company(300)
            Assignment.objects.ask(company.program, by=company.olive, seconds=60)
            """
        )
        town.worker()
        eventually(lambda: "improving" in str(town.ask("SELECT progress FROM assignments_assignment")), 60)

        town.python(ONE_LETTER.format(name="Pat"))

        eventually(lambda: town.ask(UNSENT) == (0,))
        assert town.ask("SELECT state FROM assignments_assignment") == ("forming",)


@pytest.mark.django_db
def test_one_bad_letter_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = post("Pat"), post("Sam")

    def stumble(notice: Notice, _: object = None) -> None:
        if notice.pk == bad.pk:
            raise ZeroDivisionError

    monkeypatch.setattr("minim.worker.sending.deliver", stumble)

    Sender("test", threading.Event()).work()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.is_sent, bad.last_error, bad.attempts) == (False, BROKEN, 1)
    assert good.is_sent


@pytest.mark.django_db
def test_letters_leave_oldest_first() -> None:
    for name in ("Pat", "Sam", "Fay"):
        post(name)

    assert Sender("test", threading.Event()).work()

    assert [letter.to for letter in mail.outbox] == [
        ["Pat <pat@example.com>"], ["Sam <sam@example.com>"], ["Fay <fay@example.com>"],
    ]  # fmt: skip
    assert not Sender("test", threading.Event()).work()


@pytest.mark.django_db
def test_a_round_of_letters_leaves_over_one_connection_even_past_a_refusal(
    settings: Settings, tmp_path: Path
) -> None:
    with open_sink() as sink:
        for name, value in environment.mail(sink.address, tmp_path).items():
            setattr(settings, name, value)
        refused = post("Gone")
        sink.answers["gone@example.com"] = "550 No such person"
        for name in ("Pat", "Sam", "Fay"):
            post(name)

        Sender("test", threading.Event()).work()

    assert (len(sink.letters), len(sink.sessions)) == (3, 1)
    refused.refresh_from_db()
    assert refused.has_failed
    assert refused.last_error == "The mail server said: 550 No such person"


@pytest.mark.django_db
def test_without_a_mail_server_one_letter_is_tried_and_the_others_wait_for_the_next_round(
    settings: Settings, tmp_path: Path
) -> None:
    for name, value in environment.mail("smtp://127.0.0.1:1", tmp_path).items():
        setattr(settings, name, value)
    first, second = post("Pat"), post("Sam")
    stop = threading.Event()
    sender = Sender("test", stop)
    threading.Timer(0.2, stop.set).start()

    sender.work()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.attempts, second.attempts) == (1, 0)
    assert first.last_error.startswith("The mail server cannot be reached")
    assert not first.has_failed


@pytest.mark.django_db
def test_old_uploads_and_old_workers_are_forgotten() -> None:
    olive = make_person("Olive")
    old, new = (RosterImport.objects.create(owner=olive, content=b"x") for _ in range(2))
    RosterImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=2))
    Heartbeat.objects.create(name="dead", seen_at=timezone.now() - timedelta(days=2))
    Heartbeat.objects.beat("alive")

    Tidier().work()

    assert list(RosterImport.objects.all()) == [new]
    assert [beat.name for beat in Heartbeat.objects.all()] == ["alive"]


@pytest.mark.django_db
def test_whoever_was_away_until_today_is_back() -> None:
    today = timezone.localdate()
    fay, sam = make_person("Fay"), make_person("Sam")
    fay.go_away(today)
    sam.go_away(today + timedelta(days=1))

    Tidier().work()

    fay.refresh_from_db()
    sam.refresh_from_db()
    assert (fay.status, fay.away_until) == ("active", None)
    assert (sam.status, sam.away_until) == ("away", today + timedelta(days=1))
