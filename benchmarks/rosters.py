"""Makes believable companies: `python -m benchmarks.rosters --people N --seed K --family F --out DIR`."""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from benchmarks.company import SITES, Employee, company, company_with_managers, managers
from benchmarks.families import FAMILIES, Family, family
from benchmarks.mixing import mixed
from minim.engine import Candidate, Plan, PlanGroup, Problem
from minim.timetable import Span, WorkingHours, week_bits

FIRST = (
    "Ada",
    "Bo",
    "Cem",
    "Dana",
    "Eli",
    "Fay",
    "Gus",
    "Hana",
    "Ida",
    "Jon",
    "Kim",
    "Lea",
    "Max",
    "Nia",
    "Oki",
)
LAST = (
    "Abel",
    "Berg",
    "Cruz",
    "Dahl",
    "Eder",
    "Faro",
    "Glas",
    "Hahn",
    "Ibe",
    "Jung",
    "Kaya",
    "Lund",
    "Moor",
    "Nagy",
)
TITLES = (
    *("Specialist", "Manager", "Senior Manager", "Director", "Vice President", "Chief Officer"),
    "Chief Executive",
)
COLUMNS = (
    *("employee_id", "name", "email", "title", "manager_id", "function", "department", "section"),
    *("location", "timezone", "working_hours", "level", "experience", "direct_reports"),
)
DAY_OF_CLOCKS = date(2026, 11, 16)
"""The Monday by whose clocks working hours become hours in UTC."""
HOUR, QUARTER = 60, 15
NEAR = 20
"""How far apart two people may stand in a function, sorted by level, to be kept apart."""
PART_TIME = (
    *((range(5), 8, 13), (range(5), 9, 14), (range(5), 12, 17), (range(5), 9, 15)),
    *((range(4), 8, 17), (range(3), 9, 18), (range(1, 4), 9, 18), (range(2, 5), 8, 17), (range(1, 5), 9, 17)),
)
"""Working days, first and last hour: mornings, afternoons, school hours, three or four days; all have Wednesday."""


@dataclass(frozen=True)
class Cohort:
    """Those of a company who take part, and what is asked for them. `rounds` are earlier plans, the newest first."""

    staff: Sequence[Employee]
    candidates: tuple[Candidate, ...]
    hours: Sequence[WorkingHours]
    apart: tuple[tuple[str, str], ...]
    rounds: tuple[Plan, ...]

    @property
    def reports_to(self) -> dict[str, str | None]:
        """The lines of everybody in the company."""
        return {one.key: one.boss.key if one.boss else None for one in self.staff}

    def problem(self, **changes: object) -> Problem:
        """Return the problem; changes go to `Problem.of`."""
        asked = {"reports_to": self.reports_to, "apart": self.apart} | changes
        return Problem.of(self.candidates, **asked)  # type: ignore[arg-type]


def problem(people: int, seed: int = 0, family: str = "everyday", **changes: object) -> Problem:
    """Return a problem with that many managers of a company of that family; changes go to `Problem.of`."""
    return cohort(people, seed, family).problem(**changes)


def cohort(people: int, seed: int = 0, name: str = "everyday") -> Cohort:
    """Return that many managers of a company of that family."""
    kind = family(name)
    return taking_part(company_with_managers(people, seed, kind), seed, kind)


def taking_part(staff: list[Employee], seed: int, kind: Family) -> Cohort:
    """Let the managers of a company take part: hours, experience, earlier rounds, and what else the family has."""
    rng = random.Random(f"{seed} people")
    chosen = managers(staff)
    hours = [_hours(rng, kind) for _ in chosen]
    people = [_candidate(one, week, rng, kind) for one, week in zip(chosen, hours, strict=True)]
    rounds = [_round(people, back, random.Random(f"{seed} round {back}")) for back in range(kind.rounds)]
    people = _remembering(people, rounds)
    rng = random.Random(f"{seed} wishes")
    hidden = mixed(people, rng)
    return Cohort(
        staff=staff,
        candidates=tuple(_bound(people, hidden, rng, kind)),
        hours=hours,
        apart=tuple(_apart(people, hidden, rng, round(kind.apart * len(people)))),
        rounds=tuple(rounds),
    )


def _candidate(one: Employee, week: WorkingHours, rng: random.Random, kind: Family) -> Candidate:
    place, zone = SITES[one.site]
    experience = round(rng.random(), 1) if rng.random() < kind.newcomers else round(rng.expovariate(0.2), 1)
    return Candidate(
        key=one.key,
        name=_name(rng),
        level=one.level,
        manager=one.boss.key if one.boss else None,
        function=one.function,
        department=one.department,
        team=one.team,
        location=place,
        hours=_bits(week, zone),
        experience=experience,
        energy=rng.choice((0.2, 0.4, 0.6, 0.8)),
        may_facilitate=rng.random() < kind.willing,
        newcomer=experience < 1,
    )


def _name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def _hours(rng: random.Random, kind: Family) -> WorkingHours:
    """Full days mostly; part-timers and people whose weeks are all their own where the family has them."""
    if rng.random() < kind.own_hours:
        return WorkingHours.of({day: [_own_day(rng)] for day in range(5)})
    if rng.random() < kind.part_time:
        return _full(*rng.choice(PART_TIME))
    opens = rng.choice((8, 9, 9, 10))
    return _full(range(5), opens, opens + 9)


def _own_day(rng: random.Random) -> Span:
    begin = 7 * HOUR + rng.randrange(17) * QUARTER
    return Span(begin, begin + 8 * HOUR + rng.randrange(5) * QUARTER)


