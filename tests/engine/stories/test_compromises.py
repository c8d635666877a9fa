from __future__ import annotations

from dataclasses import replace
from typing import Any

from minim.engine import Candidate, Compromise, Plan, Problem, score
from minim.engine.proof.certificate import certificate
from minim.engine.stories.compromises import compromises
from tests.engine.crew import NINE_TO_FIVE, crew, plan, problem


def told(made: Problem, given: Plan) -> dict[str, Compromise]:
    """The compromises of a plan by wish."""
    found = compromises(made, given, certificate(made, given, score(made, given)))
    return {one.wish: one for one in found}


def people_of(*departments: str, **common: Any) -> list[Candidate]:
    return [
        replace(who, department=department)
        for who, department in zip(crew(len(departments), **common), departments, strict=True)
    ]


def test_what_counting_forces_is_told_by_name_and_number() -> None:
    made = problem(people_of(*["Payments"] * 4, "Legal", "Growth"), size=(3, 3))

    departments = told(made, plan("p00 p01 p04", "p02 p03 p05"))["same-department"]

    assert departments.sentence == "Two pairs from the same department share a group, in every group."
    assert departments.reason == (
        "Payments has four people, and there are two groups: at least two pairs of them have to share one. "
        "No plan can have fewer."
    )
    assert departments.groups == ("Group 1", "Group 2")


def test_as_large_ones_share_a_sentence_and_only_the_largest_are_named() -> None:
    made = problem(people_of(*"AAABBBCCCCDDDDDEE"), size=(9, 17))

    reason = told(made, plan(" ".join(who.key for who in made.candidates)))["same-department"].reason

    assert reason == (
        "D has five people, and there is one group: at least ten pairs of them have to share one. "
        "C has four people, and there is one group: at least six pairs of them have to share one. "
        "A and B have three people each, and there is one group: at least three pairs of each have to share one. "
        "One other department must share groups in the same way: at least one pair more. "
        "No plan can have fewer."
    )


def test_what_is_not_forced_says_what_it_would_take() -> None:
    made = problem(people_of(*["A"] * 6, *"BCDEFG"), size=(6, 6))

    reason = told(made, plan("p00 p01 p02 p03 p06 p07", "p04 p05 p08 p09 p10 p11"))["same-department"].reason

    assert reason == (
        "A has six people, and there are two groups: at least six pairs of them have to share one. "
        "Six of the seven cannot be avoided by any plan. "
        "The other one could only go by breaking a rule or giving up more elsewhere, as far as the search found."
    )


def test_few_pairs_are_named_with_the_cheapest_way_out() -> None:
    people = people_of("Payments", "Payments", *"ABCDEFGHIJ")
    people = [replace(who, name=name) for who, name in zip(people, ("Ana", "Bo", *"CDEFGHIJKL"), strict=True)]
    made = problem(people, size=(4, 8), wishes={"fairness": 0})

    departments = told(made, plan("p00 p01 p02 p03", "p04 p05 p06 p07", "p08 p09 p10 p11"))["same-department"]

    assert departments.sentence == "One pair from the same department shares a group."
    assert departments.reason.startswith(
        "Ana and Bo share Group 1; the cheapest way out would be Ana to Group "
    )
    assert "one fewer pair from the same department (10.0 points less)." in departments.reason


def test_a_pair_that_nothing_can_part_says_so() -> None:
    people = people_of("Payments", "Payments", "A", "B")
    made = problem(people, size=(4, 4))

    reason = told(made, plan("p00 p01 p02 p03"))["same-department"].reason

    assert reason == (
        "Payments has two people, and there is one group: at least one pair of them has to share one. "
        "No plan can have fewer."
    )


def test_sums_that_say_nothing_are_told_as_means() -> None:
    people = [replace(who, experience=4 * (at % 2), energy=at % 2 / 2) for at, who in enumerate(crew(4))]
    made = problem(people, size=(2, 2))

    found = told(made, plan("p00 p01", "p02 p03"))

    assert found["experience"].value == 8
    assert found["experience"].sentence == "On average two people in a group have managed 4.0 years apart."
    assert found["energy"].sentence == "On average the energy of two people in a group differs by 50 of 100."


def test_hours_and_moves_are_counted_in_people() -> None:
    people = [replace(who, hours=NINE_TO_FIVE << 24 * (at % 2)) for at, who in enumerate(crew(4))]
    people = [replace(who, today=f"Group {at // 2 + 1}") for at, who in enumerate(people)]
    made = problem(people, size=(2, 2))

    found = told(made, plan("p00 p03", "p02 p01"))

    assert found["unpopular-hours"].sentence.endswith("the best hour of their group is early or late.")
    assert found["moves"].sentence == "Two people leave the group they sit in today."
    assert found["moves"].groups == ("Group 1", "Group 2")


def test_who_met_long_ago_is_a_whole_pair_in_words() -> None:
    people = [replace(who, earlier=(None, "Elm") if at < 2 else ()) for at, who in enumerate(crew(6))]

    met = told(problem(people, size=(3, 3)), plan("p00 p01 p02", "p03 p04 p05"))["earlier-groupmates"]

    assert met.value == 0.5
    assert met.sentence == "One pair that has met before shares a group."


def test_a_wish_without_weight_is_no_compromise() -> None:
    made = problem(people_of("A", "A"), size=(2, 2), wishes={"same-department": 0})

    assert told(made, plan("p00 p01")) == {}
