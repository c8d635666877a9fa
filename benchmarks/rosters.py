"""Makes believable companies: `python -m benchmarks.rosters --people N --seed K --out DIR`."""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from minim.engine import Candidate, Problem

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
FUNCTIONS = {
    "Engineering": 0.42,
    "Customer Success": 0.14,
    "Sales": 0.13,
    "Product": 0.09,
    "Marketing": 0.08,
    "Operations": 0.07,
    "Finance": 0.04,
    "People": 0.03,
}
SITES = [
    ("Berlin", "Europe/Berlin", 1),
    ("London", "Europe/London", 0),
    ("New York", "America/New_York", -5),
    ("Chicago", "America/Chicago", -6),
    ("San Francisco", "America/Los_Angeles", -8),
    ("Bengaluru", "Asia/Kolkata", 5),
]
TITLES = (
    "Specialist",
    "Manager",
    "Senior Manager",
    "Director",
    "Vice President",
    "Chief Officer",
    "Chief Executive",
)
COLUMNS = (
    *("employee_id", "name", "email", "title", "manager_id", "function", "department", "section"),
    *("location", "timezone", "working_hours", "level", "experience", "direct_reports"),
)


@dataclass
class Employee:
    """One line of the roster. `shift` is the site's distance from UTC in hours, `opens` the first working hour."""

    key: str
    name: str
    manager: str | None
    function: str
    department: str
    team: str
    site: int
    opens: int
    experience: float
    reports: list[Employee] = field(default_factory=list)
    level: int = 0


def company(people: int, seed: int = 0, *, sites: int = 4, span: int = 7) -> list[Employee]:
    """Grow a company from the top: functions of unequal size, departments of about 60, teams of about `span`."""
    rng = random.Random(seed)
    boss = _hire(rng, 0, None, "", "", "", sites)
    staff, waiting = [boss], [boss]
    heads = [_hire(rng, at + 1, boss, name, name, "", sites) for at, name in enumerate(FUNCTIONS)]
    staff += heads
    waiting = list(heads)
    while len(staff) < people:
        boss = waiting.pop(_next_to_grow(rng, waiting))
        for _ in range(max(2, round(rng.gauss(span, span / 4)))):
            if len(staff) < people:
                staff.append(_hire(rng, len(staff), boss, *_place(rng, boss, len(staff)), sites))
                waiting.append(staff[-1])
    for one in reversed(staff):
        one.level = max((report.level + 1 for report in one.reports), default=0)
    return staff


def managers(staff: list[Employee]) -> list[Employee]:
    """Return everyone with at least one report."""
    return [one for one in staff if one.reports]


def problem(people: int, seed: int = 0, **changes: object) -> Problem:
    """Return a problem with that many managers, with hours, experience, energy and some history."""
    rng = random.Random(seed)
    staff = company(people * 7, seed)
    chosen = managers(staff)[:people]
    candidates = [_candidate(one, rng) for one in chosen]
    lines = {one.key: one.manager for one in staff}
    return Problem.of(candidates, reports_to=lines, **changes)  # type: ignore[arg-type]


def _candidate(one: Employee, rng: random.Random) -> Candidate:
    return Candidate(
        key=one.key,
        name=one.name,
        level=one.level,
        manager=one.manager,
        function=one.function,
        department=one.department,
        team=one.team,
        location=SITES[one.site][0],
        hours=_hours(one),
        experience=one.experience,
        energy=rng.choice((0.2, 0.4, 0.6, 0.8)),
        may_facilitate=rng.random() < 0.4,
        newcomer=one.experience < 1,
    )


def _hours(one: Employee) -> int:
    bits = 0
    for day in range(5):
        begin = (day * 24 + one.opens - SITES[one.site][2]) * 4
        for quarter in range(begin, begin + 9 * 4):
            bits |= 1 << quarter % 672
    return bits


def _hire(
    rng: random.Random,
    number: int,
    boss: Employee | None,
    function: str,
    department: str,
    team: str,
    sites: int,
) -> Employee:
    home = rng.randrange(sites) if boss is None or rng.random() < 0.3 else boss.site
    one = Employee(
        key=f"E{number + 1:06}",
        name=f"{rng.choice(FIRST)} {rng.choice(LAST)}",
        manager=boss.key if boss else None,
        function=function,
        department=department,
        team=team,
        site=home,
        opens=rng.choice((8, 9, 9, 10)),
        experience=round(rng.expovariate(0.2), 1),
    )
    if boss:
        boss.reports.append(one)
    return one


def _next_to_grow(rng: random.Random, waiting: list[Employee]) -> int:
    """Large functions grow more often, and those hired earlier first."""
    ahead = min(len(waiting), 40)
    weights = [FUNCTIONS[one.function] / (at + 1) for at, one in enumerate(waiting[:ahead])]
    return rng.choices(range(ahead), weights)[0]


def _place(rng: random.Random, boss: Employee, number: int) -> tuple[str, str, str]:
    if boss.department == boss.function:
        return boss.function, f"{boss.function} {number}", ""
    return boss.function, boss.department, boss.team or f"Team {number}"


def _rows(staff: list[Employee]) -> Iterator[dict[str, object]]:
    for one in staff:
        site, zone, _ = SITES[one.site]
        yield {
            "employee_id": one.key,
            "name": one.name,
            "email": f"{one.name.lower().replace(' ', '.')}.{one.key.lower()}@example.com",
            "title": f"{TITLES[min(one.level, len(TITLES) - 1)]}, {one.function or 'Company'}",
            "manager_id": one.manager or "",
            "function": one.function,
            "department": one.department,
            "section": one.team,
            "location": site,
            "timezone": zone,
            "working_hours": f"Mon-Fri {one.opens:02}:00-{one.opens + 9:02}:00",
            "level": one.level,
            "experience": one.experience if one.reports else "",
            "direct_reports": len(one.reports),
        }


def main() -> None:
    """Write company_N.csv into the folder named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000, help="people in the company")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path())
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with (chosen.out / f"company_{chosen.people}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(_rows(company(chosen.people, chosen.seed)))


if __name__ == "__main__":
    main()
