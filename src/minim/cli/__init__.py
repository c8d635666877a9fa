"""The command line. A command's module is imported only when that command is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import typer

COMMANDS = {
    "start": "minim.cli.start:start",
    "form": "minim.cli.form:form",
    "place": "minim.cli.acts:place",
    "remove": "minim.cli.acts:remove",
    "swap": "minim.cli.acts:swap",
    "lead": "minim.cli.acts:lead",
    "rotate": "minim.cli.acts:rotate",
    "merge": "minim.cli.acts:merge",
    "dissolve": "minim.cli.acts:dissolve",
    "roster": "minim.cli.roster:app",
    "serve": "minim.cli.serve:serve",
    "work": "minim.cli.work:work",
    "demo": "minim.cli.demo.commands:app",
    "plan": "minim.cli.plan:plan",
    "migrate": "minim.cli.migrate:migrate",
    "backup": "minim.cli.backup:backup",
    "invite": "minim.cli.invite:invite",
    "doctor": "minim.cli.doctor:doctor",
}
"""Command → where it lives: a function, or a Typer app with commands of its own. One line per command."""

COMPANY = "pip install '.[company]'"
"""Brings what the web product needs; without it minim forms groups from files."""


def make_app(words: Sequence[str] = ()) -> typer.Typer:
    """The command that the first word asks for; all commands when it asks for none, so that help can list them.

    Raises ModuleNotFoundError when the command asked for needs a package that is not installed; help leaves it out.
    """
    app = typer.Typer(
        name="minim",
        help="Runs a company's Mini-M program: peer support groups of managers.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    asked = words[0] if words and words[0] in COMMANDS else ""
    missing = []
    for name in [asked] if asked else COMMANDS:
        try:
            _add(app, name)
        except ModuleNotFoundError as error:
            if asked or _is_ours(error):
                raise
            missing.append(name)
    if missing:  # Typer reads square brackets as markup
        note = f"With the web product there are also {', '.join(missing)}: {COMPANY}".replace("[", r"\[")
        app.callback(epilog=note)(_minim)
    else:
        app.callback()(_minim)
    return app


def main() -> None:
    """The `minim` command."""
    try:
        make_app(sys.argv[1:])(prog_name="minim")
    except ModuleNotFoundError as error:
        if _is_ours(error):
            raise
        needs = "This needs the web product, which is not installed here."
        sys.exit(f"{needs} Please run in the folder of its sources: {COMPANY}")


def _add(app: typer.Typer, name: str) -> None:
    module, _, attribute = COMMANDS[name].partition(":")
    command = getattr(import_module(module), attribute)
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)


def _is_ours(error: ModuleNotFoundError) -> bool:
    """Whether a module of minim itself is missing: that is a mistake of ours, and no package would mend it."""
    return (error.name or "").partition(".")[0] == "minim"


def _minim() -> None:
    """Runs a company's Mini-M program: peer support groups of managers."""
