"""Today's plan beside today's roster: who still sits, and whose seat is empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from minim.cli.form.lists import KeptGroup
from minim.cli.form.wanted import NOT_TAKING_PART
from minim.engine import Plan, PlanGroup
from minim.roster import Row

NAMED = 8
"""People with an empty seat who are named."""


def plan_today(kept: Sequence[KeptGroup], asked: Mapping[str, Row]) -> Plan:
    """Today's groups without those who take no part any more."""
    groups = [
        PlanGroup(
            group.name,
            group.facilitator if group.facilitator in asked else "",
            tuple(key for key in group.members if key in asked),
        )
        for group in kept
    ]
    return Plan(tuple(group for group in groups if group.members))


def kept_notes(kept: Sequence[KeptGroup], asked: Mapping[str, Row], rows: Mapping[str, Row]) -> list[str]:
    """What has changed since today's plan was made: how many are new, and whose seat is empty, and why."""
    if not kept:
        return []
    seated = {key for group in kept for key in group.members}
    waiting = len(set(asked) - seated)
    have = "nobody is without one" if not waiting else f"{waiting:,} {'has' if waiting == 1 else 'have'} none"
    notes = [f"{len(seated & set(asked)):,} of them have a group today; {have}."]
    gone = list(_gone(kept, asked, rows))
    if gone:
        more = f", and {len(gone) - NAMED:,} more" if len(gone) > NAMED else ""
        seats = "1 seat is" if len(gone) == 1 else f"{len(gone):,} seats are"
        notes.append(f"{seats} empty: {'; '.join(gone[:NAMED])}{more}.")
    return notes


def _gone(kept: Sequence[KeptGroup], asked: Mapping[str, Row], rows: Mapping[str, Row]) -> Iterator[str]:
    for group in kept:
        for at, key in enumerate(group.members):
            if key in asked:
                continue
            row = rows.get(key)
            written = group.names[at] if at < len(group.names) else ""
            name = row.name if row else written or key
            yield f"{name} in {group.name} {_why_gone(row)}"


def _why_gone(row: Row | None) -> str:
    if row is None:
        return "is not in the roster any more"
    return NOT_TAKING_PART.get(row.status, "has no reports any more")
