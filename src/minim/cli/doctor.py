"""`minim doctor`: looks at everything an installation stands on, and says the way out."""

from __future__ import annotations

import os
import shutil
import smtplib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer
from django.conf import settings
from django.core.mail import get_connection
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from minim.cli.wake import wake_django

if TYPE_CHECKING:
    from collections.abc import Iterator

ENOUGH_DISK = 200 * 1024 * 1024
ENOUGH_SECRET = 32
BUILT_ON = datetime(2026, 11, 1, tzinfo=UTC)  # a clock that stands before our own birth is wrong
CLOCK_SECONDS = 5


@dataclass(frozen=True)
class Finding:
    subject: str
    is_well: bool
    sentence: str


def doctor() -> None:
    """Check database, worker, mail, address, secret, clock and disk. Exit code 1 when something is wrong."""
    wake_django()
    findings = list(examine())
    for finding in findings:
        print(f"{'✓' if finding.is_well else '✗'} {finding.subject:<10} {finding.sentence}")
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def examine() -> Iterator[Finding]:
    """Everything once; what stands on the database only when it answers."""
    database = check_database()
    yield database
    if database.is_well:
        tables = check_tables()
        yield tables
        if tables.is_well:
            yield check_worker()
        yield check_clock()
    yield check_mail()
    yield check_address()
    yield check_secret()
    yield check_disk()


def check_database() -> Finding:
    if connection.vendor == "postgresql":  # one connection that gives up soon, instead of the pool's patience
        connection.settings_dict["OPTIONS"] = {"connect_timeout": 5}
    try:
        connection.ensure_connection()
    except Error as error:
        return Finding("database", False, f"does not answer: {_first_line(error)} Check MINIM_DATABASE.")
    return Finding("database", True, f"answers ({connection.display_name}).")


def check_tables() -> Finding:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Finding("tables", False, f"are {missing} steps behind. Run: minim migrate")
    return Finding("tables", True, "are up to date.")


def check_worker() -> Finding:
    from minim.worker.models import Heartbeat  # models exist only after waking

    alive = Heartbeat.objects.alive().count()
    if not alive:
        return Finding(
            "worker", False, "gives no sign of life: no mail goes out, no groups form. Run: minim work"
        )
    return Finding("worker", True, "is alive." if alive == 1 else f"{alive} of them are alive.")


def check_clock() -> Finding:
    """Our clock against the database server's; on SQLite, against the year this was written."""
    now = timezone.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            apart = abs((cursor.fetchone()[0] - now).total_seconds())
        if apart > CLOCK_SECONDS:
            return Finding("clock", False, f"differs from the database's by {apart:.0f} s. Set both by NTP.")
    if now < BUILT_ON:
        return Finding("clock", False, f"says {now:%Y-%m-%d}, which is long past. Set it by NTP.")
    return Finding("clock", True, f"says {now:%Y-%m-%d %H:%M} UTC.")


def check_mail() -> Finding:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        where = Path(settings.VAR) / "mail"
        if settings.DEMO:
            return Finding("mail", True, f"is only written to {where}; this is the demo.")
        return Finding("mail", False, f"is only written to {where}. Set MINIM_SMTP=smtp://host:25.")
    try:
        with get_connection(timeout=10):
            return Finding("mail", True, f"{settings.EMAIL_HOST} answers.")
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            "mail", False, f"{settings.EMAIL_HOST} refuses: {_first_line(error)} Check MINIM_SMTP."
        )


def check_address() -> Finding:
    parts = urlsplit(settings.BASE_URL)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return Finding(
            "address", False, f"{settings.BASE_URL!r} is none. Set MINIM_BASE_URL=https://minim.example.org"
        )
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        return Finding(
            "address", False, f"{settings.BASE_URL} is not encrypted. Set up TLS and use https://."
        )
    return Finding("address", True, f"is {settings.BASE_URL}.")


def check_secret() -> Finding:
    file = Path(settings.VAR) / "secret_key"
    if len(settings.SECRET_KEY) < ENOUGH_SECRET:
        return Finding("secret", False, "is too short. Set MINIM_SECRET_KEY to 50 random characters.")
    if not os.environ.get("MINIM_SECRET_KEY") and file.stat().st_mode & 0o077:
        return Finding("secret", False, f"can be read by others. Run: chmod 600 {file}")
    return Finding("secret", True, "is long and private.")


def check_disk() -> Finding:
    free = shutil.disk_usage(settings.VAR).free
    if free < ENOUGH_DISK:
        return Finding("disk", False, f"has {free // 1024**2} MB left at {settings.VAR}. Make room.")
    return Finding("disk", True, f"has {free / 1024**3:.0f} GB free.")


def _first_line(error: Exception) -> str:
    words = str(error).strip().splitlines()
    return (words[0] if words else type(error).__name__).rstrip(".") + "."
