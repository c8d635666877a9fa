"""How long the hours of a whole company take: `python -m benchmarks.slots`, one JSON line.

Groups of seven over up to four zones, a year of meetings ahead. A share of the people has hours nobody else has, days
off, or a busy calendar.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median

from minim.timetable import Availability, Interval, Member, Span, WorkingHours, parse_hours, rank_slots

FIRST_ON = date(2027, 1, 4)
SIZE = 7
ZONES = (
    *("America/Los_Angeles", "America/New_York", "America/Sao_Paulo", "Europe/London", "Europe/Berlin"),
    *(
        "Africa/Johannesburg",
        "Asia/Dubai",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Asia/Tokyo",
        "Australia/Lord_Howe",
    ),
)
WEEKS = tuple(
    map(
        parse_hours,
        (
            *(
                "Mon-Fri 8-18",
                "Mon-Fri 9-17:30",
                "Mon-Fri 9:10-17:25",
                "Mon-Thu 8-17; Fri 8-13",
                "Mon-Fri 7-20",
            ),
            *("Mon-Fri 10-19", "Mon-Fri 8-12, 13-18", "Mon-Wed 8-18", "Tue-Fri 9-15", "Sun-Thu 8-18"),
        ),
    )
)


def make_groups(groups: int, seed: int, own_hours: float, off: float, busy: float) -> list[list[Member]]:
    """Groups whose members live in one to four neighboring zones."""
    chance = Random(seed)
    return [_group(chance, own_hours, off, busy) for _ in range(groups)]


def measure(groups: list[list[Member]], weeks: int) -> dict[str, object]:
    """Rank the hours of each group and return the processor time that took, with what was found."""
    spent: list[float] = []
    fits = nearly = 0
    for group in groups:
        begun = time.process_time()
        ranking = rank_slots(
            group, zone=group[0].availability.zone, minutes=60, first_on=FIRST_ON, meetings=weeks
        )
        spent.append(time.process_time() - begun)
        fits += bool(ranking.slots)
        nearly += bool(ranking.quorum and not ranking.slots)
    return {
        "groups": len(groups),
        "weeks": weeks,
        "seconds": round(sum(spent), 2),
        "median_ms": round(1000 * median(spent), 2),
        "longest_ms": round(1000 * max(spent), 1),
        "fit_all": fits,
        "fit_most": nearly,
    }


def main() -> None:
    """Measure once; making the groups is not counted, filling empty caches is."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--groups", type=int, default=5000)
    asked.add_argument("--weeks", type=int, default=52)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument(
        "--own-hours", type=float, default=0.05, help="share of people with hours nobody else has"
    )
    asked.add_argument("--off", type=float, default=0.05, help="share of people with days off")
    asked.add_argument("--busy", type=float, default=0.05, help="share of people with a busy calendar")
    chosen = asked.parse_args()
    groups = make_groups(chosen.groups, chosen.seed, chosen.own_hours, chosen.off, chosen.busy)
    print(json.dumps(measure(groups, chosen.weeks)))


def _group(chance: Random, own_hours: float, off: float, busy: float) -> list[Member]:
    first, spread = chance.randrange(len(ZONES)), chance.choice((1, 1, 2, 2, 3, 4))
    zones = [ZONES[(first + step) % len(ZONES)] for step in range(spread)]
    return [
        Member(
            key,
            f"Person {key}",
            Availability(
                _own(chance)
                if chance.random() < own_hours
                else chance.choices(WEEKS, (8, 4, 4, *[1] * 7))[0],
                chance.choice(zones),
                _days_off(chance) if chance.random() < off else {},
                _busy(chance) if chance.random() < busy else (),
            ),
        )
        for key in range(SIZE)
    ]


def _own(chance: Random) -> WorkingHours:
    return WorkingHours(
        tuple(
            (Span(chance.randrange(420, 600), chance.randrange(960, 1200)),) if day < 5 else ()
            for day in range(7)
        )
    )


def _days_off(chance: Random) -> dict[date, tuple[Span, ...]]:
    return {FIRST_ON + timedelta(days=chance.randrange(365)): () for _ in range(25)}


def _busy(chance: Random) -> tuple[Interval, ...]:
    begin = datetime(FIRST_ON.year, 1, 1, tzinfo=UTC)
    starts = [begin + timedelta(minutes=30 * chance.randrange(200 * 48)) for _ in range(200)]
    return tuple(Interval(start, start + timedelta(hours=1)) for start in starts)


if __name__ == "__main__":
    main()
