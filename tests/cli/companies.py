"""Companies made up for the command line, and an own judge of plans that shares no code with minim."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import combinations
from random import Random

CITIES = ("Europe/Oslo", "Europe/Berlin", "America/New_York")
DIRECTORS = 6
DEPARTMENTS = ("Apps", "Web", "Data", "Sales", "Legal", "People")


def make_company(managers: int = 40, *, seed: int = 1, zones: bool = False) -> str:
    """A roster of `managers` people with reports below six directors who report to somebody outside."""
    random = Random(seed)
    lines = ["employee_id,name,email,manager_id,department,time zone"]

    def add(key: str, manager: str) -> None:
        zone = random.choice(CITIES) if zones else ""
        lines.append(
            f"{key},Person {key},{key.lower()}@example.com,{manager},{random.choice(DEPARTMENTS)},{zone}"
        )

    for number in range(1, DIRECTORS + 1):
        add(f"D{number}", "BOARD")
    for number in range(1, managers + 1):
        add(f"M{number}", f"D{number % DIRECTORS + 1}")
        for report in range(random.randint(1, 3)):
            add(f"W{number}x{report}", f"M{number}")
    return "\n".join(lines) + "\n"


def broken_rules(roster: str, plan: str, *, size: tuple[int, int] = (5, 8)) -> list[str]:
    """What is wrong with a plan, found by reading the two files and nothing else."""
    manager_of = {row["employee_id"]: row["manager_id"] for row in csv.DictReader(StringIO(roster))}
    seats = list(csv.DictReader(StringIO(plan)))
    groups: dict[str, list[dict[str, str]]] = {}
    for seat in seats:
        groups.setdefault(seat["group"], []).append(seat)
    found = [
        f"{key} sits twice" for key, count in Counter(s["employee_id"] for s in seats).items() if count > 1
    ]
    found += [f"{s['employee_id']} is unknown" for s in seats if s["employee_id"] not in manager_of]
    for name, members in groups.items():
        if not size[0] <= len(members) <= size[1]:
            found.append(f"{name} has {len(members)} people")
        if sum(member["role"] == "facilitator" for member in members) != 1:
            found.append(f"{name} has not one facilitator")
        for one, other in combinations([member["employee_id"] for member in members], 2):
            if one in chain(manager_of, other) or other in chain(manager_of, one):
                found.append(f"{one} and {other} are of one chain")
    return found


def chain(manager_of: dict[str, str], key: str) -> list[str]:
    above: list[str] = []
    while key := manager_of.get(key, ""):
        above.append(key)
    return above
