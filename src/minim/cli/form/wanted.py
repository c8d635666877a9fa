"""What was asked for on the command line, read and checked before the engine is woken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from minim.cli.form.lists import (
    KeptGroup,
    ListError,
    People,
    find_group,
    read_apart,
    read_facilitators,
    read_plan,
)
from minim.cli.output import STANDARD, read_file, refuse, say
from minim.roster import Sheet, SheetError, read_sheet
from minim.roster.limits import MAX_BYTES
from minim.timetable import parse_hours

USUAL_SIZE = (5, 8)
NOT_TAKING_PART = {"left": "has left the company", "opted-out": "has opted out"}
PROBLEMS_SHOWN = 20
SIZE = re.compile(r"\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})\s*)?")


class Who(StrEnum):
    """Who takes part."""

    managers = "managers"
    all = "all"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was asked for. `size` is None when attendance decides; `facilitators` None means anyone may lead.

    `locked` names groups of `kept`; `earlier` are rounds before, newest first, person → group; `also` take part
    whether or not anybody reports to them.
    """

    everybody: bool
    size: tuple[int, int] | None
    attendance: float | None
    wishes: Mapping[str, float]
    facilitators: frozenset[str] | None
    apart: Sequence[tuple[str, str]]
    kept: Sequence[KeptGroup]
    locked: Sequence[str]
    any_time: bool
    earlier: Sequence[Mapping[str, str]] = ()
    seconds: float = 2.0
    seed: int = 0
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Targets:
    """Where the answer goes; "" means nowhere."""

    csv: str
    json: str
    markdown: str

    @classmethod
    def checked(
        cls,
        *,
        csv: str,
        json: str,
        markdown: str,
        roster: Path,
        keep: Path | None,
        lists: Sequence[Path | None],
    ) -> Self:
        """Refuse targets that would fail after the work is done, or that would overwrite what is read.

        Only the seats may take the place of today's plan: they are the plan of tomorrow.
        """
        named = [target for target in (csv, json, markdown) if target]
        if len(set(named)) < len(named):
            refuse("Two answers cannot go to the same place. Give each a name of its own.")
        for target in named:
            path = Path(target)
            if target == STANDARD:
                continue
            if path.is_dir() or not path.absolute().parent.is_dir():
                refuse(f"We cannot write {target}: name a file in a folder that exists.")
            if path.resolve() == roster.resolve():
                refuse(f"{target} is the roster itself. Name another file.")
            reads = [one.resolve() for one in (*lists, keep if target != csv else None) if one]
            if path.resolve() in reads:
                refuse(f"{target} is read for this answer, so we do not write over it. Name another file.")
        return cls(csv=csv, json=json, markdown=markdown)

    @property
    def use_standard_output(self) -> bool:
        return STANDARD in (self.csv, self.json, self.markdown)


def read_roster(path: Path) -> Sheet:
    """A roster that can be used to form groups; ends the command when it cannot."""
    try:
        sheet = read_sheet(read_file(path, MAX_BYTES), filename=path.name, hours=parse_hours)
    except SheetError as error:
        refuse(str(error))
    if not sheet.ok:
        errors = [problem for problem in sheet.problems if problem.severity == "error"]
        for problem in errors[:PROBLEMS_SHOWN]:
            say(problem.message)
        shown = min(len(errors), PROBLEMS_SHOWN)
        more = f" These are {shown} of {sheet.error_count:,}." if shown < sheet.error_count else ""
        refuse(f"Put these right first.{more} “minim roster check {path}” shows the whole picture.")
    if not any(row.manager_id for row in sheet.rows):
        refuse(
            "Nothing in this roster says who reports to whom, so nobody could be kept apart from their own "
            "manager. Add a column “manager_id” and fill it in."
        )
    return sheet


def read_size(written: str, attendance: float | None) -> tuple[int, int] | None:
    """“5-8” or “6”; None when attendance decides. Ends the command when it is neither."""
    if attendance is not None:
        if written:
            refuse("Give --size or --attendance, not both: attendance chooses the size.")
        if not 0 < attendance <= 1:
            refuse(f"--attendance is a share between 0 and 1, like 0.7, not {attendance:g}.")
        return None
    if not written:
        return USUAL_SIZE
    found = SIZE.fullmatch(written)
    if found is None:
        refuse(f"--size is written like 5-8, not “{written}”.")
    return int(found[1]), int(found[2] or found[1])


def read_wishes(written: Sequence[str]) -> dict[str, float]:
    """“same-team=20” as names and weights. Ends the command when one is not written like that."""
    wishes = {}
    for word in written:
        name, equals, weight = word.partition("=")
        try:
            wishes[name.strip()] = float(weight)
        except ValueError:
            equals = ""
        if not equals:
            refuse(f"--wish is written like same-team=20, not “{word}”.")
    return wishes


def read_lists(
    sheet: Sheet, *, facilitators: Path | None, apart: Path | None, keep: Path | None, lock: Sequence[str]
) -> dict[str, Any]:
    """The lists beside the roster, by field of `Wanted`. Ends the command when one cannot be used."""
    people = People({row.employee_id: row.email for row in sheet.rows})
    found: dict[str, Any] = {"facilitators": None, "apart": (), "kept": (), "locked": ()}
    if lock and keep is None:
        refuse("--lock names a group of today's plan. Give that plan with --keep.")
    path: Path | None = None
    try:
        if path := facilitators:
            found["facilitators"] = read_facilitators(read_file(path, MAX_BYTES), people)
        if path := apart:
            found["apart"] = read_apart(read_file(path, MAX_BYTES), people)
        if path := keep:
            found["kept"] = read_plan(read_file(path, MAX_BYTES))
            found["locked"] = tuple(find_group(written, found["kept"]) for written in lock)
    except ListError as error:
        refuse(f"{path}: {error}")
    return found


def read_earlier(paths: Sequence[Path]) -> list[dict[str, str]]:
    """Who sat where in earlier rounds, in the order given. Ends the command when a plan cannot be used."""
    rounds = []
    for path in paths:
        try:
            groups = read_plan(read_file(path, MAX_BYTES))
        except ListError as error:
            refuse(f"{path}: {error}")
        rounds.append({key: group.name for group in groups for key in group.members})
    return rounds
