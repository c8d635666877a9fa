"""A deliberately wrong plan for each rule: the judge must catch it, and nothing else in the same plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from minim.engine import RULES, Candidate, LeftOut, Plan, PlanGroup, judge
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


def test_breaches_are_told_by_name() -> None:
    people = changed(1, name="Pat", manager="p00")

    assert judge(problem(people), GOOD)[0].sentence == (
        "p00 is in the management chain of Pat: they cannot share Group 1."
    )
