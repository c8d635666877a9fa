from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from minim.engine import Candidate, PlanGroup, Problem, Relaxation, judge, solve
from tests.engine.crew import COMPILED, NINE_TO_FIVE, crew, examples, problem, problems


def changed(count: int, at: dict[int, dict[str, Any]], **common: Any) -> list[Candidate]:
    return [replace(who, **at.get(place, {})) for place, who in enumerate(crew(count, **common))]


compiled = pytest.mark.skipif(not COMPILED, reason="a clash is searched for many times, which needs numba")

SPREAD = [replace(who, hours=NINE_TO_FIVE << 32 * (at in (0, 2, 4, 6))) for at, who in enumerate(crew(9))]

STRANGERS = [replace(who, hours=NINE_TO_FIVE << 30 * at) for at, who in enumerate(crew(2))]

CASES = {
    "sizes": (problem(crew(9), size=(5, 8)), {"size"}, "9 people cannot be shared into groups of 5 to 8."),
    "facilitators": (
        problem(
            changed(24, {at: {"may_facilitate": True} for at in range(2)}, may_facilitate=False), size=(5, 8)
        ),
        {"facilitator", "size"},
        "3 groups need 3 Facilitators; only 2 are willing and trained.",
    ),
    "pinned chain": (
        problem(changed(8, {0: {"pinned": "Otter"}, 1: {"pinned": "Otter", "manager": "p00"}})),
        {"chain", "pinned"},
        "p00, p01 are pinned to Otter. p00 is in the management chain of p01: they cannot share Otter.",
    ),
    "locked": (
        problem(crew(8), locked={"Otter": PlanGroup("Otter", "p00", ("p00", "p01"))}, apart=[("p00", "p01")]),
        {"locked", "apart"},
        "Otter is locked. p00 and p01 are to be kept apart, and both sit in Otter.",
    ),
    "too many groups": (
        problem(crew(8), groups=7),
        {"groups"},
        "8 people do not fill 7 groups of 2 to 4.",
    ),
    "islands": (
        problem(changed(12, {at: {"level": 5} for at in range(4)}), size=(3, 3)),
        {"size", "level-band"},
        "p00, p01, p02 and p03 can only sit with each other, and 4 cannot be shared into groups of 3 to 3.",
    ),
    "hours": (
        problem(SPREAD, size=(3, 4)),
        {"common-slot", "size"},
        "p01, p03, p05, p07 and p08 can only sit with each other, and 5 cannot be shared into groups of 3 to 4.",
    ),
    "hours for nobody": (
        problem(STRANGERS),
        {"common-slot"},
        "needs 1 more person within one level with hours in common; nobody can be had.",
    ),
    "keep-apart": (
        problem(crew(6), size=(3, 3), apart=[("p00", "p01"), ("p00", "p02"), ("p01", "p02")]),
        {"apart", "size"},
        "p00 and p01 cannot share a group, so they need two: that takes 6 people, and only 5 can sit there.",
    ),
}


@compiled
@pytest.mark.parametrize("name", CASES)
def test_a_clash_is_told_and_every_relaxation_offered_works(name: str) -> None:
    made, rules, sentence = CASES[name]

    result = solve(made, seconds=0.1)

    clash = result.clash
    assert clash is not None
    assert result.seconds < 5
    assert set(clash.rules) == rules
    assert any(sentence in told for told in clash.sentences)
    assert clash.relaxations
    for relaxation in clash.relaxations:
        relaxed = made.relaxed(relaxation)
        result = solve(relaxed, seconds=0.02)
        assert result.plan is not None, relaxation.sentence
        assert judge(relaxed, result.plan) == ()


@compiled
@examples(25)
@given(problems())
def test_the_first_relaxation_of_any_clash_works(any_problem: Problem) -> None:
    clash = solve(any_problem, seconds=0.02).clash

    if clash is not None and clash.relaxations:
        assert solve(any_problem.relaxed(clash.relaxations[0]), seconds=0.02).plan is not None


def test_nobody_of_ones_own_chain_is_ever_offered_as_a_way_out() -> None:
    people = changed(8, {0: {"pinned": "Otter"}, 1: {"pinned": "Otter", "manager": "p00"}})

    clash = solve(problem(people)).clash

    assert clash is not None
    assert clash.proved
    assert {relaxation.kind for relaxation in clash.relaxations} == {"unpin", "leave-out"}


def test_leaving_somebody_out_is_the_organizers_word() -> None:
    made = problem(crew(9), size=(4, 4))

    result = solve(made.relaxed(Relaxation("leave-out", ("p03",), "")), seconds=0.02)

    assert result.plan is not None
    assert [who.key for who in result.plan.left_out] == ["p03"]
    assert "Organizer" in result.plan.left_out[0].reason


def test_an_empty_cohort_is_told_so() -> None:
    clash = solve(problem([])).clash

    assert clash is not None
    assert clash.sentences == ("There is nobody to form groups of.",)


@pytest.mark.parametrize("willing", [0, 1, 2])
def test_too_few_facilitators_are_counted_and_nobody_is_called_unseatable(willing: int) -> None:
    people = [replace(who, may_facilitate=at < willing) for at, who in enumerate(crew(30))]

    result = solve(problem(people, size=(5, 8)), seconds=0.1)

    assert result.clash is not None
    assert result.clash.proved
    only = f"only {willing} {'is' if willing == 1 else 'are'} willing and trained"
    assert result.clash.sentences == (f"4 groups need 4 Facilitators; {only}.",)
    first = result.clash.relaxations[0]
    assert (first.kind, len(first.value)) == ("facilitators", 4 - willing)
    assert [way.kind for way in result.clash.relaxations].count("facilitators") == 1
