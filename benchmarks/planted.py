"""Tight companies with a plan hidden in them, so that it is certain that one exists."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from minim.engine import Candidate, Plan, PlanGroup, Problem

DAY = 96
WORKDAYS = 5


@dataclass(frozen=True, kw_only=True)
class Family:
    """What makes companies of a kind tight. Shares are of all people.

    `fill` says how full the hidden groups are: "high" and "low" leave no slack at all. `spare` is the number of
    Facilitators beyond one for each hidden group. `week` is "any", "zones" (four zones, six hours in common), "islands"
    (three zones without a common hour) or "part-time". `heads` is how many people of each level manage the level below.
    """

    size: tuple[int, int] = (5, 8)
    fill: str = "mixed"
    levels: int = 5
    spare: int | None = None
    week: str = "any"
    heads: float = 0.3
    apart: float = 0.0
    pinned: float = 0.0
    asked: bool = False


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "levels": Family(levels=7),
        "no slack, full": Family(size=(4, 6), fill="high"),
        "no slack, small": Family(fill="low", asked=True),
        "one size": Family(size=(6, 6), fill="high", levels=4),
        "facilitators": Family(spare=0),
        "one facilitator more": Family(spare=1, fill="high"),
        "zones": Family(week="zones"),
        "islands": Family(week="islands", fill="high"),
        "part-time": Family(week="part-time"),
        "chain": Family(heads=0.02, levels=4),
        "apart": Family(apart=0.1),
        "much apart": Family(apart=3.0, spare=0),
        "pinned": Family(pinned=0.02),
        "as promised": Family(week="zones", pinned=0.02, apart=0.1),
        "everything": Family(
            week="part-time", pinned=0.02, apart=0.1, spare=1, fill="mixed", heads=0.1, levels=6
        ),
        "everything, full": Family(
            week="zones", pinned=0.02, apart=0.1, spare=0, fill="high", heads=0.1, levels=6
        ),
    }
)


def planted(family: Family, people: int, seed: int) -> tuple[Problem, Plan]:
    """Return a problem of about that many people and a plan that keeps all its rules."""
    rng = random.Random(f"{family} {people} {seed}")
    plan, members = [], []
    for number, size in enumerate(_sizes(family, people, rng)):
        group = _group(family, rng, number, size)
        plan.append(PlanGroup(f"Group {number + 1}", group[0].key, tuple(who.key for who in group)))
        members += group
    hidden = Plan(tuple(plan))
    home = {key: group.name for group in plan for key in group.members}
    lines = _lines(family, rng, members, home)
    members = _more_facilitators(family, rng, members)
    for who in rng.sample(members, _share(family.pinned, len(members))):
        members[members.index(who)] = replace(who, pinned=home[who.key])
    rng.shuffle(members)
    made = Problem.of(
        members,
        reports_to=lines,
        size=family.size,
        groups=len(plan) if family.asked else None,
        apart=_apart(family, rng, members, home),
    )
    return made, hidden


def _sizes(family: Family, people: int, rng: random.Random) -> list[int]:
    low, high = family.size
    if family.fill == "high":
        return [high] * max(2, round(people / high))
    if family.fill == "low":
        return [low] * max(2, round(people / low))
    sizes: list[int] = []
    while sum(sizes) < people:
        sizes.append(rng.randint(low, high))
    return sizes


def _group(family: Family, rng: random.Random, number: int, size: int) -> list[Candidate]:
    """Gather one legal group; the first leads it."""
    top = min(family.levels, 1 + int(rng.expovariate(0.8)))
    lowest = max(1, top - rng.randint(0, 1))
    meets = rng.randrange(WORKDAYS) * DAY + 4 * rng.randint(9, 16)
    zone = rng.randrange(3)
    leader = _person(family, rng, f"g{number}p0", top, meets, zone)
    others = (
        _person(family, rng, f"g{number}p{at}", rng.randint(lowest, lowest + 1), meets, zone)
        for at in range(1, size)
    )
    return [replace(leader, may_facilitate=True), *others]


def _person(family: Family, rng: random.Random, key: str, level: int, meets: int, zone: int) -> Candidate:
    return Candidate(
        key=key,
        level=level,
        department=f"d{rng.randrange(8)}",
        experience=round(rng.expovariate(0.2), 1),
        hours=_week(family.week, rng, meets, zone),
        may_facilitate=False,
    )


def _week(kind: str, rng: random.Random, meets: int, zone: int) -> int | None:
    if kind == "zones":
        return _every_day(4 * (6 + rng.randrange(4)), 36)
    if kind == "islands":
        return _every_day(32 * zone + 4 * rng.randrange(2), 30)
    if kind == "part-time":
        halves = {(day, half) for day in range(WORKDAYS) for half in (36, 52)}
        kept = {(day, half) for day, half in rng.sample(sorted(halves), 3)}
        kept.add((meets // DAY, 36 if meets % DAY < 52 else 52))
        return sum(1 << (day * DAY + half + quarter) for day, half in kept for quarter in range(16))
    return None


def _every_day(start: int, quarters: int) -> int:
    return sum(
        1 << (day * DAY + start + quarter) % 672 for day in range(WORKDAYS) for quarter in range(quarters)
    )


def _lines(
    family: Family, rng: random.Random, people: list[Candidate], home: Mapping[str, str]
) -> dict[str, str | None]:
    """Give each a manager above them, such that nobody of the chain sits in their hidden group."""
    lines: dict[str, str | None] = {}
    chain_homes: dict[str, frozenset[str]] = {}
    above: list[str] = []
    for level in sorted({who.level for who in people}, reverse=True):
        here = [who.key for who in people if who.level == level]
        for key in here:
            choice = rng.sample(above, min(8, len(above)))
            manager = next((one for one in choice if home[key] not in chain_homes[one]), None)
            lines[key] = manager or f"outside {key}"
            chain_homes[key] = (chain_homes[manager] if manager else frozenset()) | {home[key]}
        heads = max(1, round(family.heads * len(here)))
        above = [*above[-2:], *rng.sample(here, heads)]
    return lines


def _more_facilitators(family: Family, rng: random.Random, people: list[Candidate]) -> list[Candidate]:
    if family.spare is None:
        return [who if rng.random() < 0.6 else replace(who, may_facilitate=True) for who in people]
    others = [who.key for who in people if not who.may_facilitate]
    chosen = set(rng.sample(others, min(family.spare, len(others))))
    return [replace(who, may_facilitate=True) if who.key in chosen else who for who in people]


def _share(share: float, people: int) -> int:
    return max(1, round(share * people)) if share else 0


def _apart(
    family: Family, rng: random.Random, people: list[Candidate], home: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for _ in range(_share(family.apart, len(people))):
        one, other = rng.sample(people, 2)
        if home[one.key] != home[other.key]:
            yield one.key, other.key
