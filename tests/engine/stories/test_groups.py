from __future__ import annotations

from dataclasses import replace
from typing import Any

from minim.engine import Candidate, GroupStory, explain
from tests.engine.crew import NINE_TO_FIVE, crew, plan, problem

EARLY = NINE_TO_FIVE >> 8


def named(*names: str, **common: Any) -> list[Candidate]:
    """People with names of their own."""
    return [replace(who, name=name) for who, name in zip(crew(len(names), **common), names, strict=True)]


def story(people: list[Candidate], **changes: Any) -> GroupStory:
    """The story of one group of all of them, led by the first."""
    together = plan(" ".join(who.key for who in people))
    return explain(problem(people, size=(2, 9), **changes), together, keys=()).groups[0]


def test_each_says_what_they_alone_bring_before_what_they_share() -> None:
    ana, bo, cem = named("Ana", "Bo", "Cem", function="Sales")
    ana = replace(ana, department="Payments", experience=1, location="Oslo")
    bo = replace(bo, department="Growth", experience=0.5, location="Oslo", newcomer=True)
    cem = replace(cem, department="Legal", experience=21.8)

    told = story([ana, bo, cem])

    both = "shares Oslo with one other, Sales with two others."
    assert [member.sentence for member in told.members] == [
        f"Ana leads the group, is the only one from Payments and has managed for one year; {both}",
        f"Bo is the only one from Growth, has managed for six months and is new; {both}",
        "Cem is the only one from Legal and has managed for 21.8 years; shares Sales with two others.",
    ]


def test_a_word_that_is_function_and_department_at_once_is_said_once() -> None:
    ana, bo = named("Ana", "Bo", function="Finance", department="Finance")

    assert story([ana, bo]).members[1].sentence == "Bo is one of the group; shares Finance with one other."


def test_of_whom_nothing_is_known_nothing_is_made_up() -> None:
    assert story(named("Ana", "Bo")).members[1].sentence == "Bo is one of the group."


def test_a_group_opens_with_who_comes_together() -> None:
    people = named("Ana", "Bo", "Cem", "Dana", hours=NINE_TO_FIVE, experience=2.5)
    people[0] = replace(people[0], department="Payments", level=2)
    people[1] = replace(people[1], department="Growth", location="Oslo")
    people[2] = replace(people[2], location="Rome")

    assert story(people).sentence == (
        "Four people from two departments and two locations. Levels 1 to 2. Together they have managed for ten years. "
        "All can meet Monday 10:00 UTC. At least three come with 82 % certainty."
    )


def test_the_same_people_are_named_once_for_all_they_share() -> None:
    ana, bo, cem = named("Ana", "Bo", "Cem", location="Oslo")
    ana, bo = (replace(who, manager="Uma", department="Payments") for who in (ana, bo))

    assert story([ana, bo, cem]).sentences == (
        "Ana and Bo report to Uma and come from Payments.",
        "All of them are in Oslo.",
    )


def test_a_wish_nobody_has_is_no_compromise_of_a_group() -> None:
    people = named("Ana", "Bo", "Cem", location="Oslo", newcomer=True)
    off = {"same-location": 0.0, "newcomers": 0.0}

    assert story(people).sentences == ("All of them are in Oslo.", "All of them are newcomers.")
    assert story(people, wishes=off).sentences == ()


def test_who_sat_together_is_told_once_by_the_latest_round() -> None:
    ana, bo, cem = named("Ana", "Bo", "Cem")
    ana, bo = (replace(who, earlier=("Elm", "Oak", "Elm")) for who in (ana, bo))
    cem = replace(cem, earlier=(None, None, "Elm"))

    assert story([ana, bo, cem]).sentences == (
        "Ana and Bo sat together in the last round.",
        "All of them sat together three rounds ago.",
    )


def test_for_whom_the_hour_is_early_or_late_is_said() -> None:
    ana, bo = named("Ana", "Bo")
    ana, bo = replace(ana, hours=NINE_TO_FIVE), replace(bo, hours=EARLY << 30)

    told = story([ana, bo])

    assert len(told.sentences) == 1
    assert told.sentences[0].startswith(f"{told.best_time}, the best hour, is early or late for ")


def test_long_lists_name_a_few() -> None:
    people = named("Ana", "Bo", "Cem", "Dana", "Eli", "Fay", location="Oslo")
    people[5] = replace(people[5], location="Rome")

    assert story(people).sentences == ("Ana, Bo, Cem and 2 others are in Oslo.",)


def test_a_group_of_poor_attenders_says_so_though_its_size_is_right_on_average() -> None:
    often = crew(6, attendance=0.9)
    seldom = [replace(who, key=f"q{at}", attendance=0.6) for at, who in enumerate(crew(6))]
    made = problem([*often, *seldom], size=(6, 6))
    together = plan(*(" ".join(who.key for who in party) for party in (often, seldom)))

    reliable, thin = explain(made, together, keys=()).groups

    assert reliable.sentences == ()
    assert len(thin.sentences) == 1
    assert thin.sentences[0] == (
        "These people are expected to come less often than others (60 % instead of 75 %), "
        "so three of them come with 82 % certainty instead of 95 %."
    )


def test_a_small_group_of_usual_people_does_not_blame_them() -> None:
    assert story(crew(4, attendance=0.7)).sentences == ()
