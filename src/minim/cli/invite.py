"""`minim invite`: the one-time link with which the first Organizer comes in."""

from __future__ import annotations

from typing import Annotated

import typer
from django.conf import settings
from django.urls import reverse

from minim.cli.wake import wake_django


def invite(
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Say nothing when somebody organizes already.")
    ] = False,
) -> None:
    """Print a link for the first Organizer. Earlier links stop working; once somebody organizes, there is none."""
    wake_django()
    if link := set_up_link():
        print(
            f"Nobody organizes yet. Your one-time link to become the first Organizer, good for two days:\n{link}"
        )
    elif not quiet:
        print("Somebody organizes already; they can invite others.")


def set_up_link() -> str | None:
    """A fresh link, while nobody organizes."""
    from minim.people.models import Person, SetupKey  # models exist only after waking

    if Person.objects.filter(is_organizer=True).exists():
        return None
    return str(settings.BASE_URL) + reverse("setup", args=[SetupKey.objects.issue()])
