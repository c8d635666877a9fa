from __future__ import annotations

from dataclasses import replace

import numpy as np

from minim.engine import Candidate, PlanGroup, Problem, explain, score, solve
from minim.engine.kernels import NOBODY
from minim.engine.stories.exchanges import APART, exchanges, in_words
from minim.engine.tally import MET
from tests.engine.crew import COMPILED, NINE_TO_FIVE, crew, plan, problem
from tests.engine.test_explain import moved_by_hand


def varied(count: int) -> list[Candidate]:
    """People who differ in everything a wish looks at."""
    return [
        replace(
            who,
            department=f"d{at % 3}",
            team=f"t{at % 5}",
            hours=NINE_TO_FIVE >> at % 7 * 4,
            experience=at % 4,
            energy=at % 5 / 5,
            newcomer=at % 4 == 0,
            earlier=(f"g{at % 6}", f"h{at % 4}"),
            today=f"Group {at % 4 + 1}",
        )
        for at, who in enumerate(crew(count))
    ]


def test_an_exchange_changes_each_wish_by_what_the_score_says_afterwards() -> None:
    made = problem(varied(21 if COMPILED else 12), size=(4, 6))
    result = solve(made, seconds=0.02)
    assert result.plan is not None
    before = score(made, result.plan)

    seated, found = exchanges(made, result.plan, np.arange(len(made.candidates)))

    for option in (option for options in found for option in options):
        key, home = (
            made.candidates[option.person].key,
            result.plan.group_of(made.candidates[option.person].key),
        )
        after = moved_by_hand(result.plan, key, seated.names[option.group])
        if option.partner != NOBODY and home is not None:
            after = moved_by_hand(after, made.candidates[option.partner].key, home.name)
        scored = score(made, after)
        for entry in scored.wishes:
            if entry.wish != "fairness":
                quanta = (entry.value - before.value(entry.wish)) * {"earlier-groupmates": 32}.get(
                    entry.wish, 1
                )
                quanta *= {"experience": 4, "energy": 100}.get(entry.wish, 1)
                assert option.changes.get(entry.wish, 0) == round(quanta), entry.wish


def test_changes_are_said_in_their_own_unit_what_weighs_most_first() -> None:
    made = problem(crew(2))
    changes = {
        "same-team": 1,
        "same-department": -1,
        "same-manager": 1,
        "moves": 1,
        "experience": 40,
        APART: 20,
    }

    assert in_words(made, changes) == (
        "one more pair under the same manager and one more person leaving today's group, but one fewer pair from the "
        "same department"
    )
    assert in_words(made, {"experience": -40, APART: 20}) == "experience 0.5 years closer together"
    assert in_words(made, {"energy": 40, APART: 20}) == "energy 2 of 100 further apart"
    assert in_words(made, {"earlier-groupmates": 16, MET: 1}) == "one more pair that has met before"
    assert in_words(made, {"earlier-groupmates": -16}) == "meetings longer ago"
    assert in_words(made, {}) == ""


def test_why_here_names_what_is_new_and_what_is_shared() -> None:
    people = [
        replace(who, name=name, department=department, location="Oslo")
        for who, name, department in zip(
            crew(6), ("Ana", "Bo", "Cem", "Dana", "Eli", "Fay"), ("Payments", "Growth") * 3, strict=True
        )
    ]

    told = explain(
        problem(people, size=(3, 3)), plan("p00 p01 p02", "p03 p04 p05"), keys=["p00", "p01"]
    ).people

    assert told[0].sentence == (
        "Ana leads Group 1, where nobody else has the same manager, but shares the department with Cem and the "
        "location with Bo and Cem. Group 2 would be just as good."
    )
    assert told[1].alternatives[0].sentence == "Group 2, changing places with Dana: just as good."


def test_what_holds_somebody_is_named() -> None:
    people = crew(9)
    people[0] = replace(people[0], pinned="Group 1")
    kept = PlanGroup("Group 2", "p03", ("p03", "p04", "p05"))
    made = problem(people, size=(3, 3), locked={"Group 2": kept})

    told = explain(made, plan("p00 p01 p02", "p03 p04 p05", "p06 p07 p08"), keys=["p00", "p03"]).people

    assert [story.sentence for story in told] == [
        "p00 sits in Group 1 because that seat is pinned.",
        "p03 sits in Group 2 because the group is locked.",
    ]
    assert [story.alternatives for story in told] == [(), ()]


def test_nobody_is_promised_a_place_that_breaks_a_rule() -> None:
    people = crew(6)
    people[0] = replace(people[0], level=9)
    made = Problem.of(people, size=(3, 3), level_band=9, apart=[("p00", f"p{at:02}") for at in (3, 4, 5)])

    told = explain(made, plan("p01 p00 p02", "p03 p04 p05"), keys=["p00"]).people

    assert told[0].sentence.endswith("No other group was found that could take p00 without breaking a rule.")
