"""`minim place|remove|swap|lead|rotate|merge|dissolve`: one act on a plan that was formed earlier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from minim.cli.acts.errand import Errand, Ground
from minim.cli.acts.shared import on_a_plan
from minim.cli.form import options
from minim.cli.output import refuse

Person = Annotated[str, typer.Option(metavar="ID", help="Whom: their number or e-mail.")]
People = Annotated[
    list[str] | None,
    typer.Option("--person", metavar="ID", help="Whom: their number or e-mail; may be repeated."),
]
OneOrTwoPeople = Annotated[
    list[str],
    typer.Option("--person", metavar="ID", help="Whom: a number or an e-mail. Give it once or twice."),
]
Group = Annotated[str, typer.Option(metavar="GROUP", help="Which group.")]
OneOrTwoGroups = Annotated[
    list[str], typer.Option("--group", metavar="GROUP", help="Which group. Give it once or twice.")
]


@on_a_plan
def place(ground: Ground, person: People = None) -> Errand:
    """Find a seat for newcomers, or for everybody who takes part and has none."""
    return Errand(act="place", people=tuple(dict.fromkeys(ground.waiting(one) for one in person or [])))


@on_a_plan
def remove(ground: Ground, person: Person) -> Errand:
    """Take somebody out of the groups, and mend the group they leave."""
    return Errand(act="remove", people=(ground.seated(person),))


@on_a_plan
def swap(ground: Ground, person: OneOrTwoPeople) -> Errand:
    """Let two people change places; or find the best seat to change with for one."""
    one, *other = _one_or_two(person, "person", ground.seated)
    return Errand(act="swap", people=(one,), other="".join(other))


@on_a_plan
def lead(
    ground: Ground,
    group: Group,
    person: Annotated[
        str, typer.Option(metavar="ID", help="Who should lead it. Without it, whoever fits best.")
    ] = "",
) -> Errand:
    """Change who leads a group."""
    people = (ground.seated(person),) if person else ()
    return Errand(act="lead", groups=(ground.group(group),), people=people)


@on_a_plan
def rotate(
    ground: Ground,
    share: Annotated[
        float, typer.Option(min=0.01, max=1, help="How many change groups: 0.3 is three of ten.")
    ] = 0.25,
    seconds: options.Seconds = 1.0,
    seed: options.Seed = 0,
) -> Errand:
    """Let a share of the people change groups, so that they meet somebody new."""
    return Errand(act="rotate", share=share, seconds=seconds, seed=seed)


@on_a_plan
def merge(ground: Ground, group: OneOrTwoGroups) -> Errand:
    """Make one group of two; or find the best group to join one with."""
    return Errand(act="merge", groups=_one_or_two(group, "group", ground.group))


@on_a_plan
def dissolve(ground: Ground, group: Group) -> Errand:
    """Dissolve a group, and find its people seats in the others."""
    return Errand(act="dissolve", groups=(ground.group(group),))


def _one_or_two(written: Sequence[str], option: str, find: Callable[[str], str]) -> tuple[str, ...]:
    if len(written) > 2:
        refuse(f"Give --{option} once or twice, not {len(written)} times.")
    found = tuple(find(word) for word in written)
    if len(set(found)) < len(found):
        refuse(f"You gave the same {option} twice. Name two different ones.")
    return found
