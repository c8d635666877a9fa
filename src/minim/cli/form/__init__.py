"""`minim form`: groups from a roster file, without any database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minim.cli.form.wanted import Targets, Wanted, Who, read_lists, read_roster, read_size, read_wishes


def form(
    roster: Annotated[Path, typer.Argument(help="The roster: CSV or XLSX.")],
    out: Annotated[str, typer.Option(metavar="PLAN.CSV", help="Write the seats here; - prints them.")] = "",
    json: Annotated[str, typer.Option(metavar="PLAN.JSON", help="Write everything here; - prints it.")] = "",
    markdown: Annotated[str, typer.Option(metavar="PLAN.MD", help="Write the plan for reading here.")] = "",
    who: Annotated[Who, typer.Option(help="Everyone with reports, or everybody.")] = Who.managers,
    size: Annotated[str, typer.Option(metavar="5-8", help="The smallest and the largest group.")] = "",
    attendance: Annotated[
        float | None,
        typer.Option(help="Choose sizes so that three come, when this share of people comes: 0.7."),
    ] = None,
    facilitators: Annotated[
        Path | None, typer.Option(help="Who may lead: numbers or e-mails, one per line.")
    ] = None,
    apart: Annotated[
        Path | None, typer.Option(help="Who must not share a group: two numbers or e-mails per line.")
    ] = None,
    keep: Annotated[Path | None, typer.Option(help="Today's plan.csv: change as little as possible.")] = None,
    wish: Annotated[
        list[str] | None, typer.Option(metavar="NAME=WEIGHT", help="How much a wish counts; 0 ignores it.")
    ] = None,
    any_time: Annotated[
        bool, typer.Option("--any-time", help="Ignore working hours and time zones.")
    ] = False,
    seconds: Annotated[float, typer.Option(min=0.01, max=3600, help="How long to search.")] = 2.0,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same plan.")] = 0,
) -> None:
    """Form groups in which nobody sits with anyone of their own management chain, and explain them."""
    targets = Targets.checked(csv=out, json=json, markdown=markdown, roster=roster)
    sheet = read_roster(roster)
    wanted = Wanted(
        everybody=who is Who.all,
        size=read_size(size, attendance),
        attendance=attendance,
        wishes=read_wishes(wish or []),
        any_time=any_time,
        seconds=seconds,
        seed=seed,
        **read_lists(sheet, facilitators=facilitators, apart=apart, keep=keep),
    )
    # The engine takes a second to import; whoever made a mistake should not wait for it.
    from minim.cli.form.run import run

    raise typer.Exit(run(sheet, wanted, targets))
