"""`minim doctor` finds what is wrong and says the way out."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from typer.testing import CliRunner

from minim.cli import doctor, make_app
from minim.worker.models import Heartbeat
from tests.worker.town import open_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import Settings

BEHIND = """
from django.db.migrations.recorder import MigrationRecorder
from minim.cli.doctor import check_tables
before = check_tables().sentence
MigrationRecorder.Migration.objects.filter(app="worker").delete()
tell([before, check_tables().sentence])
"""
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def healthy(
    settings: Settings, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """An installation without a fault: Root can break one thing at a time."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sink = Controller(Sink(), hostname="127.0.0.1", port=port)
    sink.start()
    monkeypatch.delenv("MINIM_SECRET_KEY", raising=False)
    settings.VAR = tmp_path
    settings.SECRET_KEY = "k" * 50
    settings.BASE_URL = "https://minim.example.org"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
    key = tmp_path / "secret_key"
    key.touch()
    key.chmod(0o600)
    Heartbeat.objects.beat("first")
    yield settings
    sink.stop()


def examined() -> dict[str, str]:
    """What is wrong, by subject."""
    return {finding.subject: finding.sentence for finding in doctor.examine() if not finding.is_well}


def test_a_healthy_installation_is_told_so(healthy: Settings) -> None:
    result = CliRunner().invoke(make_app(["doctor"]), ["doctor"])

    assert result.exit_code == 0
    assert [line.split()[:2] for line in result.output.splitlines()] == [
        ["✓", subject]
        for subject in ("database", "tables", "worker", "clock", "mail", "address", "secret", "disk")
    ]


def test_one_fault_is_enough_for_exit_code_one(healthy: Settings) -> None:
    Heartbeat.objects.all().delete()

    result = CliRunner().invoke(make_app(["doctor"]), ["doctor"])

    assert result.exit_code == 1
    assert "✗ worker     gives no sign of life" in result.output


def test_tables_that_are_behind_are_counted(tmp_path: Path) -> None:
    with open_town(tmp_path) as town:
        before, after = town.python(BEHIND)

    assert before == "are up to date."
    assert after.endswith("behind. Run: minim migrate")


def test_a_mail_server_that_is_gone_is_named(healthy: Settings) -> None:
    healthy.EMAIL_PORT = 9

    assert examined() == {"mail": "127.0.0.1 refuses: [Errno 111] Connection refused. Check MINIM_SMTP."}


def test_letters_in_a_folder_are_only_right_for_the_demo(healthy: Settings) -> None:
    healthy.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "Set MINIM_SMTP" in examined()["mail"]

    healthy.DEMO = True

    assert examined() == {}


@pytest.mark.parametrize(
    ("address", "words"),
    [("http://minim.example.org", "is not encrypted"), ("minim.example.org", "Set MINIM_BASE_URL")],
)
def test_an_address_that_would_not_do(healthy: Settings, address: str, words: str) -> None:
    healthy.BASE_URL = address

    assert words in examined()["address"]


def test_a_secret_others_can_read_or_guess(healthy: Settings) -> None:
    (healthy.VAR / "secret_key").chmod(0o644)
    assert "chmod 600" in examined()["secret"]

    healthy.SECRET_KEY = "short"

    assert "is too short" in examined()["secret"]


def test_a_full_disk_and_a_lost_clock(healthy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENOUGH_DISK", 1 << 62)
    monkeypatch.setattr(doctor, "BUILT_ON", datetime(9999, 1, 1, tzinfo=UTC))

    found = examined()

    assert found["disk"].endswith("Make room.")
    assert found["clock"].endswith("Set it by NTP.")
