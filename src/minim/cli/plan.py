"""`minim plan`: the plan of a rollout and its pack, without any database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from minim.cli.folder import check_folder, write_folder
from minim.cli.output import console, refuse
from minim.rollout.advice import Advice, Verdict, advice_for
from minim.rollout.answers import (
    Answers,
    Cadence,
    Competition,
    Meets,
    OrganizerFound,
    Sponsor,
    Stage,
    Tried,
    Trust,
)
from minim.rollout.pack import pack_files
from minim.rollout.pack.words import days, for_company, full_day, short_day
from minim.rollout.planning import DatedPlan, NoWorkingDay, plan_for
from minim.timetable import HolidayError

MOST = 1_000_000
FIRST_FILES = ("pack.pdf", "plan.md", "tasks.csv", "milestones.ics")


def plan(
    managers: Annotated[int, typer.Option(min=1, max=MOST, help="How many managers may take part.")],
    start: Annotated[
        str, typer.Option(metavar="DAY", help="First day, like 2027-01-11.", show_default="a Monday soon")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where the pack goes: PDF, Markdown, CSV, ICS and SVG."),
    ] = None,
    country: Annotated[
        str, typer.Option(help="Whose holidays to keep, like DE or DE-BY; none without it.")
    ] = "",
    levels: Annotated[
        int, typer.Option(min=1, max=20, help="Levels of managers; 1: nobody leads managers.")
    ] = 2,
    sites: Annotated[int, typer.Option(min=1, max=10_000, help="Places where people work.")] = 1,
    zones: Annotated[int, typer.Option(min=1, max=40, help="Time zones they work in.")] = 1,
    meets: Annotated[Meets, typer.Option(help="How groups will meet.")] = Meets.MIXED,
    cadence: Annotated[Cadence, typer.Option(help="How often a group meets.")] = Cadence.WEEKLY,
    trust: Annotated[Trust, typer.Option(help="How much people trust each other.")] = Trust.MIDDLING,
    competition: Annotated[
        Competition, typer.Option(help="How much they compete with each other.")
    ] = Competition.MIDDLING,
    tried: Annotated[Tried, typer.Option(help="What became of earlier peer groups.")] = Tried.NEVER,
    sponsor: Annotated[Sponsor, typer.Option(help="Who in leadership wants it.")] = Sponsor.HEAD,
    stage: Annotated[
        Stage, typer.Option(help="Where the company stands; before-fit: it still looks for its market.")
    ] = Stage.GROWING,
    organizer: Annotated[
        OrganizerFound, typer.Option(help="Whether somebody whom managers trust will run it.")
    ] = OrganizerFound.TRUSTED,
) -> None:
    """Plan how your company begins: is it right for you, what to do by when, and a pack to hand on."""
    now = datetime.now(UTC).astimezone()
    answers = Answers(
        managers=managers,
        start_on=_day(start) if start else _monday_after(now.date() + timedelta(days=6)),
        levels=levels,
        sites=sites,
        zones=zones,
        meets=meets,
        cadence=cadence,
        country=country.strip(),
        trust=trust,
        competition=competition,
        tried=tried,
        sponsor=sponsor,
        stage=stage,
        organizer=organizer,
    )
    made = _planned(answers)
    if out is not None:
        check_folder(out)
    _print(console(), made, advice_for(answers))
    if out is not None:
        _write(out, made, now)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        refuse(f"--start is a day like 2027-01-11, not “{written}”.")


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def _planned(answers: Answers) -> DatedPlan:
    try:
        return plan_for(answers)
    except HolidayError as error:
        refuse(f"{error} --country is a code of two letters like DE, with a region if you like: DE-BY.")
    except NoWorkingDay as error:
        refuse(f"{error} Choose another --start.")


def _print(out: Console, made: DatedPlan, advice: Advice) -> None:
    out.print(Text(advice.headline, style="bold"))
    out.print(Text(advice.for_whom))
    _print_list(
        out, "Why not yet" if advice.verdict == Verdict.NOT_YET else "What speaks for it", advice.reasons
    )
    _print_list(out, "What to mind", advice.cautions)
    out.print(Text("\nThe plan", style="bold"))
    out.print(
        Text(
            f"{for_company(made.answers)}: {len(made.tasks)} things to do in eight steps, "
            f"{full_day(made.starts_on)} to {full_day(made.due_on)}."
        )
    )
    for step in made.steps:
        out.print(Text(f"{step.number}. {step.title}, {days(step.starts_on, step.due_on)}"))
    _print_list(
        out, "Days to look forward to", (f"{short_day(one.on)}: {one.title}" for one in made.milestones)
    )


def _print_list(out: Console, title: str, lines: Iterable[str]) -> None:
    out.print(Text(f"\n{title}", style="bold"))
    for line in lines:
        out.print(Text(f"- {line}"))


def _write(folder: Path, made: DatedPlan, now: datetime) -> None:
    files = pack_files(made, now, "plan")
    write_folder(folder, files)
    rest = len(files) - len(FIRST_FILES)
    console().print(
        Text(f"\nWritten to {folder}: {', '.join(FIRST_FILES)} and {rest} more. Begin with pack.pdf.")
    )
