"""From files to a problem for the engine: who takes part, who may lead, who sits where today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from minim.cli.form.kept import kept_notes, plan_today
from minim.cli.form.wanted import NOT_TAKING_PART, Wanted
from minim.engine import Candidate, LeftOut, Plan, Problem
from minim.roster import Row, Sheet
from minim.roster.levels import Levels, choose_levels
from minim.timetable import DEFAULT_HOURS, parse_hours, week_bits

USUAL_ATTENDANCE = 0.8


@dataclass(frozen=True, kw_only=True)
class Request:
    """A problem, the plan to start from, and what the reader of the answer should know about it.

    `assumed` counts the people whose working hours are our assumption; `aside` are those who take no part.
    """

    problem: Problem
    start: Plan | None
    levels: Levels
    aside: tuple[LeftOut, ...]
    assumed: int
    notes: tuple[str, ...]
    rows: Mapping[str, Row]


def make_request(sheet: Sheet, wanted: Wanted, *, on: date, assuming: bool = True) -> Request:
    """Build the problem, with clocks as they stand in the week of `on`.

    `assuming` takes people whose hours are not known to be reachable by day in their zone. Raises ProblemError
    with a friendly sentence when the request cannot be understood.
    """
    rows = {row.employee_id: row for row in sheet.rows}
    managers = {row.manager_id for row in sheet.rows}
    takes_part = managers | wanted.also
    chosen = [row for row in sheet.rows if wanted.everybody or row.employee_id in takes_part]
    asked = {row.employee_id: row for row in chosen if row.status not in NOT_TAKING_PART}
    levels = choose_levels(sheet.reports_to, {key: row.level for key, row in asked.items()})
    today = plan_today(wanted.kept, asked)
    group_of = {key: group.name for group in today.groups for key in group.members}
    clock = _Clock(on, wanted.any_time, assuming)
    return Request(
        problem=Problem.of(
            [_candidate(row, levels, wanted, group_of, clock) for row in asked.values()],
            reports_to=sheet.reports_to,
            known_as={row.employee_id: row.name for row in sheet.rows},
            size=wanted.size,
            apart=[pair for pair in wanted.apart if pair[0] in asked and pair[1] in asked],
            locked={group.name: group for group in today.groups if group.name in wanted.locked},
            wishes=wanted.wishes,
        ),
        start=today if today.groups else None,
        levels=levels,
        aside=tuple(
            LeftOut(row.employee_id, f"{row.name} {NOT_TAKING_PART[row.status]}.")
            for row in chosen
            if row.employee_id not in asked
        ),
        assumed=clock.assumed(asked.values()),
        notes=tuple(_notes(sheet, wanted, asked, clock)),
        rows=rows,
    )


def _candidate(
    row: Row, levels: Levels, wanted: Wanted, group_of: Mapping[str, str], clock: _Clock
) -> Candidate:
    usual = USUAL_ATTENDANCE if wanted.attendance is None else wanted.attendance
    rounds = [group_of, *wanted.earlier]
    return Candidate(
        key=row.employee_id,
        name=row.name,
        level=levels.of[row.employee_id],
        manager=row.manager_id,
        function=row.function,
        department=row.department,
        team=row.team,
        location=row.location,
        hours=clock.hours(row),
        experience=row.experience,
        energy=row.energy,
        attendance=usual if row.attendance is None else row.attendance,
        may_facilitate=_may_facilitate(row, wanted.facilitators),
        today=group_of.get(row.employee_id),
        earlier=tuple(seats.get(row.employee_id) for seats in wanted.earlier),
        newcomer=any(rounds) and not any(row.employee_id in seats for seats in rounds),
    )


def _may_facilitate(row: Row, facilitators: frozenset[str] | None) -> bool:
    """Whoever is on the list; without a list, anyone whom the roster does not rule out."""
    if facilitators is not None:
        return row.employee_id in facilitators
    return row.willing is not False and row.trained is not False


@dataclass(frozen=True)
class _Clock:
    """Knows when somebody can meet; None means any time."""

    on: date
    any_time: bool
    assuming: bool

    def hours(self, row: Row) -> int | None:
        if self.any_time or not row.time_zone or not (row.working_hours or self.assuming):
            return None
        return _hours(row.working_hours, row.time_zone, self.on)

    def assumed(self, rows: Iterable[Row]) -> int:
        """For how many people only the zone is known."""
        return 0 if self.any_time else sum(bool(row.time_zone) and not row.working_hours for row in rows)


@lru_cache(maxsize=4096)
def _hours(written: str, zone: str, on: date) -> int:
    return week_bits(parse_hours(written) if written else DEFAULT_HOURS, zone, on=on)


def _notes(sheet: Sheet, wanted: Wanted, asked: Mapping[str, Row], clock: _Clock) -> list[str]:
    notes = []
    people = "people" if wanted.everybody or wanted.also else "people with reports"
    notes.append(f"{len(asked):,} {people} take part, of {len(sheet.rows):,} in the roster.")
    if sheet.outside:
        notes.append(
            f"{len(sheet.outside):,} managers are not in the roster; they count as outside managers."
        )
    idle = len(wanted.facilitators - set(asked)) if wanted.facilitators is not None else 0
    if idle:
        notes.append(f"{idle} of the people who may facilitate take no part, so they lead no group.")
    moot = sum(one not in asked or other not in asked for one, other in wanted.apart)
    if moot:
        notes.append(f"{moot} of the pairs to keep apart concern somebody who takes no part.")
    notes += _attendance_notes(wanted, asked)
    notes += _clock_notes(clock.assumed(asked.values()), clock)
    return notes + kept_notes(wanted.kept, asked, {row.employee_id: row for row in sheet.rows})


def _attendance_notes(wanted: Wanted, asked: Mapping[str, Row]) -> list[str]:
    """Say when the roster itself knows how often people come, where attendance chooses the size."""
    known = [row.attendance for row in asked.values() if row.attendance is not None]
    if wanted.attendance is None or not known:
        return []
    mean = (sum(known) + wanted.attendance * (len(asked) - len(known))) / len(asked)
    return [
        f"The roster says how often {len(known):,} of them come, so {mean:.0%} come on average; the size follows "
        "that.".replace("%", " %")
    ]


def _clock_notes(assumed: int, clock: _Clock) -> list[str]:
    if not assumed:
        return []
    note = f"We do not know the working hours of {assumed:,} of them"
    if clock.assuming:
        note += f", so we took {DEFAULT_HOURS} in each one's time zone. --any-time looks at no clock."
    else:
        note += (
            f". Not every group can have a common time on {DEFAULT_HOURS} in each one's zone, so we left the clock "
            "out for them: some groups will have to look for an hour."
        )
    return [note]
