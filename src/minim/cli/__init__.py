"""The command line. A command's module is imported only when that command is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import typer

COMMANDS = {
    "start": "minim.cli.start:start",
    "form": "minim.cli.form:form",
    "roster": "minim.cli.roster:app",
    "serve": "minim.cli.serve:serve",
    "work": "minim.cli.work:work",
    "demo": "minim.cli.demo.commands:app",
    "migrate": "minim.cli.migrate:migrate",
    "invite": "minim.cli.invite:invite",
    "doctor": "minim.cli.doctor:doctor",
}
"""Command → where it lives: a function, or a Typer app with commands of its own. One line per command."""


def make_app(words: Sequence[str] = ()) -> typer.Typer:
    """The command that the first word asks for; all commands when it asks for none, so that help can list them."""
    app = typer.Typer(
        name="minim",
        help="Runs a company's Mini-M program: peer support groups of managers.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_minim)
    for name in [words[0]] if words and words[0] in COMMANDS else COMMANDS:
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def main() -> None:
    """The `minim` command."""
    make_app(sys.argv[1:])(prog_name="minim")


def _minim() -> None:
    """Runs a company's Mini-M program: peer support groups of managers."""
