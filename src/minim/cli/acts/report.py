"""What an act did, as it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from minim.cli.acts.doing import Done
from minim.cli.acts.words import changed_groups, coming_back, rule_lines, taken_lines, way_line
from minim.cli.form.proof import Proof
from minim.cli.form.report import groups_table, heading, section
from minim.cli.form.wanted import Targets
from minim.cli.form.words import Described
from minim.engine import Result


def report(
    out: Console, done: Done, result: Result, described: Sequence[Described], proof: Proof, targets: Targets
) -> None:
    """Print what was done and what else could have been, the groups that change, and what to know about the plan."""
    _told(out, done)
    changed, gone = changed_groups(done.before, done.plan)
    if changed or gone:
        heading(out, f"{len(changed)} of {len(done.plan.groups)} groups change")
        groups_table(out, [group for group in described if group.name in changed])
    for name in gone:
        out.print(f"{name} is no more.")
    section(out, "Rules", rule_lines(done, result, proof))
    section(out, "Good to know", [*coming_back(done), *done.request.notes])
    left_out = (*done.plan.left_out, *done.request.aside)
    section(out, "Left out", [f"{person.key}: {person.reason}" for person in left_out])
    section(out, "Written", _written(targets))


def _told(out: Console, done: Done) -> None:
    if len(done.steps) != 1 or done.refused:
        section(out, "What was done", taken_lines(done))
        return
    (step,) = done.steps
    count = len(step.ways)
    heading(out, "There is one way" if count == 1 else f"{count} ways, the best first")
    table = Table.grid(padding=(0, 1))
    for at, way in enumerate(step.ways, start=1):
        table.add_row("→" if way is step.act else "", f"{at}.", Text(way_line(way, done.request)))
    out.print(table)
    if count > 1:
        taken = step.ways.index(step.act) + 1
        out.print(f"Number {taken} was taken; --choice {2 if taken == 1 else 1} takes another one.")


def _written(targets: Targets) -> list[str]:
    written = [target for target in (targets.csv, targets.json, targets.markdown) if target]
    return written or ["Nothing. Add --out plan.csv to keep this plan."]
