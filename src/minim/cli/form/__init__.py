"""`minim form`: groups from a roster file, without any database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minim.cli.form import options
from minim.cli.form.wanted import (
    Targets,
    Wanted,
    Who,
    read_earlier,
    read_lists,
    read_roster,
    read_size,
    read_wishes,
)


def form(
    roster: options.Roster,
    out: options.Out = "",
    json: options.Json = "",
    markdown: options.Markdown = "",
    who: options.WhoTakesPart = Who.managers,
    size: options.Size = "",
    attendance: options.Attendance = None,
    facilitators: options.Facilitators = None,
    apart: options.Apart = None,
    keep: Annotated[
        Path | None, typer.Option(metavar="PLAN.CSV", help="Today's plan.csv: change as little as possible.")
    ] = None,
    lock: options.Lock = None,
    earlier: options.Earlier = None,
    wish: options.Wishes = None,
    any_time: options.AnyTime = False,
    seconds: options.Seconds = 2.0,
    seed: options.Seed = 0,
) -> None:
    """Form groups in which nobody sits with anyone of their own management chain, and explain them."""
    targets = Targets.checked(
        csv=out,
        json=json,
        markdown=markdown,
        roster=roster,
        keep=keep,
        lists=[facilitators, apart, *(earlier or [])],
    )
    sheet = read_roster(roster)
    wanted = Wanted(
        everybody=who is Who.all,
        size=read_size(size, attendance),
        attendance=attendance,
        wishes=read_wishes(wish or []),
        any_time=any_time,
        seconds=seconds,
        seed=seed,
        earlier=read_earlier(earlier or []),
        **read_lists(sheet, facilitators=facilitators, apart=apart, keep=keep, lock=lock or []),
    )
    # The engine takes a second to import; whoever made a mistake should not wait for it.
    from minim.cli.form.run import run

    raise typer.Exit(run(sheet, wanted, targets))
