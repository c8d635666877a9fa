"""`minim migrate`: brings the tables of the chosen database up to date."""

from __future__ import annotations

from django.core.management import call_command

from minim.cli.wake import wake_django


def migrate() -> None:
    """Bring the database of MINIM_DATABASE up to date. Run it before `minim serve` after each new version."""
    wake_django()
    call_command("migrate", verbosity=1, interactive=False)
