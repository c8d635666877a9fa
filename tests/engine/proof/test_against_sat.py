from __future__ import annotations

import random

import pytest

from minim.engine import Candidate, Problem
from minim.engine.proof.certificate import bounds
from minim.engine.search.seating import group_counts, left_out, seated
from tests.engine.proof.sat import Model

SECONDS = 2.0
"""For each wish; CP-SAT's best plan so far is above the bound just as the best one is."""


def company(people: int, seed: int) -> Problem:
    """A small company: one tree, three sites whose hours meet by twos, few who lead, some history."""
    rng = random.Random(seed)
    boss: list[int | None] = [None, 0, 0, *(rng.randrange(3) for _ in range(6))]
    boss += [rng.randrange(3, len(boss)) for _ in range(people - len(boss))]
    level = [4, 3, 3, *[2] * 6, *[1] * (people - 9)]
    return Problem.of(
        [
            Candidate(
                key=f"p{at:02}",
                level=level[at],
                department=rng.choice("ABC"),
                function=rng.choice("XXXYZ"),
                location=(site := rng.choice(("Lima", "Oslo", "Oslo", "Pune"))),
                hours=week({"Lima": 52, "Oslo": 32, "Pune": 14}[site] + rng.choice((0, 4))),
                experience=rng.choice((None, 1.0, 4.0, 9.5)),
                energy=rng.choice((0.2, 0.4, 0.8)),
                may_facilitate=rng.random() < 0.5,
                earlier=(rng.choice(("Elm", "Oak", "Ash", None)),),
                newcomer=rng.random() < 0.3,
            )
            for at in range(people)
        ],
        reports_to={f"p{at:02}": None if above is None else f"p{above:02}" for at, above in enumerate(boss)},
        size=(3, 6),
    )


def week(opens: int) -> int:
    return sum(1 << day * 96 + quarter for day in range(5) for quarter in range(opens, opens + 36))


@pytest.mark.parametrize(
    "wish", ["same-manager", "same-location", "earlier-groupmates", "energy", "unpopular-hours"]
)
@pytest.mark.parametrize(("people", "seed"), [(20, 1), (30, 2), (40, 3)])
def test_no_bound_lies_above_what_a_solver_finds(people: int, seed: int, wish: str) -> None:
    made = company(people, seed)
    rows = seated(made, left_out(made))
    crowd = [made.candidates[at] for at in rows]
    groups = group_counts(made, rows, None)[0]

    answer = Model(made, crowd, groups).least(wish, SECONDS)

    assert answer is not None
    assert bounds(made, crowd, made.names(groups))[wish] <= answer.value + 1e-9
