"""Tries numbers of groups, the best one first, until seats keep every rule."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from minim.engine.arrays import Numbers
from minim.engine.plan import Plan
from minim.engine.problem import Problem
from minim.engine.proof.certificate import bounds, total_bound
from minim.engine.proof.obstacles import obstacles
from minim.engine.search.hardest import hardest_first
from minim.engine.search.people import PeopleSearch
from minim.engine.search.repair import repaired
from minim.engine.search.seating import Room, group_counts, left_out, seated
from minim.engine.watch import Watch

COUNTS, AGAIN = 7, 3
"""How many numbers of groups are tried, and how many of them again."""
WORK, WORK_EACH = 60_000, 150
"""Trades weighed in one attempt, and as many more for each person."""
GLANCE, PATIENT = 0, 4
"""Turns of growing length. The first is always finished, so that seats soon found never depend on the clock.
At a glance only AGAIN numbers of groups are tried, each with a third of the work."""
SEATING, SEATED_A_SECOND = 2.0, 500
"""Seconds after which no longer attempt begins, and people beyond SOON who buy a second more."""
SOON = 2_000
EASING = 5
"""Moves per person by which a large company is eased before it is mended."""
MANY = 5_000
"""Beyond so many people, seats by chance come first: they are there at once, and there is slack for mending."""


def first_seats(
    problem: Problem,
    people: Numbers,
    seed: int,
    watch: Watch,
    start: Plan | None = None,
    patience: int = PATIENT,
) -> PeopleSearch | None:
    """Return seats that keep every rule if any number of groups yields them, else the least broken ones found."""
    if not len(people):
        return None
    tried: list[PeopleSearch] = []
    counts = group_counts(problem, people, start)[: COUNTS if patience else AGAIN]
    enough = watch.seconds + SEATING + max(0, len(people) - SOON) / SEATED_A_SECOND
    for turn in range(max(1, patience)):
        for groups in counts:
            if turn and watch.seconds > enough:
                break
            search = open_search(
                problem, people, groups, seed + turn, start, watch, 4**turn if patience else 1 / 3
            )
            tried.append(search)
            if search.best_breaches == 0 or watch.must_stop():
                return min(tried, key=lambda search: search.best_breaches)
        tried.sort(key=lambda search: search.best_breaches)
        counts = list(dict.fromkeys(len(search.room.names) for search in tried))[:AGAIN]
    return min(tried, key=lambda search: search.best_breaches, default=None)


def open_search(
    problem: Problem, people: Numbers, groups: int, seed: int, start: Plan | None, watch: Watch, effort: float
) -> PeopleSearch:
    """Seat everybody in that many groups and mend what is broken."""
    room = Room(problem, people, groups)
    search = PeopleSearch(problem, room, watch, seed)
    rng = np.random.default_rng([seed, groups])
    for where in first_seatings(room, rng, start):
        where = eased(search, where)
        work = int(effort * (WORK + WORK_EACH * len(people)))
        search.consider(room.seats(repaired(room, where, rng, work)))
        search.tell("seating")
        if search.best_breaches == 0 or watch.must_stop():
            break
    if search.best_breaches == 0 and effort >= 1:
        floor = bounds(problem, [problem.candidates[at] for at in people], room.names)
        search.bound = total_bound(problem, floor)
    return search


def eased(search: PeopleSearch, where: Numbers) -> Numbers:
    """Anneal a large company by rules, all parts at once: mending looks at some thousand people at a time."""
    room = search.room
    if len(room.people) <= MANY or not len(room.free):
        return where
    seats = room.seats(where)
    moves = EASING * len(room.free)
    search.form.anneal(
        seats, room.free, search.rng, moves, search.penalty / 8, search.penalty / 40, search.penalty
    )
    eased_seats: Numbers = search.form.where(seats)
    return eased_seats


def first_seatings(room: Room, rng: np.random.Generator, start: Plan | None) -> Iterator[Numbers]:
    """Yield first seats: those there are, if any, then around the hardest people, and by chance."""
    if start is not None and start.groups:
        yield room.from_plan(start, rng)
    elif has_history(room.problem):
        yield room.from_today(rng)
    if len(room.people) > MANY:
        yield room.fresh(rng)
    yield hardest_first(room, rng)
    yield room.fresh(rng)


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
    found = first_seats(problem, people, 0, watch, patience=GLANCE)
    return found is not None and found.best_breaches == 0
