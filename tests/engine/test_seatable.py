from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given

from minim.engine import Candidate, PlanGroup, Problem
from minim.engine.rules import judge_group
from minim.engine.seatable import why_unseatable
from tests.engine.crew import examples, problems


@examples(60)
@given(problems(most=8))
def test_a_seat_is_denied_exactly_where_no_legal_group_exists(any_problem: Problem) -> None:
    for who in any_problem.candidates:
        assert (why_unseatable(any_problem, who.key) is None) == fits_somewhere(any_problem, who.key)


def fits_somewhere(problem: Problem, key: str) -> bool:
    """Tell by looking at every group of the smallest size and every leader in it."""
    others = [who.key for who in problem.candidates if who.key != key]
    for chosen in combinations(others, problem.size[0] - 1):
        members = (key, *chosen)
        for leader in members:
            if not judge_group(problem, PlanGroup("any", leader, members)):
                return True
    return False


@pytest.mark.parametrize(("size", "fits"), [(39, True), (40, True), (41, False)])
def test_a_large_group_is_decided_at_once(size: int, fits: bool) -> None:
    """Twenty bosses with two reports each: reports of all make a group of forty, and one boss costs two of them."""
    lines = {f"p{at:02}": None if at % 3 == 0 else f"p{at - at % 3:02}" for at in range(60)}
    people = [Candidate(key=key, level=1 + (above is None)) for key, above in lines.items()]
    problem = Problem.of(people, reports_to=lines, size=(size, 60))

    assert (why_unseatable(problem, "p01") is None) == fits
    assert (why_unseatable(problem, "p00") is None) == (size == 39)
