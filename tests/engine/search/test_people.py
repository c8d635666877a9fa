"""Large companies are annealed in parts: nobody is lost, every count stays true, and threads change nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.rosters import problem as company
from minim.engine import solve
from minim.engine.kernels import GROUP, NOBODY, Seats, difference, trial
from minim.engine.search import people as people_in_parts
from minim.engine.search.anneal import at_best
from minim.engine.search.attempt import first_seats
from minim.engine.search.people import PeopleSearch, split
from minim.engine.search.seating import Room, left_out, partners, seated
from minim.engine.watch import Watch
from tests.engine.crew import COMPILED, examples, problems


def counts(seats: Seats) -> list[list[int]]:
    """Return what must not depend on the order in which people joined."""
    return [seats.toll.tolist(), seats.group.tolist(), seats.load.tolist()]


@given(problems(most=14), st.integers(0, 2**32 - 1), st.integers(1, 3))
@examples(60)
def test_everybody_finds_just_the_likely_partners_of_their_part(problem, seed: int, parts: int) -> None:  # type: ignore[no-untyped-def]
    free = np.arange(len(problem.candidates))
    part = np.random.default_rng(seed).integers(0, parts, len(free))
    near = partners(problem, free)

    cut = split(near, part, parts)

    for at in free:
        for first, last in (("near_from", "near_to"), ("kin_from", "kin_to")):
            whole = near.order[getattr(near, first)[at] : getattr(near, last)[at]]
            own = cut.order[getattr(cut, first)[at] : getattr(cut, last)[at]]
            assert own.tolist() == [other for other in whole.tolist() if part[other] == part[at]]


@pytest.mark.skipif(not COMPILED, reason="only quick when compiled")
def test_parts_keep_every_count_true_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_in_parts, "PART", 4)
    problem = company(500, 1)
    people = seated(problem, left_out(problem))
    found = first_seats(problem, people, 0, Watch(20))
    assert found is not None
    assert found.best is not None
    ends = []
    for threads in (1, 3):
        search = PeopleSearch(problem, found.room, Watch(20, threads=threads), 7)
        assert search.form.parts > 10  # type: ignore[attr-defined]
        seats = search.room.seats(found.best)
        search.form.anneal(seats, search.room.free, search.rng, 200_000, 9000.0, 100.0, search.penalty)
        assert counts(seats) == counts(search.room.seats(seats.seat[:, GROUP].copy()))
        ends.append(seats.seat[:, GROUP].tolist())

    assert ends[0] == ends[1]
    assert ends[0] != found.best.tolist()


@pytest.mark.skipif(not COMPILED, reason="only quick when compiled")
@pytest.mark.parametrize("count", [60, 500])
def test_threads_do_not_change_the_plan(count: int) -> None:
    problem = company(count, 2)

    alone, together = (solve(problem, seconds=0.2, seed=3, threads=threads).plan for threads in (1, 2))

    assert alone == together


@given(problems(most=14), st.integers(0, 2**32 - 1))
@examples(60)
def test_a_refusal_at_a_glance_is_never_wrong(problem, seed: int) -> None:  # type: ignore[no-untyped-def]
    """Whoever joins in the place of whom, the change is at least what the glance says."""
    rng = np.random.default_rng(seed)
    count = len(problem.candidates)
    low = problem.size[0]
    room = Room(problem, np.arange(count), max(1, count // low))
    where = rng.integers(NOBODY, len(room.names), count)
    room.high[:] = count
    seats = room.seats(where)
    penalty = 3_000_000

    for newcomer in range(count):
        for group in range(len(room.names)):
            for leaver in [NOBODY, *np.flatnonzero(where == group).tolist()]:
                if where[newcomer] != group:
                    change = difference(
                        problem.arrays,
                        seats,
                        penalty,
                        group,
                        trial(problem.arrays, seats, group, leaver, newcomer),
                    )
                    assert at_best(problem.arrays, seats, penalty, group, leaver) <= change
