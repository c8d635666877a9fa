"""Acts as an Organizer meets them: what is offered, and what is said when nothing can be done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from minim.engine import (
    ActImpossible,
    Candidate,
    LeftOut,
    Plan,
    PlanGroup,
    ProblemError,
    dissolve,
    judge,
    lead,
    merge,
    place,
    reform,
    remove,
    rotate,
    score,
    swap,
)
from minim.engine.plan import Relaxation
from tests.engine.crew import crew, plan, problem


def named(**names: str) -> list[Candidate]:
    """Return the crew with some of them named."""
    return [replace(who, name=names.get(who.key, "")) for who in crew(9)]


def test_a_newcomer_finds_the_group_that_suits() -> None:
    people = [
        replace(who, department="Payments") if who.key in ("p00", "p06") else who for who in named(p06="Pat")
    ]

    acts = place(problem(people[:7]), plan("p00 p01 p02", "p03 p04 p05"), "p06")

    assert acts[0].sentence == "Seat Pat in Group 2."
    assert acts[0].plan.groups[1] == PlanGroup("Group 2", "p03", ("p03", "p04", "p05", "p06"))
    assert (acts[0].moved, acts[0].points, acts[0].breaches) == ((), 0.0, ())
    assert acts[1].sentence == "Seat Pat in Group 1."
    assert acts[1].points > 0


def test_when_the_only_free_seat_is_beside_the_boss_somebody_makes_room() -> None:
    people = named(p07="Pat", p04="Bo", p03="Sam")[:8]
    people[7] = replace(people[7], manager="p04")
    keep = [(f"p0{at}", "p04") for at in range(3)]
    made = problem(people, size=(2, 4), apart=keep)

    acts = place(made, plan("p00 p01 p02 p03", "p04 p05 p06"), "p07")

    assert acts[0].sentence == "Seat Pat in Group 1. Sam moves to Group 2."
    assert acts[0].moved == ("p03",)
    assert judge(made, acts[0].plan) == ()


def test_who_fits_nowhere_is_shown_the_least_broken_ways() -> None:
    people = crew(8)
    made = problem(people[:7], size=(2, 3))

    acts = place(made, plan("p00 p01 p02", "p03 p04 p05"), "p06")

    assert [act.breaches[0].rule for act in acts] == ["size", "size"]
    assert acts[0].sentence == (
        "Seat p06 in Group 1. This breaks a rule: Group 1 has 4 people; 2 to 3 are allowed."
    )


def test_who_has_their_chain_everywhere_is_told_so() -> None:
    people = crew(7)
    people = [replace(who, manager="p06") if who.key in ("p00", "p03") else who for who in people]
    people[1] = replace(people[1], manager="p00")
    made = problem(people, size=(3, 4), apart=[("p06", key) for key in ("p01", "p02", "p04", "p05")])

    with pytest.raises(ActImpossible, match="No group can take p06, whoever moves"):
        place(made, plan("p00 p01 p02", "p03 p04 p05"), "p06")


def test_nobody_is_seated_twice_or_unknown() -> None:
    made, seated = problem(crew(7)), plan("p00 p01 p02", "p03 p04 p05")

    with pytest.raises(ProblemError, match="p00 sits in Group 1 already"):
        place(made, seated, "p00")
    with pytest.raises(ProblemError, match="nobody is not among the people"):
        place(made, seated, "nobody")
    with pytest.raises(ProblemError, match="There is no group named Elm in this plan"):
        dissolve(made, seated, "Elm")


def test_who_was_left_out_and_gets_a_seat_is_left_out_no_more() -> None:
    before = replace(plan("p00 p01 p02", "p03 p04 p05"), left_out=(LeftOut("p06", "Nobody is near."),))

    acts = place(problem(crew(7)), before, "p06")

    assert acts[0].plan.left_out == ()


def test_a_facilitator_leaves_and_one_of_the_group_takes_over() -> None:
    people = [
        replace(who, may_facilitate=who.key in ("p00", "p02", "p03")) for who in named(p00="Fay", p02="Pat")
    ]
    made, before = problem(people[:7], size=(3, 4)), plan("p00 p01 p02 p06", "p03 p04 p05")

    acts = remove(made, before, "p00")

    assert [act.sentence for act in acts] == ["Fay leaves Group 1. Pat leads Group 1 now."]
    assert acts[0].plan.left_out == (LeftOut("p00", "Fay leaves."),)
    assert judge(made.relaxed(Relaxation("leave-out", ("p00",), "")), acts[0].plan) == ()


def test_a_group_that_lost_too_many_gets_somebody_from_a_larger_one_or_ends() -> None:
    made, before = problem(crew(7), size=(3, 6)), plan("p00 p01 p02", "p03 p04 p05 p06")

    acts = remove(made, before, "p01")

    assert [act.moved for act in acts] == [("p04",), ("p05",), ("p06",), ("p03",), ("p00", "p02")]
    assert acts[-1].sentence == "p01 leaves Group 1. p00 and p02 move to Group 2."
    assert all(judge(made.relaxed(Relaxation("leave-out", ("p01",), "")), act.plan) == () for act in acts)


def test_locked_groups_stay_and_say_so() -> None:
    before = plan("p00 p01 p02", "p03 p04 p05", "p06 p07 p08")
    made = replace(problem(crew(9), size=(2, 4)), locked={"Group 1": before.groups[0]})

    with pytest.raises(ProblemError, match="Group 1 is locked, so it stays as it is"):
        remove(made, before, "p00")
    assert {
        group for act in swap(made, before, "p03") for group in act.plan.groups if group.name == "Group 1"
    } == {before.groups[0]}


def test_pinned_people_are_not_traded() -> None:
    people = crew(6)
    people[0] = replace(people[0], pinned="Group 1")
    made, before = problem(people), plan("p00 p01 p02", "p03 p04 p05")

    with pytest.raises(ProblemError, match="p00 is pinned to Group 1"):
        swap(made, before, "p00")
    with pytest.raises(ProblemError, match="p00 cannot leave Group 1, being pinned there"):
        dissolve(made, before, "Group 1")


def test_a_better_seat_is_found_by_trading() -> None:
    people = [
        replace(who, department="Payments" if who.key in ("p00", "p01") else "")
        for who in named(p01="Pat", p04="Sam")
    ]
    made, before = problem(people[:6], size=(3, 3)), plan("p00 p01 p02", "p03 p04 p05")

    acts = swap(made, before, "p01")

    assert acts[0].sentence == "Pat and Sam trade places. Pat moves to Group 2, Sam moves to Group 1."
    assert acts[0].points == score(made, acts[0].plan).total - score(made, before).total < 0


def test_two_people_trade_and_hear_what_it_breaks() -> None:
    people = [
        replace(who, level=3 if who.key == "p04" else 1, may_facilitate=who.key != "p04") for who in crew(6)
    ]
    made = problem(people, size=(3, 3))

    (act,) = swap(made, plan("p00 p01 p02", "p03 p04 p05"), "p01", other="p04")

    assert {breach.rule for breach in act.breaches} == {"level-band"}
    assert "This breaks a rule: p04 is at level 3" in act.sentence


def test_nobody_trades_into_the_group_of_their_boss() -> None:
    people = crew(6)
    people[1] = replace(people[1], manager="p03")

    with pytest.raises(ActImpossible, match="p03 is in the management chain of p01"):
        swap(problem(people), plan("p00 p01 p02", "p03 p04 p05"), "p01", other="p04")


def test_the_facilitator_changes_inside_first() -> None:
    people = [
        replace(who, may_facilitate=who.key in ("p00", "p02", "p03", "p04")) for who in named(p02="Pat")[:6]
    ]
    made, before = problem(people, size=(3, 3)), plan("p00 p01 p02", "p03 p04 p05")

    acts = lead(made, before, "Group 1")

    assert acts[0].sentence == "Pat leads Group 1 now."
    assert acts[0].plan.groups[0] == PlanGroup("Group 1", "p02", ("p00", "p01", "p02"))
    assert {len(act.moved) for act in acts[1:]} == {2}
    assert all(act.plan.groups[0].facilitator in ("p03", "p04") for act in acts[1:])


def test_somebody_named_comes_to_lead() -> None:
    made, before = problem(crew(6), size=(3, 3)), plan("p00 p01 p02", "p03 p04 p05")

    acts = lead(made, before, "Group 1", key="p04")

    assert {act.plan.groups[0].facilitator for act in acts} == {"p04"}
    assert all("p04" in act.moved for act in acts)


def test_two_small_groups_become_one() -> None:
    made, before = problem(crew(7), groups=3), plan("p00 p01", "p02 p03", "p04 p05 p06")

    acts = merge(made, before, "Group 1", "Group 2")

    assert acts[0].sentence in (
        "Group 2 joins Group 1. p02 and p03 move to Group 1.",
        "Group 1 joins Group 2. p00 and p01 move to Group 2.",
    )
    assert judge(replace(made, groups=2), acts[0].plan) == ()


def test_whom_the_size_does_not_allow_moves_elsewhere() -> None:
    made, before = problem(crew(8), size=(2, 4)), plan("p00 p01 p02", "p03 p04 p05", "p06 p07")

    acts = merge(made, before, "Group 1", "Group 2")

    sizes = sorted(len(group.members) for group in acts[0].plan.groups)
    assert (sizes, len(acts[0].moved)) == ([4, 4], 3)


def test_full_groups_cannot_become_one() -> None:
    made, before = problem(crew(6), size=(2, 3)), plan("p00 p01 p02", "p03 p04 p05")

    with pytest.raises(ActImpossible, match="Group 1 and Group 2 cannot become one"):
        merge(made, before, "Group 1", "Group 2")


def test_a_dissolved_group_is_seated_elsewhere() -> None:
    made, before = problem(crew(8), size=(2, 4)), plan("p00 p01 p02", "p03 p04 p05", "p06 p07")

    acts = dissolve(made, before, "Group 3")

    assert [len(act.moved) for act in acts] == [2] * len(acts)
    assert [group.name for group in acts[0].plan.groups] == ["Group 1", "Group 2"]
    assert judge(made, acts[0].plan) == ()


def test_a_new_mix_lets_people_meet() -> None:
    made = problem(crew(12), size=(4, 4))
    before = plan("p00 p01 p02 p03", "p04 p05 p06 p07", "p08 p09 p10 p11")

    (act,) = rotate(made, before, share=0.5, seconds=0.01)

    assert act.sentence.startswith("A new mix for 50 % of people: ")
    assert len(act.moved) == 6
    assert {group.facilitator for group in act.plan.groups} == {"p00", "p04", "p08"}
    assert judge(made, act.plan) == ()


def test_some_groups_are_formed_anew_around_all_others() -> None:
    people = [replace(who, department=f"d{at // 3}") for at, who in enumerate(crew(9))]
    made, before = problem(people, size=(3, 3)), plan("p00 p01 p02", "p03 p04 p05", "p06 p07 p08")

    (act,) = reform(made, before, ["Group 1", "Group 2"], seconds=0.01)

    assert act.plan.groups[2] == before.groups[2]
    assert act.points == score(made, act.plan).total - score(made, before).total < 0
    with pytest.raises(ProblemError, match="Name at least two groups"):
        reform(made, before, ["Group 1"])


def test_what_was_broken_before_is_no_reason_to_refuse() -> None:
    people = crew(9)
    people[1] = replace(people[1], manager="p00")
    made, before = problem(people, size=(2, 4)), plan("p00 p01 p02", "p03 p04 p05", "p06 p07")

    acts = place(made, before, "p08")

    assert not any(act.breaches for act in acts)
    assert {breach.rule for breach in judge(made, acts[0].plan)} == {"chain"}


def test_who_is_gone_from_the_roster_leaves_a_seat_too() -> None:
    before = Plan(
        (PlanGroup("Group 1", "p00", ("p00", "p01", "gone")), PlanGroup("Group 2", "p02", ("p02", "p03")))
    )

    acts = remove(problem(crew(4)), before, "gone")

    assert acts[0].sentence == "gone leaves Group 1."
    assert judge(problem(crew(4)), acts[0].plan) == ()


def test_a_group_of_people_who_are_all_gone_can_be_dissolved() -> None:
    before = Plan((PlanGroup("Group 1", "x", ("x", "y")), PlanGroup("Group 2", "p02", ("p02", "p03"))))
    made = problem(crew(4), size=(2, 4))

    (act,) = dissolve(made, before, "Group 1")

    assert act.plan.groups == before.groups[1:]
    assert [act.moved for act in merge(made, before, "Group 1")] == [("p02", "p03")]
