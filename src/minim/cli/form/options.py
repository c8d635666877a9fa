"""Options that more than one command takes, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minim.cli.form.wanted import Who

Roster = Annotated[Path, typer.Argument(help="The roster: CSV or XLSX.")]
Out = Annotated[str, typer.Option(metavar="PLAN.CSV", help="Write the seats here; - prints them.")]
Json = Annotated[str, typer.Option(metavar="PLAN.JSON", help="Write everything here; - prints it.")]
Markdown = Annotated[str, typer.Option(metavar="PLAN.MD", help="Write the plan for reading here.")]
WhoTakesPart = Annotated[Who, typer.Option(help="Everyone with reports, or everybody.")]
Size = Annotated[str, typer.Option(metavar="5-8", help="The smallest and the largest group.")]
Attendance = Annotated[
    float | None, typer.Option(help="Choose sizes so that three come, when this share of people comes: 0.7.")
]
Facilitators = Annotated[Path | None, typer.Option(help="Who may lead: numbers or e-mails, one per line.")]
Apart = Annotated[
    Path | None, typer.Option(help="Who must not share a group: two numbers or e-mails per line.")
]
Keep = Annotated[Path, typer.Option(metavar="PLAN.CSV", help="Today's plan.csv.")]
Lock = Annotated[
    list[str] | None,
    typer.Option(metavar="GROUP", help="Leave this group of --keep as it is; may be repeated."),
]
Earlier = Annotated[
    list[Path] | None,
    typer.Option(metavar="OLD.CSV", help="The plan of an earlier round: its people have met. Newest first."),
]
Wishes = Annotated[
    list[str] | None, typer.Option(metavar="NAME=WEIGHT", help="How much a wish counts; 0 ignores it.")
]
AnyTime = Annotated[bool, typer.Option("--any-time", help="Ignore working hours and time zones.")]
Seconds = Annotated[float, typer.Option(min=0.01, max=3600, help="How long to search.")]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same plan.")]
