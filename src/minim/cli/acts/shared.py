"""What all acts share: a roster, today's plan, the same options, the same answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Annotated, Any

import typer

from minim.cli.acts.errand import Errand, Ground
from minim.cli.form import options
from minim.cli.form.wanted import (
    NOT_TAKING_PART,
    Targets,
    Wanted,
    Who,
    read_earlier,
    read_lists,
    read_roster,
    read_size,
    read_wishes,
)
from minim.cli.output import refuse

BEFORE_OWN = ("roster", "keep")
"""Shared options that stand before a command's own ones in its help."""


def on_a_plan(command: Callable[..., Errand]) -> Callable[..., None]:
    """Make a command of a function that says what is to be done: it takes the shared options beside its own."""
    shared = inspect.signature(_carry_out, eval_str=True).parameters
    own = inspect.signature(command, eval_str=True).parameters

    @wraps(command)
    def carry_out(**words: Any) -> None:
        mine = {name: words.pop(name) for name in own if name in words}
        _carry_out(lambda ground: command(ground, **mine), **words)

    order = [shared[name] for name in BEFORE_OWN]
    order += [parameter for name, parameter in own.items() if name != "ground"]
    order += [parameter for name, parameter in shared.items() if name not in (*BEFORE_OWN, "ask")]
    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in order]
    carry_out.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    carry_out.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return carry_out


def _carry_out(
    ask: Callable[[Ground], Errand],
    *,
    roster: options.Roster,
    keep: options.Keep,
    choice: Annotated[int, typer.Option(min=1, max=99, help="Which of the ways to take; 1 is the best.")] = 1,
    out: options.Out = "",
    json: options.Json = "",
    markdown: options.Markdown = "",
    lock: options.Lock = None,
    who: options.WhoTakesPart = Who.managers,
    size: options.Size = "",
    attendance: options.Attendance = None,
    facilitators: options.Facilitators = None,
    apart: options.Apart = None,
    earlier: options.Earlier = None,
    wish: options.Wishes = None,
    any_time: options.AnyTime = False,
) -> None:
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
        earlier=read_earlier(earlier or []),
        **read_lists(sheet, facilitators=facilitators, apart=apart, keep=keep, lock=lock or []),
    )
    errand = ask(Ground(sheet, wanted, keep))
    if choice > 1 and errand.act == "place" and len(errand.people) != 1:
        refuse("--choice chooses a seat for one person. Give one --person with it.")
    staying = {key for group in wanted.kept for key in group.members}
    takes_part = {row.employee_id for row in sheet.rows if row.status not in NOT_TAKING_PART}
    wanted = replace(wanted, also=frozenset(staying & takes_part) | set(errand.people))
    # The engine takes a second to import; whoever made a mistake should not wait for it.
    from minim.cli.acts.run import run

    raise typer.Exit(run(sheet, wanted, replace(errand, choice=choice), targets))
