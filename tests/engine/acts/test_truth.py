"""Every act keeps what the plan kept, says truly what it does, and moves as few people as can be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from minim.engine import (
    Act,
    Plan,
    Problem,
    ProblemError,
    dissolve,
    lead,
    merge,
    place,
    reform,
    remove,
    rotate,
    swap,
)
from minim.engine.acts.ways import FURTHER
from tests.engine.acts.town import (
    are_in_order,
    breaks_nothing,
    fewest_moved,
    formed,
    is_true,
    per_group,
    seats,
    without,
)
from tests.engine.crew import examples
from tests.engine.test_kernels import plans

quick = settings(examples(25), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
World = tuple[Problem, Plan]


def tried(act: Callable[[], tuple[Act, ...]]) -> tuple[Act, ...]:
    """Return what an act offers; nothing when it says that it cannot be."""
    with suppress(ProblemError):
        acts = act()
        are_in_order(acts)
        return acts
    return ()


@quick
@given(formed(), st.data())
def test_acts_keep_a_good_plan_good(world: World, data: st.DataObject) -> None:
    problem, plan = world
    keys, names = list(seats(plan)), [group.name for group in plan.groups]
    key, name = data.draw(st.sampled_from(keys)), data.draw(st.sampled_from(names))
    other = data.draw(st.sampled_from([None, *names]))
    share = data.draw(st.sampled_from([0.2, 0.5, 1.0]))

    acts = [
        *tried(lambda: swap(problem, plan, key)),
        *tried(lambda: lead(problem, plan, name)),
        *tried(lambda: lead(problem, plan, name, key=key)),
        *tried(lambda: merge(problem, plan, name, other)),
        *tried(lambda: dissolve(problem, plan, name)),
        *tried(lambda: rotate(problem, plan, share=share, seconds=0.001)),
        *tried(lambda: reform(problem, plan, names, seconds=0.001)),
    ]

    for act in acts:
        is_true(problem, plan, act)
        assert breaks_nothing(problem, act.plan) == (not act.breaches)


@quick
@given(formed(), st.data())
def test_a_trade_of_two_is_carried_out_or_told_off(world: World, data: st.DataObject) -> None:
    problem, plan = world
    one, other = data.draw(st.lists(st.sampled_from(list(seats(plan))), min_size=2, max_size=2, unique=True))

    for act in tried(lambda: swap(problem, plan, one, other=other)):
        is_true(problem, plan, act)
        assert breaks_nothing(problem, act.plan) == (not act.breaches)
        assert set(act.moved) == {one, other}


@quick
@given(formed(), st.data())
def test_who_leaves_leaves_a_good_plan(world: World, data: st.DataObject) -> None:
    problem, plan = world
    key = data.draw(st.sampled_from(list(seats(plan))))

    for act in tried(lambda: remove(problem, plan, key)):
        is_true(problem, plan, act, leaves=key)
        assert breaks_nothing(problem, act.plan, leaves=key) == (not act.breaches)


@quick
@given(formed(), st.data())
def test_who_comes_finds_a_seat_in_a_good_plan(world: World, data: st.DataObject) -> None:
    problem, plan = world
    key = data.draw(st.sampled_from(list(seats(plan))))
    before = without(plan, key)

    for act in tried(lambda: place(problem, before, key)):
        is_true(problem, before, act, comes=key)


@quick
@given(plans(), st.data())
def test_a_plan_that_is_broken_elsewhere_can_be_acted_on(world: World, data: st.DataObject) -> None:
    problem, plan = world
    keys, names = list(seats(plan)), [group.name for group in plan.groups]
    key, name = data.draw(st.sampled_from(keys)), data.draw(st.sampled_from(names))
    before = without(plan, key)

    for act in tried(lambda: place(problem, before, key)):
        is_true(problem, before, act, comes=key)
    for act in tried(lambda: remove(problem, plan, key)):
        is_true(problem, plan, act, leaves=key)
    rest = (
        tried(lambda: swap(problem, plan, key))
        + tried(lambda: lead(problem, plan, name))
        + tried(lambda: dissolve(problem, plan, name))
        + tried(lambda: merge(problem, plan, name))
        + tried(lambda: rotate(problem, plan, seconds=0.001))
    )
    for act in rest:
        is_true(problem, plan, act)


@quick
@given(formed(most=9), st.data())
def test_placing_moves_as_few_as_can_be(world: World, data: st.DataObject) -> None:
    problem, plan = world
    key = data.draw(st.sampled_from(list(seats(plan))))
    before = without(plan, key)
    assume(seats(plan)[key] not in problem.locked and not per_group(problem, before))

    least = fewest_moved(problem, before, comes=key)
    found = tried(lambda: place(problem, before, key))

    if least is not None and least <= FURTHER:
        assert not found[0].breaches
        assert len(found[0].moved) == least
    elif least is None:
        assert all(act.breaches for act in found)


@quick
@given(formed(most=9), st.data())
def test_removing_moves_as_few_as_can_be(world: World, data: st.DataObject) -> None:
    problem, plan = world
    key = data.draw(st.sampled_from(list(seats(plan))))
    assume(seats(plan)[key] not in problem.locked)

    least = fewest_moved(problem, plan, leaves=key)
    found = tried(lambda: remove(problem, plan, key))

    if least is not None and least <= FURTHER:
        assert not found[0].breaches
        assert len(found[0].moved) == least
    elif least is None:
        assert found[0].breaches


@quick
@given(formed(most=9), st.data())
def test_dissolving_moves_as_few_as_can_be(world: World, data: st.DataObject) -> None:
    problem, plan = world
    group = data.draw(st.sampled_from(plan.groups))
    assume(group.name not in problem.locked)
    assume(not any(problem.candidate(key).pinned for key in group.members))

    least = fewest_moved(problem, plan, gone=group.name)
    found = tried(lambda: dissolve(problem, plan, group.name))

    if least is not None and least <= len(group.members) + FURTHER:
        assert not found[0].breaches
        assert len(found[0].moved) == least
    elif least is None:
        assert all(act.breaches for act in found)
