from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.engine import Candidate, Problem, judge, solve


def company(
    reports_to: Mapping[str, str | None], levels: Mapping[str, int], size: tuple[int, int]
) -> Problem:
    people = [Candidate(key=key, level=levels[key], manager=reports_to[key]) for key in levels]
    return Problem.of(people, reports_to=reports_to, size=size)


def two_directors(managers: int, size: tuple[int, int]) -> Problem:
    """Each of two directors stands above half of all managers."""
    reports: dict[str, str | None] = {"D1": "BOARD", "D2": "BOARD"}
    reports |= {f"M{number}": f"D{number % 2 + 1}" for number in range(managers)}
    return company(reports, {key: 2 if key.startswith("D") else 1 for key in reports}, size)


@pytest.mark.parametrize("size", [(5, 8), (6, 9), (8, 11), (10, 12)])
def test_a_director_above_half_the_room_finds_the_other_half(size: tuple[int, int]) -> None:
    problem = two_directors(40, size)

    plan = solve(problem, seconds=0.1).plan

    assert plan is not None
    assert judge(problem, plan) == ()
    assert plan.left_out == ()


def test_the_only_four_who_can_sit_with_somebody_do() -> None:
    reports: dict[str, str | None] = {"Nia": "Boss"}
    reports |= {f"Peer{number}": "Boss" for number in range(4)}
    reports |= {f"Own{number}": "Nia" for number in range(3)}
    reports |= {f"Lead{number}": f"Peer{number % 4}" for number in range(40)}
    levels = {key: {"N": 3, "P": 2, "O": 2, "L": 1}[key[0]] for key in reports}
    problem = company(reports, levels, (5, 8))

    plan = solve(problem, seconds=0.1).plan

    assert plan is not None
    group = plan.group_of("Nia")
    assert group is not None
    assert set(group.members) == {"Nia", "Peer0", "Peer1", "Peer2", "Peer3"}


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(2, 4), st.sampled_from([(5, 8), (7, 9)]))
def test_a_plan_is_found_where_one_was_hidden(seed: int, directors: int, size: tuple[int, int]) -> None:
    """Managers report to directors so that a plan exists: every director's group is drawn from the others' reports."""
    managers = directors * size[1] * 2
    reports: dict[str, str | None] = {f"D{number}": "BOARD" for number in range(directors)}
    reports |= {f"M{number}": f"D{(number + seed) % directors}" for number in range(managers)}
    problem = company(reports, {key: 2 if key[0] == "D" else 1 for key in reports}, size)

    result = solve(problem, seconds=0.05, seed=seed)

    assert result.plan is not None
    assert judge(problem, result.plan) == ()
