from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from minim.engine import Candidate, PlanGroup, Problem, ProblemError, solve
from tests.engine.crew import crew, problem


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"size": (5, 3)}, "the smaller first"),
        ({"size": (5, 90)}, "from 2 to 60"),
        ({"apart": [("p00", "ghost")]}, "ghost is to be kept apart but is not among the people"),
        ({"apart": [("p00", "p00")]}, "kept apart from themselves"),
        ({"wishes": {"hats": 2}}, "There is no wish named hats"),
        ({"wishes": {"moves": -1}}, "between 0 and 1000"),
        ({"groups": 0}, "At least one group"),
        ({"level_band": -1}, "level band"),
        ({"slot_minutes": 5}, "15 minutes to a day"),
        ({"group_names": ["Otter", "Otter"]}, "a name of its own"),
        ({"locked": {"Otter": PlanGroup("Otter", "x", ("x",))}}, "not among the people"),
        ({"reports_to": {"p00": "p01", "p01": "p02", "p02": "p00"}}, "in a circle: p00 → p01 → p02 → p00"),
        ({"size": None, "expected_attendance": 1.5}, "between 0 and 1"),
        ({"quorum": 0}, "quorum"),
    ],
)
def test_an_impossible_request_is_refused_in_words(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        problem(crew(4), **changes)


@pytest.mark.parametrize(
    ("field", "value"), [("attendance", 2.0), ("energy", -1.0), ("experience", 500.0), ("hours", 1 << 700)]
)
def test_an_impossible_person_is_refused(field: str, value: float) -> None:
    with pytest.raises(ProblemError, match="Pat"):
        crew(1, name="Pat", **{field: value})


def test_a_key_appears_once() -> None:
    with pytest.raises(ProblemError, match="p00 appears twice"):
        problem([*crew(2), *crew(1)])


def test_chains_reach_through_managers_who_do_not_take_part() -> None:
    lines = {"pat": "olive", "olive": "bo", "bo": None, "sam": None}
    people = [Candidate(key=key, level=1) for key in ("pat", "bo", "sam")]

    made = Problem.of(people, reports_to=lines)

    assert made.is_above("bo", "pat")
    assert not made.is_above("pat", "bo")
    assert not made.is_above("bo", "sam")
    assert not made.is_above("bo", "bo")


def test_a_very_deep_company_is_no_trouble() -> None:
    lines: dict[str, str | None] = {f"p{at}": f"p{at + 1}" for at in range(50_000)}
    people = [Candidate(key="p0", level=1), Candidate(key="p49999", level=9)]

    assert Problem.of(people, reports_to=lines).is_above("p49999", "p0")


def test_group_names_begin_with_those_that_bind() -> None:
    people = crew(8, today="Wren")
    people[3] = replace(people[3], pinned="Otter")
    locked = {"Heron": PlanGroup("Heron", "p00", ("p00", "p01"))}

    made = problem(people, locked=locked)

    assert made.names(4) == ("Heron", "Otter", "Wren", "Group 1")
    assert made.binding == 2


def test_locked_and_pinned_must_agree() -> None:
    people = crew(4)
    people[0] = replace(people[0], pinned="Otter")

    with pytest.raises(ProblemError, match="pinned to Otter but locked in Heron"):
        problem(people, locked={"Heron": PlanGroup("Heron", "p00", ("p00", "p01"))})


def test_weights_beyond_counting_are_refused() -> None:
    with pytest.raises(ProblemError, match="divide all by a hundred"):
        problem(crew(8), size=(8, 8), wishes={"experience": 1000, "fairness": 1000})

    smaller = problem(crew(8), size=(8, 8), wishes={"experience": 10, "fairness": 10})
    assert smaller.weights["fairness"] == 10


def test_a_level_beyond_reason_and_a_seed_below_zero_are_refused() -> None:
    with pytest.raises(ProblemError, match="levels count steps"):
        Candidate(key="pat", level=10**9)
    with pytest.raises(ProblemError, match="A seed is a whole number from 0 on, not -1"):
        solve(problem(crew(4)), seed=-1)


def test_a_manager_outside_is_called_by_name() -> None:
    made = problem(crew(4), known_as={"m0": "Bo"})

    assert (made.label("m0"), made.label("m1")) == ("Bo", "m1")
