"""`minim roster check` and `minim roster import`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from minim.cli.output import UNUSABLE, console, read_file, refuse
from minim.roster import ChangedPerson, RosterProblem, Sheet, SheetError, Tree, read_sheet
from minim.roster.limits import MAX_BYTES
from minim.timetable import parse_hours

if TYPE_CHECKING:
    from minim.people.comparing import Comparison

SHOWN = 8
"""Changes of one kind that the preview names."""

app = typer.Typer(help="Check a roster, or bring it in.", no_args_is_help=True)

RosterFile = Annotated[Path, typer.Argument(metavar="FILE", help="The roster: CSV or XLSX.")]


@app.command()
def check(file: RosterFile) -> None:
    """Read a roster and say what is in it and what is wrong with it. Changes nothing."""
    sheet = _read(file)
    out = console()
    _print_summary(out, sheet)
    _print_problems(out, sheet)
    raise typer.Exit(0 if sheet.ok else UNUSABLE)


@app.command("import")
def import_(
    file: RosterFile,
    yes: Annotated[
        bool, typer.Option("--yes", help="Apply it; without this you only see what would change.")
    ] = False,
    missing_left: Annotated[
        bool, typer.Option("--missing-left", help="People who are not in it have left the company.")
    ] = False,
) -> None:
    """Bring a roster into the database, all or nothing, after showing what would change."""
    content = read_file(file, MAX_BYTES)
    # The rest stands on the database, which "roster check" does without.
    from minim.cli.wake import wake_django

    wake_django()
    from django.db import transaction
    from django.utils import timezone

    from minim.groups.models import Seat
    from minim.people.applying import RosterOutdated, RosterRefused
    from minim.people.models import Person

    sheet, comparison = _compared(content, file.name)
    out = console()
    _print_problems(out, sheet)
    _print_preview(out, comparison)
    if not comparison.ok:
        refuse("Nothing was changed. Put these right first.")
    if not yes:
        out.print("\nNothing was changed. Run it again with --yes to apply it.")
        return
    try:
        with transaction.atomic():
            done = Person.objects.apply(sheet, missing_left=missing_left, expecting=comparison.fingerprint)
            Seat.objects.vacate_left(timezone.localdate())
    except RosterRefused as error:
        refuse(f"Nothing was changed. {error}")
    except RosterOutdated:
        refuse("Nothing was changed: somebody else changed people in this very moment. Run it again.")
    left = f", {done.left:,} left" if missing_left else ""
    out.print(f"\nDone: {done.new:,} new, {done.changed:,} changed, {done.moved:,} moved{left}.")


def _read(file: Path) -> Sheet:
    try:
        return read_sheet(read_file(file, MAX_BYTES), filename=file.name, hours=parse_hours)
    except SheetError as error:
        refuse(str(error))


def _compared(content: bytes, filename: str) -> tuple[Sheet, Comparison]:
    """The sheet, its columns read as they were the last time, beside the people we know."""
    from django.db import DatabaseError

    from minim.people.comparing import compare_sheet
    from minim.people.models import RosterImport

    try:
        columns = read_sheet(content, filename=filename).columns
        mapping = RosterImport.objects.all().remembered_mapping(columns)
        sheet = read_sheet(content, filename=filename, mapping=mapping, hours=parse_hours)
        return sheet, compare_sheet(sheet)
    except SheetError as error:
        refuse(str(error))
    except DatabaseError as error:
        refuse(f"The database is not ready ({error}). “minim start” sets it up.")


def _print_summary(out: Console, sheet: Sheet) -> None:
    tree = Tree(sheet.reports_to)
    managers = {row.manager_id for row in sheet.rows} - {None}
    inside = managers - {manager.key for manager in sheet.outside}
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in (
        ("People", f"{len(sheet.rows):,}"),
        ("Managers in the file", f"{len(inside):,}"),
        ("Outside managers", f"{len(sheet.outside):,}"),
        ("Levels of the tree", f"{max((tree.depth(row.employee_id) for row in sheet.rows), default=-1) + 1}"),
        ("Departments", _counted(row.department for row in sheet.rows)),
        ("Time zones", _counted(row.time_zone for row in sheet.rows)),
        ("Written in", _written_in(sheet)),
    ):
        table.add_row(Text(name, style="bold"), Text(value))
    out.print(table)
    out.print(Text("\nHow the columns were read", style="bold"))
    columns = Table(box=None, show_header=False, pad_edge=False)
    for field, column in sheet.mapping.items():
        columns.add_row(Text(field), Text(f"“{column}”"), "guessed" if field in sheet.guessed else "as told")
    out.print(columns)
    unread = [column for column in sheet.columns if column not in sheet.mapping.values()]
    if unread:
        out.print(Text(f"Not read: {', '.join(unread)}"))


def _counted(values: Iterable[str]) -> str:
    known = sorted({value for value in values if value})
    named = ", ".join(known[:5]) + (" …" if len(known) > 5 else "")
    return f"{len(known):,} ({named})" if known else "none"


def _written_in(sheet: Sheet) -> str:
    names = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    return (
        f"{sheet.encoding} with {names.get(sheet.delimiter, sheet.delimiter)}" if sheet.delimiter else "Excel"
    )


def _print_problems(out: Console, sheet: Sheet) -> None:
    errors = [problem for problem in sheet.problems if problem.severity == "error"]
    warnings = [problem for problem in sheet.problems if problem.severity == "warning"]
    _print_list(out, "To put right", errors, sheet.error_count)
    _print_list(out, "Good to know", warnings, sheet.warning_count)
    if not errors:
        out.print(Text("\nNothing to put right: this roster can be used.", style="bold"))


def _print_list(out: Console, title: str, problems: list[RosterProblem], count: int) -> None:
    if not problems:
        return
    out.print(Text(f"\n{title}: {count:,}", style="bold"))
    for problem in problems:
        out.print(Text(f"- {problem.message}"))
    if count > len(problems):
        out.print(f"… and {count - len(problems):,} more.")


def _print_preview(out: Console, comparison: Comparison) -> None:
    changes, names = comparison.changes, comparison.names
    _print_some(out, "New", [f"{row.name} ({row.employee_id})" for row in changes.new])
    _print_some(out, "Changed", [_change(person) for person in changes.changed])
    _print_some(
        out,
        "Moved to another manager",
        [
            f"{person.name}: {names.get(person.before or '', 'nobody')} → {names.get(person.after or '', 'nobody')}"
            for person in changes.moved
        ],
    )
    _print_some(
        out, "Missing in this file", [f"{gone.name} ({gone.employee_id})" for gone in changes.missing]
    )
    for refusal in comparison.refusals:
        out.print(Text(f"- {refusal}"))


def _change(person: ChangedPerson) -> str:
    changes = [f"{one.field} {_said(one.before)} → {_said(one.after)}" for one in person.fields]
    return f"{person.name}: {'; '.join(changes)}"


def _said(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)


def _print_some(out: Console, title: str, lines: list[str]) -> None:
    out.print(Text(f"\n{title}: {len(lines):,}", style="bold"))
    for line in lines[:SHOWN]:
        out.print(Text(f"- {line}"))
    if len(lines) > SHOWN:
        out.print(f"… and {len(lines) - SHOWN:,} more.")
