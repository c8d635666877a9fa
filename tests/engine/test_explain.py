from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from minim.engine import RULES, LeftOut, Plan, PlanGroup, Problem, consequences, explain, judge, score, solve
from tests.engine.crew import crew, examples, plan, problem
from tests.engine.test_kernels import plans

quick = examples(40)


def moved_by_hand(before: Plan, key: str, target: str) -> Plan:
    """Take one person out of their group and put them into another, "" for none."""
    groups = []
    for group in before.groups:
        members = tuple(other for other in group.members if other != key)
        members += (key,) if group.name == target else ()
        leader = "" if group.facilitator == key and group.name != target else group.facilitator
        groups.append(PlanGroup(group.name, leader, members))
    return Plan(tuple(groups), before.left_out)


@quick
@given(plans(), st.data())
def test_consequences_are_what_the_judge_and_the_score_say_afterwards(
    given_plan: tuple[Problem, Plan], data: st.DataObject
) -> None:
    made, before = given_plan
    key = data.draw(st.sampled_from([who.key for who in made.candidates]))

    for told in consequences(made, before, key):
        after = moved_by_hand(before, key, told.group)
        counted = Counter(breach.rule for breach in judge(made, after))
        counted.subtract(breach.rule for breach in judge(made, before))
        foretold = Counter(breach.rule for breach in told.gained)
        foretold.subtract(breach.rule for breach in told.lost)
        if not told.group:
            counted.pop("one-seat", None)
            foretold.pop("one-seat", None)
        assert {rule: count for rule, count in foretold.items() if count} == {
            rule: count for rule, count in counted.items() if count
        }
        scores = score(made, before), score(made, after)
        assert abs(told.score - (scores[1].total - scores[0].total)) < 0.01
        for change in told.wishes:
            assert abs(change.change - (scores[1].value(change.wish) - scores[0].value(change.wish))) < 1e-9


def test_a_hand_sees_the_chain_before_it_lets_go() -> None:
    people = crew(6)
    people[0] = replace(people[0], name="Bo")
    people[3] = replace(people[3], name="Pat", manager="p00")

    told = consequences(problem(people), plan("p01 p02 p00", "p04 p03 p05"), "p03")

    assert told[0].sentence == (
        "Pat to Group 1 breaks a rule: Bo is in the management chain of Pat: they cannot share Group 1."
    )


def test_a_hand_sees_what_gets_better() -> None:
    people = [replace(who, department="Payments") if at in (0, 1) else who for at, who in enumerate(crew(7))]

    told = consequences(problem(people), plan("p02 p00 p01 p06", "p03 p04 p05"), "p00")

    assert told[0].sentence == (
        "p00 to Group 2 keeps every rule; the plan gets better: same department 1 fewer pairs."
    )
    assert [(change.wish, change.change) for change in told[0].wishes] == [("same-department", -1.0)]


def test_somebody_without_a_seat_can_be_seated() -> None:
    told = consequences(problem(crew(7)), plan("p00 p01 p02", "p03 p04 p05"), "p06")

    assert [one.group for one in told] == ["Group 1", "Group 2"]
    assert all([breach.rule for breach in one.lost] == ["one-seat"] for one in told)


def test_a_plan_explains_itself() -> None:
    people = [
        replace(
            who,
            name=f"Name {at}",
            department="Payments" if at < 5 else f"D{at}",
            function="Sales",
            experience=at,
        )
        for at, who in enumerate(crew(8))
    ]
    made = problem(people, size=(4, 4))
    result = solve(made, seconds=0.05)
    assert result.plan is not None

    told = explain(made, result.plan)

    assert told.rules == tuple(RULES.values())
    departments = next(one for one in told.compromises if one.wish == "same-department")
    assert departments.value == departments.bound == 4
    assert departments.sentence == "Four pairs from the same department share a group, in every group."
    assert departments.reason == (
        "Payments has five people, and there are two groups: at least four pairs of them have to share one. "
        "No plan can have fewer."
    )
    assert [story.name for story in told.groups] == ["Group 1", "Group 2"]
    assert [member.key for story in told.groups for member in story.members] == [
        key for group in result.plan.groups for key in group.members
    ]
    assert any("come from Payments" in line for story in told.groups for line in story.sentences)
    assert [story.key for story in told.people] == [who.key for who in people]


def test_alternatives_cost_what_they_say() -> None:
    people = [replace(who, department=f"d{at % 3}", team=f"t{at % 5}") for at, who in enumerate(crew(18))]
    made = problem(people, size=(4, 6))
    result = solve(made, seconds=0.02)
    assert result.plan is not None

    for story in explain(made, result.plan).people:
        for other in story.alternatives:
            after = moved_by_hand(result.plan, story.key, other.group)
            if other.swap_with:
                after = moved_by_hand(after, other.swap_with, story.group)
            assert abs(score(made, after).total - result.score - other.points) < 0.01
        assert [other.points for other in story.alternatives] == sorted(
            other.points for other in story.alternatives
        )


def test_only_the_people_asked_for_are_told() -> None:
    made = problem(crew(6), size=(3, 3))

    told = explain(made, plan("p00 p01 p02", "p03 p04 p05"), keys=["p04"])

    assert [story.key for story in told.people] == ["p04"]


def test_who_is_left_out_reads_the_reason() -> None:
    people = [*crew(6), *crew(1, key="boss", level=9)]
    given_plan = replace(plan("p00 p01 p02", "p03 p04 p05"), left_out=(LeftOut("boss", "Nobody is near."),))

    told = explain(problem(people), given_plan, keys=["boss"])

    assert told.people[0].sentence == "Nobody is near."
