"""Large companies are annealed in parts: nobody is lost, every count stays true, and threads change nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.rosters import problem as company
from minim.engine import solve
from minim.engine.kernels import GROUP, NOBODY, Seats
from minim.engine.search import people as people_in_parts
from minim.engine.search.attempt import first_seats
from minim.engine.search.people import PeopleForm, PeopleSearch
from minim.engine.search.seating import Room, left_out, seated
from minim.engine.watch import Watch
from tests.engine.crew import COMPILED, examples, problems


def counts(seats: Seats) -> list[list[int]]:
    """Return what must not depend on the order in which people joined."""
    return [seats.toll.tolist(), seats.group.tolist(), seats.load.tolist()]


@given(problems(most=14), st.integers(0, 2**32 - 1), st.integers(1, 3))
@examples(60)
def test_every_open_group_and_all_its_people_are_in_one_part(problem, seed: int, parts: int) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(seed)
    room = Room(
        problem, np.arange(len(problem.candidates)), max(1, len(problem.candidates) // problem.size[0])
    )
    where = rng.integers(NOBODY, len(room.names), len(problem.candidates))
    form = PeopleForm(problem, room, 1)
    form.parts = parts

    cut = list(form.cut(where, rng))

    assert (
        sorted(group for _, groups, _, _ in cut for group in groups) == np.flatnonzero(~room.locked).tolist()
    )
    for rows, groups, place, desk in cut:
        assert sorted(rows) == np.flatnonzero(np.isin(where, groups)).tolist()
        assert place[rows].tolist() == list(range(len(rows)))
        assert desk[groups].tolist() == list(range(len(groups)))


@pytest.mark.skipif(not COMPILED, reason="only quick when compiled")
def test_parts_keep_every_count_true_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_in_parts, "PART", 40)
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
        search.form.anneal(seats, search.room.free, search.rng, 20_000, 9000.0, 100.0, search.penalty)
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
