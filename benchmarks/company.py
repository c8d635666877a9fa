"""Grows believable companies from the top: who reports to whom, who belongs where."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from benchmarks.families import Family

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
SITES = (
    ("Berlin", "Europe/Berlin"),
    ("London", "Europe/London"),
    ("New York", "America/New_York"),
    ("Chicago", "America/Chicago"),
    ("San Francisco", "America/Los_Angeles"),
    ("Bengaluru", "Asia/Kolkata"),
)
DEPARTMENT, TEAM = 600, 80
"""The most people that one head of a department, or of a team, stands above."""
QUEUE = 40
"""How many of those who wait for reports may be next; those who have waited longest mostly are."""
STAYS = 0.7
"""The chance of working where one's manager works."""


@dataclass(slots=True, eq=False)
class Employee:
    """One place in the tree. `reports` counts direct reports, `under` everybody below, `level` is the height."""

    number: int
    boss: Employee | None
    function: str
    site: int
    department: str = ""
    team: str = ""
    reports: int = 0
    under: int = 0
    level: int = 0

    @property
    def key(self) -> str:
        return f"E{self.number + 1:06}"


def company(people: int, seed: int = 0, kind: Family | None = None) -> list[Employee]:
    """Return a company of that many people, the top first."""
    return _counted(_grown(lambda staff, _: len(staff) >= people, seed, kind or Family())[:people])


def company_with_managers(count: int, seed: int, kind: Family) -> list[Employee]:
    """Return a company in which that many people have reports."""
    return _counted(_grown(lambda _, managers: managers >= count, seed, kind))


def managers(staff: list[Employee]) -> list[Employee]:
    """Return everyone with at least one report."""
    return [one for one in staff if one.reports]


def _grown(enough: Callable[[list[Employee], int], bool], seed: int, kind: Family) -> list[Employee]:
    rng = random.Random(seed)
    top = Employee(0, None, "", rng.randrange(kind.sites))
    staff = [top]
    for function in FUNCTIONS:
        _hire(rng, staff, top, function, kind.sites)
    waiting, count = deque(staff[1:]), 1
    while not enough(staff, count):
        newest = kind.chains and rng.random() < kind.chains
        place = len(waiting) - 1 if newest else _next_to_grow(rng, waiting)
        boss = waiting[place]
        del waiting[place]
        count += 1
        for _ in range(max(2, round(rng.gauss(kind.span, kind.span / 4)))):
            waiting.append(_hire(rng, staff, boss, boss.function, kind.sites))
    return staff


def _hire(rng: random.Random, staff: list[Employee], boss: Employee, function: str, sites: int) -> Employee:
    site = boss.site if rng.random() < STAYS else rng.randrange(sites)
    staff.append(Employee(len(staff), boss, function, site))
    return staff[-1]


def _next_to_grow(rng: random.Random, waiting: deque[Employee]) -> int:
    """Large functions grow more often, and those hired earlier first."""
    weights = [FUNCTIONS[one.function] / (at + 1) for at, one in enumerate(islice(waiting, QUEUE))]
    return rng.choices(range(len(weights)), weights)[0]


def _counted(staff: list[Employee]) -> list[Employee]:
    """Count upwards who stands below whom, then name departments and teams downwards."""
    for one in reversed(staff):
        if one.boss:
            one.boss.reports += 1
            one.boss.under += one.under + 1
            one.boss.level = max(one.boss.level, one.level + 1)
    for one in staff:
        boss = one.boss
        one.department = boss.department if boss and boss.department != boss.function else one.function
        if one.department == one.function and boss and boss.boss and 0 < one.under < DEPARTMENT:
            one.department = f"{one.function} {one.number}"
        one.team = boss.team if boss else ""
        if not one.team and one.department != one.function and 0 < one.under < TEAM:
            one.team = f"Team {one.number}"
    return staff
