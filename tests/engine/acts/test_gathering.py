"""A group gets more people, or others, and every promise is kept."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minim.engine import ActImpossible, Candidate, Plan, PlanGroup, Problem, ProblemError, add, freshen
from tests.engine.acts.town import breaks_nothing, formed, is_true, seats, without
from tests.engine.crew import examples

quick = settings(examples(15), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


def size_of(plan: Plan, name: str) -> int:
    return next(len(group.members) for group in plan.groups if group.name == name)


def leaders(plan: Plan) -> set[str]:
    return {group.facilitator for group in plan.groups}


@quick
@given(formed(), st.integers(1, 3), st.data())
def test_so_many_come_and_nothing_else_changes(
    world: tuple[Problem, Plan], people: int, data: st.DataObject
) -> None:
    problem, plan = world
    name = data.draw(st.sampled_from([group.name for group in plan.groups]))

    with suppress(ActImpossible, ProblemError):
        (act,) = add(problem, plan, name, people)
        is_true(problem, plan, act)
        assert breaks_nothing(problem, act.plan)
        assert size_of(act.plan, name) == size_of(plan, name) + people
        assert len(act.moved) == people
        assert not leaders(plan) & set(act.moved)


@quick
@given(formed(), st.data())
def test_whoever_waits_comes_first(world: tuple[Problem, Plan], data: st.DataObject) -> None:
    problem, plan = world
    group = data.draw(st.sampled_from(plan.groups))
    key = data.draw(st.sampled_from([one for one in group.members if one != group.facilitator]))
    before = without(plan, key)

    with suppress(ActImpossible, ProblemError):
        (act,) = add(problem, before, group.name)
        assert seats(act.plan)[key] == group.name
        assert act.moved == ()


@quick
@given(formed(), st.integers(1, 3), st.data())
def test_some_change_with_others_and_the_groups_stay_as_large(
    world: tuple[Problem, Plan], people: int, data: st.DataObject
) -> None:
    problem, plan = world
    name = data.draw(st.sampled_from([group.name for group in plan.groups]))

    with suppress(ActImpossible, ProblemError):
        (act,) = freshen(problem, plan, name, people)
        is_true(problem, plan, act)
        assert breaks_nothing(problem, act.plan)
        assert {one.name: len(one.members) for one in act.plan.groups} == {
            one.name: len(one.members) for one in plan.groups
        }
        assert not leaders(plan) & set(act.moved)
        gone = {key for key in seats(plan) if seats(plan)[key] == name} - {
            key for key in seats(act.plan) if seats(act.plan)[key] == name
        }
        assert 1 <= len(gone) <= people


def two_groups(size: tuple[int, int] = (2, 6)) -> tuple[Problem, Plan]:
    """Five sit in Alder with Fay, two in Birch with Bo; Pat waits for a seat."""
    ash, elm = ["Fay", "Ana", "Cy", "Dee", "Eve"], ["Bo", "Gil"]
    people = [Candidate(key=name, name=name, may_facilitate=True) for name in [*ash, *elm]]
    problem = Problem.of([*people, Candidate(key="Pat", name="Pat", may_facilitate=True)], size=size)
    return problem, Plan((PlanGroup("Alder", "Fay", tuple(ash)), PlanGroup("Birch", "Bo", tuple(elm))), ())


def test_birch_gets_pat_who_waits_and_one_of_alder() -> None:
    problem, plan = two_groups()

    (act,) = add(problem, plan, "Birch", 2)

    assert act.sentence.startswith("Seat Pat in Birch.")
    assert len(act.moved) == 1
    assert "Fay" not in act.moved
    assert size_of(act.plan, "Birch") == 4


def test_a_group_that_may_not_grow_says_so_with_the_way_out() -> None:
    problem, plan = two_groups((2, 5))

    with pytest.raises(ActImpossible, match="Nobody more can come to Alder: it would be larger than"):
        add(problem, plan, "Alder")
    with pytest.raises(ActImpossible, match="Only 3 more can come to Birch: it would be larger than"):
        add(problem, plan, "Birch", 9)


def test_nobody_is_no_answer() -> None:
    problem, plan = two_groups()

    for act in (add, freshen):
        with pytest.raises(ProblemError, match="Say how many people"):
            act(problem, plan, "Alder", 0)
