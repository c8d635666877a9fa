"""The explanation as it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from minim.cli.form.proof import Proof
from minim.cli.form.request import Request
from minim.cli.form.words import Described, certificate_lines, proof_lines
from minim.engine import Result

STOPPED = {
    "finished": "finished",
    "proved": "finished, and proved that no plan can be better",
    "time": "stopped by the clock",
    "cancelled": "stopped by you; this is the best plan so far",
}


def report(
    out: Console, result: Result, request: Request, described: Sequence[Described], proof: Proof
) -> None:
    """Print the whole explanation."""
    assert result.plan is not None
    heading(out, f"{len(described)} groups")
    for line in (*request.notes, request.levels.sentence, *proof_lines(result, proof)):
        out.print(line)
    groups_table(out, described)
    section(out, "Compromises", [f"{one.sentence} {one.reason}" for one in result.compromises])
    section(out, "Certificate", certificate_lines(result))
    left_out = (*result.plan.left_out, *request.aside)
    section(out, "Left out", [f"{person.key}: {person.reason}" for person in left_out] or ["Nobody."])
    out.print(
        f"\nScore {result.score:,.1f} (0 would grant every wish), seed {result.seed}, {result.seconds:.1f} s, "
        f"{STOPPED.get(result.stopped_by, result.stopped_by)}."
    )


def groups_table(out: Console, described: Sequence[Described]) -> None:
    """Print who sits where."""
    table = Table(box=None, pad_edge=False, show_header=True, header_style="bold")
    table.add_column("Group", no_wrap=True)
    table.add_column("Facilitator")
    table.add_column("Participants")
    table.add_column("Who brings what")
    for group in described:
        table.add_row(*map(Text, (group.name, group.facilitator, ", ".join(group.members), group.sentence)))
    out.print()
    out.print(table)


def section(out: Console, title: str, lines: Sequence[str]) -> None:
    """Print lines under a title; nothing when there are none."""
    if lines:
        heading(out, title)
    for line in lines:
        out.print(Text(f"- {line}"))


def heading(out: Console, title: str) -> None:
    """Print a title."""
    out.print()
    out.print(Text(title, style="bold"))
