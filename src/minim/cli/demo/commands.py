"""`minim demo`: lay the demo company out, or lay it out afresh."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(no_args_is_help=True, help="The demo company: 600 invented people, 17 groups, three doors.")


@app.command()
def seed() -> None:
    """Lay the demo company out, if its database is empty."""
    _with_demo_database(lambda people: _say("The demo company is already there.") if people else _lay_out())


@app.command()
def reset() -> None:
    """Lay the demo company out afresh. Everybody who has a door open comes in through the doors again."""
    _with_demo_database(lambda people: _clear_and_lay_out())


def _with_demo_database(act: Callable[[bool], None]) -> None:
    if os.environ.get("MINIM_DEMO") != "1":
        var = Path(os.environ.setdefault("MINIM_VAR", "var")).resolve()
        var.mkdir(parents=True, exist_ok=True)
        os.environ["MINIM_DATABASE"] = f"sqlite:///{var / 'demo.sqlite3'}"
        os.environ["MINIM_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minim.config.settings")

    import django

    django.setup()

    from django.core.management import call_command

    from minim.people.models import Person
    from minim.web.demo.doors import DOMAIN

    call_command("migrate", verbosity=0, interactive=False)
    if Person.objects.exclude(email__endswith=f"@{DOMAIN}").exists():
        typer.echo("This database holds people who are not of the demo. Nothing was touched.", err=True)
        raise typer.Exit(2)
    act(Person.objects.exists())


def _lay_out() -> None:
    from django.db import transaction

    from minim.cli.demo import seed as tell_story

    with transaction.atomic():
        tell_story()
    _say("The demo company is ready. Start it with: minim start")


def _clear_and_lay_out() -> None:
    from django.core.management import call_command

    call_command("flush", verbosity=0, interactive=False)
    _lay_out()


def _say(sentence: str) -> None:
    typer.echo(sentence)
