"""Wakes Django for a command that stands on tables."""

from __future__ import annotations

import os
import sys

import django
import typer

from minim.lib.environment import EnvironmentProblem


def wake_django() -> None:
    """Make models usable from here on; a setting that cannot be used ends the command with its sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minim.config.settings")
    try:
        django.setup()
    except EnvironmentProblem as problem:
        print(problem, file=sys.stderr)
        raise typer.Exit(1) from None
