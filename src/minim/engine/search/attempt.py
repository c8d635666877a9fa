"""Tries numbers of groups, the best one first, until seats keep every rule."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from minim.engine.arrays import Numbers
from minim.engine.plan import Plan
from minim.engine.problem import Problem
from minim.engine.proof.certificate import bounds, total_bound
from minim.engine.proof.obstacles import obstacles
from minim.engine.search.cooling import Search, mend
from minim.engine.search.hardest import hardest_first
from minim.engine.search.seating import Room, group_counts, left_out, seated
from minim.engine.watch import Watch

QUICK, PATIENT = 4, 20
"""How often broken groups are mended: first for every number of groups, then for the most promising ones."""
SEATING, SEATED_A_SECOND = 4.0, 500
"""Seconds after which no further number of groups is tried, and people who buy a second more."""
COUNTS, AGAIN = 7, 3
"""How many numbers of groups are tried, and how many of them once more."""


def first_seats(
    problem: Problem,
    people: Numbers,
    seed: int,
    watch: Watch,
    start: Plan | None = None,
    patience: int = PATIENT,
) -> Search | None:
    """Return seats that keep every rule if any number of groups yields them, else the least broken ones found."""
    tried: list[Search] = []
    if not len(people):
        return None
    enough = watch.seconds + SEATING + len(people) / SEATED_A_SECOND
    for groups in group_counts(problem, people, start)[:COUNTS]:
        search = open_search(problem, people, groups, seed, start, watch, QUICK)
        tried.append(search)
        if search.best_breaches == 0 or watch.must_stop() or watch.seconds > enough:
            break
    tried.sort(key=lambda search: search.best_breaches)
    for search in tried[:AGAIN] if patience else []:
        if tried[0].best_breaches == 0 or watch.must_stop() or watch.seconds > enough:
            break
        groups = len(search.room.names)
        tried.append(open_search(problem, people, groups, seed + 1, start, watch, patience))
        if tried[-1].best_breaches == 0:
            break
    return min(tried, key=lambda search: search.best_breaches, default=None)


def open_search(
    problem: Problem, people: Numbers, groups: int, seed: int, start: Plan | None, watch: Watch, effort: int
) -> Search:
    """Seat everybody in that many groups and mend what is broken."""
    room = Room(problem, people, groups)
    floor = bounds(problem, [problem.candidates[at] for at in people], room.names)
    search = Search(problem, room, watch, seed, bound=total_bound(problem, floor))
    mend(search, first_seatings(room, seed, start, effort))
    return search


def first_seatings(room: Room, seed: int, start: Plan | None, count: int) -> Iterator[Numbers]:
    """Yield first seats: those there are, if any, then by chance and around the hardest people in turn."""
    rng = np.random.default_rng([seed, len(room.names)])
    if start is not None and start.groups:
        yield room.from_plan(start, rng)
    elif has_history(room.problem):
        yield room.from_today(rng)
    for turn in range(count):
        yield room.fresh(rng) if turn % 2 == 0 else hardest_first(room, rng)


def has_history(problem: Problem) -> bool:
    """Tell whether most people sit in a group today and moving them counts."""
    return problem.weights["moves"] > 0 and 2 * sum(
        who.today is not None for who in problem.candidates
    ) > len(problem.candidates)


def can_be_seated(problem: Problem, watch: Watch) -> bool:
    """Tell whether a short search finds seats that keep every rule; False is no proof."""
    people = seated(problem, left_out(problem))
    if not len(people) or any(obstacles(problem, people)):
        return False
    found = first_seats(problem, people, 0, watch, patience=0)
    return found is not None and found.best_breaches == 0