@cache
def _full(days: range, begin: int, end: int) -> WorkingHours:
    return WorkingHours.of({day: [Span(begin * HOUR, end * HOUR)] for day in days})


@lru_cache(maxsize=4096)
def _bits(week: WorkingHours, zone: str) -> int:
    return week_bits(week, zone, on=DAY_OF_CLOCKS)


def _round(people: Sequence[Candidate], back: int, rng: random.Random) -> Plan:
    """Return a round that was held; who is new was not there."""
    groups = mixed([who for who in people if not who.newcomer], rng)
    return Plan(tuple(_group(f"Round {back + 1} group {at + 1}", one, rng) for at, one in enumerate(groups)))


def _group(name: str, people: Sequence[Candidate], rng: random.Random) -> PlanGroup:
    lowest = min(who.level for who in people)
    leader = rng.choice([who.key for who in people if who.level == lowest])
    return PlanGroup(name, leader, tuple(who.key for who in people))


def _remembering(people: Sequence[Candidate], rounds: Sequence[Plan]) -> list[Candidate]:
    if not rounds:
        return list(people)
    seats = [{key: group.name for group in plan.groups for key in group.members} for plan in rounds]
    return [replace(who, earlier=tuple(seat.get(who.key) for seat in seats)) for who in people]


def _bound(
    people: Sequence[Candidate], hidden: Sequence[Sequence[Candidate]], rng: random.Random, kind: Family
) -> Iterator[Candidate]:
    """Yield everybody with what binds them, all of it true in a plan that nobody is shown."""
    seat = {who.key: f"Group {at + 1}" for at, group in enumerate(hidden) for who in group}
    leaders = {_group("", group, rng).facilitator for group in hidden}
    pinned = set(rng.sample(sorted(seat), min(len(seat), round(kind.pinned * len(people)))))
    for who in people:
        yield replace(
            who,
            may_facilitate=who.key in leaders or who.key not in seat if kind.tight else who.may_facilitate,
            pinned=seat[who.key] if who.key in pinned else None,
            today=seat.get(who.key) if kind.today and not who.newcomer else None,
        )


def _apart(
    people: Sequence[Candidate], hidden: Sequence[Sequence[Candidate]], rng: random.Random, count: int
) -> Iterator[tuple[str, str]]:
    """Yield pairs of neighbors in one function and about one level, who share no group in the plan nobody is shown."""
    seat = {who.key: at for at, group in enumerate(hidden) for who in group}
    line = sorted(people, key=lambda who: (who.function, who.level, who.key))
    for at in rng.sample(range(len(line) - NEAR), min(count, len(line) - NEAR)) if len(line) > NEAR else ():
        one, other = line[at], line[at + rng.randrange(1, NEAR)]
        if one.key not in seat or seat[one.key] != seat.get(other.key):
            yield one.key, other.key


def _rows(made: Cohort, seed: int, kind: Family) -> Iterator[dict[str, object]]:
    """Yield the roster; whoever has no reports takes no part, and is made up on the way."""
    rng = random.Random(f"{seed} others")
    known = {who.key: (who, week) for who, week in zip(made.candidates, made.hours, strict=True)}
    for one in made.staff:
        who, week = known.get(one.key, (None, None))
        place, zone = SITES[one.site]
        name = who.name if who else _name(rng)
        yield {
            "employee_id": one.key,
            "name": name,
            "email": f"{name.lower().replace(' ', '.')}.{one.key.lower()}@example.com",
            "title": f"{TITLES[min(one.level, len(TITLES) - 1)]}, {one.function or 'Company'}",
            "manager_id": one.boss.key if one.boss else "",
            "function": one.function,
            "department": one.department,
            "section": one.team,
            "location": place,
            "timezone": zone,
            "working_hours": str(week or _hours(rng, kind)),
            "level": one.level,
            "experience": who.experience if who else "",
            "direct_reports": one.reports,
        }


def write(folder: Path, people: int, seed: int, name: str) -> None:
    """Write a company of that many people: its roster, who may facilitate, and what else the family has."""
    kind = family(name)
    made = taking_part(company(people, seed, kind), seed, kind)
    folder.mkdir(parents=True, exist_ok=True)
    _table(folder / f"company_{people}.csv", COLUMNS, (row.values() for row in _rows(made, seed, kind)))
    leaders = [who.key for who in made.candidates if who.may_facilitate]
    (folder / "facilitators.txt").write_text("".join(f"{key}\n" for key in leaders), encoding="utf-8")
    if made.apart:
        _table(folder / "apart.csv", ("employee_id", "employee_id"), made.apart)
    if pins := [(who.pinned, who.key) for who in made.candidates if who.pinned]:
        _table(folder / "pins.csv", ("group", "employee_id"), pins)
    if today := [(who.today, who.key) for who in made.candidates if who.today]:
        _table(folder / "today.csv", ("group", "employee_id"), sorted(today))
    for back, plan in enumerate(made.rounds, start=1):
        seats = [(group.name, key) for group in plan.groups for key in group.members]
        _table(folder / f"earlier-{back}.csv", ("group", "employee_id"), seats)


def _table(path: Path, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    """Write company_N.csv and the lists beside it into the folder named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000, help="people in the company")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--family", default="everyday", help=f"joined with +: {', '.join(FAMILIES)}")
    parser.add_argument("--out", type=Path, default=Path())
    chosen = parser.parse_args()
    write(chosen.out, chosen.people, chosen.seed, chosen.family)


if __name__ == "__main__":
    main()
