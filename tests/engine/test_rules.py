"""A deliberately wrong plan for each rule: the judge must catch it, and nothing else in the same plan."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from minim.engine import RULES, Breach, Candidate, LeftOut, Plan, PlanGroup, judge
from minim.engine.rules import judge_group, pair_breaches
from tests.engine.crew import NINE_TO_FIVE, crew, plan, problem

GOOD = plan("p00 p01 p02", "p03 p04 p05")


def rules_broken(
    people: list[Candidate], wrong: Plan, **changes: object
) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(breach.rule, breach.group, breach.people) for breach in judge(problem(people, **changes), wrong)]


def changed(at: int, **change: object) -> list[Candidate]:
    people = crew(6)
    people[at] = replace(people[at], **change)  # type: ignore[arg-type]
    return people


def test_a_good_plan_breaks_nothing() -> None:
    assert rules_broken(crew(6), GOOD) == []


def test_every_rule_has_a_sentence() -> None:
    assert all(sentence.endswith(".") for sentence in RULES.values())


def test_nobody_sits_with_their_manager() -> None:
    assert rules_broken(changed(1, manager="p00"), GOOD) == [("chain", "Group 1", ("p00", "p01"))]


def test_nobody_sits_with_anyone_higher_up_through_people_outside() -> None:
    lines = {"p02": "far", "far": "out", "out": "p01"}

    assert rules_broken(crew(6), GOOD, reports_to=lines) == [("chain", "Group 1", ("p01", "p02"))]


def test_the_facilitator_is_in_nobodys_chain() -> None:
    assert rules_broken(changed(3, manager="p05"), GOOD) == [("chain", "Group 2", ("p05", "p03"))]


def test_kept_apart_people_are_apart() -> None:
    assert rules_broken(crew(6), GOOD, apart=[("p04", "p03")]) == [("apart", "Group 2", ("p03", "p04"))]


def test_who_oversees_never_sits() -> None:
    assert rules_broken(changed(4, oversees=True), GOOD) == [("oversees", "Group 2", ("p04",))]


def test_nobody_sits_twice() -> None:
    wrong = plan("p00 p01 p02", "p03 p04 p05 p00")

    assert rules_broken(crew(6), wrong) == [("one-seat", "Group 1", ("p00",))]


def test_nobody_sits_twice_in_one_group() -> None:
    assert rules_broken(crew(5), plan("p00 p01 p02 p02", "p03 p04")) == [("one-seat", "Group 1", ("p02",))]


def test_nobody_vanishes() -> None:
    assert rules_broken(crew(7), GOOD) == [("one-seat", "", ("p06",))]


def test_nobody_is_left_out_without_cause() -> None:
    wrong = replace(GOOD, left_out=(LeftOut("p06", "no reason"),))

    assert rules_broken(crew(7), wrong) == [("one-seat", "", ("p06",))]


def test_nobody_is_seated_and_left_out() -> None:
    people = changed(5, hours=0)
    wrong = replace(GOOD, left_out=(LeftOut("p05", "no hours"),))

    assert ("one-seat", "Group 2", ("p05",)) in rules_broken(people, wrong)


def test_breaches_come_in_the_same_order_in_any_process() -> None:
    people = [replace(who, hours=0) for who in crew(6)]
    wrong = replace(GOOD, left_out=tuple(LeftOut(who.key, "no hours") for who in people))

    twice = [keys for rule, _, keys in rules_broken(people, wrong) if rule == "one-seat"]

    assert twice == [(who.key,) for who in people]


def test_who_fits_nowhere_may_be_left_out() -> None:
    people = [*crew(6), Candidate(key="boss", level=9)]

    assert rules_broken(people, replace(GOOD, left_out=(LeftOut("boss", "above all"),))) == []


def test_strangers_have_no_seat() -> None:
    assert rules_broken(crew(5), GOOD) == [("known", "Group 2", ("p05",))]


def test_left_out_strangers_are_named() -> None:
    assert rules_broken(crew(6), replace(GOOD, left_out=(LeftOut("sam", ""),))) == [("known", "", ("sam",))]


@pytest.mark.parametrize("leader", ["", "p03", "sam"])
def test_a_group_has_a_facilitator_of_its_own(leader: str) -> None:
    first, second = GOOD.groups

    broken = rules_broken(crew(6), Plan((replace(first, facilitator=leader), second)))

    assert broken == [("facilitator", "Group 1", (leader,) if leader else ())]


def test_a_facilitator_is_willing_and_trained() -> None:
    assert rules_broken(changed(0, may_facilitate=False), GOOD) == [("facilitator", "Group 1", ("p00",))]


def test_a_facilitator_stands_at_most_one_level_above_every_member() -> None:
    broken = rules_broken(changed(3, level=3), GOOD, level_band=2)

    assert broken == [("facilitator-level", "Group 2", ("p03", "p04"))]


def test_a_facilitator_may_stand_one_level_above_a_group_of_equals() -> None:
    assert rules_broken(changed(3, level=2), GOOD, level_band=0) == []


def test_a_facilitator_does_not_stand_below_everyones_reach() -> None:
    assert rules_broken(changed(3, level=0), GOOD, level_band=0) == [("level-band", "Group 2", ("p03",))]


def test_groups_keep_their_bounds() -> None:
    wrong = plan("p00", "p01 p02 p03 p04 p05")

    assert rules_broken(crew(6), wrong) == [("size", "Group 1", ()), ("size", "Group 2", ())]


def test_people_in_a_group_are_about_the_same_level() -> None:
    assert rules_broken(changed(5, level=3), GOOD) == [("level-band", "Group 2", ("p05",))]


def test_the_level_band_can_be_wider_or_narrower() -> None:
    people = changed(5, level=3)

    assert rules_broken(people, GOOD, level_band=2) == []
    assert rules_broken(changed(5, level=2), GOOD, level_band=0) == [("level-band", "Group 2", ("p05",))]


def test_everyone_can_come_at_some_hour() -> None:
    people = [replace(who, hours=NINE_TO_FIVE) for who in crew(6)]
    people[5] = replace(people[5], hours=NINE_TO_FIVE << 36)

    assert rules_broken(people, GOOD) == [("common-slot", "Group 2", ("p05",))]


def test_the_common_hour_is_as_long_as_the_meeting() -> None:
    people = [replace(who, hours=NINE_TO_FIVE) for who in crew(6)]
    people[5] = replace(people[5], hours=NINE_TO_FIVE << 29)

    assert rules_broken(people, GOOD, slot_minutes=45) == []
    assert rules_broken(people, GOOD, slot_minutes=60) == [("common-slot", "Group 2", ("p05",))]


def test_a_common_hour_may_lie_across_sunday_midnight() -> None:
    week_end = 0b11 << 670 | 0b11

    assert rules_broken([replace(who, hours=week_end) for who in crew(6)], GOOD) == []


def test_pinned_people_stay() -> None:
    assert rules_broken(changed(0, pinned="Group 2"), GOOD) == [("pinned", "Group 2", ("p00",))]


def test_locked_groups_stay() -> None:
    locked = {"Group 1": PlanGroup("Group 1", "p00", ("p00", "p01", "p03"))}

    assert rules_broken(crew(6), GOOD, locked=locked) == [("locked", "Group 1", ("p02", "p03"))]


def test_a_locked_group_keeps_its_facilitator() -> None:
    locked = {"Group 1": PlanGroup("Group 1", "p01", ("p00", "p01", "p02"))}

    assert rules_broken(crew(6), GOOD, locked=locked) == [("locked", "Group 1", ())]


def test_a_locked_group_is_not_dissolved() -> None:
    locked = {"Otter": PlanGroup("Otter", "p00", ("p00", "p01", "p02"))}

    assert rules_broken(crew(6), GOOD, locked=locked) == [("locked", "Otter", ())]


def test_there_are_as_many_groups_as_asked_for() -> None:
    assert rules_broken(crew(6), GOOD, groups=3) == [("groups", "", ())]


def test_group_names_differ() -> None:
    twins = tuple(replace(group, name="Otter") for group in GOOD.groups)

    assert rules_broken(crew(6), Plan(twins)) == [("groups", "Otter", ())]


SENTENCES: dict[str, tuple[dict[int, dict[str, Any]], dict[str, Any], str]] = {
    "chain": (
        {1: {"manager": "p00"}},
        {},
        "p00 is in the management chain of p01: they cannot share Group 1.",
    ),
    "chain, the other way": (
        {0: {"manager": "p02"}},
        {},
        "p02 is in the management chain of p00: they cannot share Group 1.",
    ),
    "apart": ({}, {"apart": [("p02", "p01")]}, "p01 and p02 are to be kept apart, and both sit in Group 1."),
    "oversees": ({2: {"oversees": True}}, {}, "p02 oversees the program and sits in Group 1."),
    "not willing": (
        {0: {"may_facilitate": False}},
        {},
        "p00 leads Group 1 but is not willing or not trained.",
    ),
    "too high": (
        {0: {"level": 3}, 2: {"level": 2}},
        {"level_band": 2},
        "p00 leads Group 1 from level 3, more than one above p01 at level 1.",
    ),
    "too high above several": (
        {0: {"level": 3}},
        {"level_band": 2},
        "p00 leads Group 1 from level 3, more than one above p01 at level 1.",
    ),
    "level": ({2: {"level": 3}}, {}, "p02 is at level 3; Group 1 is for levels 1 to 2."),
    "level without a band": (
        {2: {"level": 2}},
        {"level_band": 0},
        "p02 is at level 2; Group 1 is for level 1.",
    ),
    "leader too low": ({0: {"level": 0}}, {"level_band": 0}, "p00 is at level 0; Group 1 is for level 1."),
    "size": ({}, {"size": (4, 9)}, "Group 1 has 3 people; 4 to 9 are allowed."),
    "hours": (
        {0: {"hours": NINE_TO_FIVE}, 1: {"hours": NINE_TO_FIVE}, 2: {"hours": NINE_TO_FIVE << 40}},
        {},
        "Group 1 has no time within everyone's hours: p02 cannot come even at the best one, Monday 10:00 UTC.",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
@pytest.mark.parametrize("called", ["", "Pat"])
def test_a_breach_is_told_in_one_sentence_with_names(name: str, called: str) -> None:
    """By name where there is one, in the words an Organizer reads."""
    changes, request, sentence = SENTENCES[name]
    people = crew(3)
    for at, change in changes.items():
        people[at] = replace(people[at], **change)
    people = [replace(who, name=f"{called} {who.key}" if called else "") for who in people]

    told = [breach.sentence for breach in judge_group(problem(people, **request), GOOD.groups[0])]

    assert told == [re.sub(r"(p\d\d)", rf"{called} \1" if called else r"\1", sentence)]


def test_strangers_and_missing_facilitators_are_told_too() -> None:
    group = PlanGroup("Otter", "sam", ("p00", "p01", "sam"))

    told = [breach.sentence for breach in judge_group(problem(crew(3)), group)]

    assert told == ["sam sits in Otter but is not of this cohort.", "sam leads Otter without a seat there."]
    nobody = replace(group, facilitator="", members=("p00", "p01"))
    assert [breach.sentence for breach in judge_group(problem(crew(3)), nobody)] == [
        "Otter has no Facilitator."
    ]


def test_a_leader_from_another_group_is_named() -> None:
    people = [replace(who, name=f"Pat {who.key}") for who in crew(4)]

    told = judge_group(problem(people), PlanGroup("Otter", "p03", ("p00", "p01", "p02")))

    assert told == (Breach("facilitator", "Otter", ("p03",), "Pat p03 leads Otter without a seat there."),)


def test_two_rules_about_one_pair_are_two_breaches() -> None:
    found = pair_breaches(problem(changed(1, manager="p00"), apart=[("p00", "p01")]), "Otter", "p01", "p00")

    assert [(breach.rule, breach.group, breach.people) for breach in found] == [
        ("chain", "Otter", ("p00", "p01")),
        ("apart", "Otter", ("p01", "p00")),
    ]


def test_somebody_written_twice_is_judged_once() -> None:
    group = PlanGroup("Otter", "p00", ("p00", "p01", "p01", "ghost", "ghost"))

    broken = judge_group(problem(changed(1, manager="p00", oversees=True), size=(3, 4)), group)

    assert [(breach.rule, breach.people) for breach in broken] == [
        ("chain", ("p00", "p01")),
        ("oversees", ("p01",)),
        ("known", ("ghost",)),
    ]


def levels_broken(
    levels: dict[str, int], band: int, leader: str = "p00"
) -> list[tuple[str, tuple[str, ...]]]:
    people = [Candidate(key=key, level=level) for key, level in levels.items()]
    group = PlanGroup("Otter", leader, tuple(levels))
    found = judge_group(problem(people, level_band=band, size=(2, 9)), group)
    return [(breach.rule, breach.people) for breach in found]


def test_of_two_bands_that_hold_as_many_the_lower_counts() -> None:
    broken = levels_broken({"p00": 2, "p01": 1, "p02": 1, "p03": 4, "p04": 4}, 1)

    assert broken == [("level-band", ("p03",)), ("level-band", ("p04",))]


def test_the_fuller_band_counts() -> None:
    broken = levels_broken({"p00": 4, "p01": 1, "p02": 4, "p03": 5, "p04": 4}, 1)

    assert ("level-band", ("p01",)) in broken
    assert ("facilitator-level", ("p00", "p01")) in broken
    assert len(broken) == 2


def test_both_ends_of_a_band_belong_to_it() -> None:
    low_end = levels_broken({"p00": 2, "p01": 1, "p02": 1, "p03": 1, "p04": 3, "p05": 4}, 1)
    high_end = levels_broken({"p00": 2, "p01": 1, "p02": 2, "p03": 2, "p04": 3}, 1)

    assert low_end == [("level-band", ("p04",)), ("level-band", ("p05",))]
    assert high_end == [("level-band", ("p04",))]


def test_a_leader_may_stand_a_whole_band_below_the_highest() -> None:
    assert levels_broken({"p00": 1, "p01": 3, "p02": 3}, 2) == []
    assert levels_broken({"p00": 0, "p01": 3, "p02": 3}, 2) == [("level-band", ("p00",))]


def test_a_leader_is_measured_by_the_highest_inside_the_band() -> None:
    """Whoever stands out already does not make the leader stand out too."""
    assert levels_broken({"p00": 1, "p01": 2, "p02": 2, "p03": 9}, 1) == [("level-band", ("p03",))]


def test_a_leader_alone_breaks_no_level() -> None:
    assert levels_broken({"p00": 5}, 0) == [("size", ())]


def test_of_the_lowest_the_first_by_key_is_named() -> None:
    assert levels_broken({"p00": 4, "p02": 2, "p01": 2, "p03": 3}, 3) == [
        ("facilitator-level", ("p00", "p01"))
    ]


def test_everybody_who_misses_the_best_hour_is_named() -> None:
    mornings, nights = NINE_TO_FIVE, NINE_TO_FIVE << 40
    people = [replace(who, hours=mornings if at < 3 else nights) for at, who in enumerate(crew(6))]
    people[5] = replace(people[5], hours=0)
    group = PlanGroup("Otter", "p00", tuple(who.key for who in people))

    broken = judge_group(problem(people, size=(2, 9)), group)

    assert [(breach.rule, breach.people) for breach in broken] == [
        ("common-slot", ("p03",)),
        ("common-slot", ("p04",)),
        ("common-slot", ("p05",)),
    ]


def test_one_common_hour_is_enough_however_early_for_however_many() -> None:
    """Even where so many find it early that the hour suits fewest, at which one could not come at all."""
    people = crew(66, hours=(1 << 40) - 1)
    people[0] = replace(people[0], hours=0b1111)
    group = PlanGroup("Otter", "p01", tuple(who.key for who in people))

    assert [breach.rule for breach in judge_group(problem(people), group)] == ["size"]


def test_a_group_of_strangers_alone_has_no_hours_to_miss() -> None:
    broken = judge_group(problem(crew(2)), PlanGroup("Otter", "", ("sam", "kim")))

    assert [breach.rule for breach in broken] == ["known", "known", "facilitator"]
