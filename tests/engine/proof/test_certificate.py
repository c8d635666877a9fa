from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from minim.engine import Candidate, PlanGroup, Problem
from minim.engine.forming import choose_facilitator
from minim.engine.proof.certificate import bounds, total_bound
from minim.engine.search.seating import group_counts, left_out, seated
from tests.engine.crew import examples, problems
from tests.engine.proof.exact import least_of_alike_groups, least_values


def to_seat(problem: Problem) -> list[Candidate]:
    return [problem.candidates[at] for at in seated(problem, left_out(problem))]


def group_numbers(problem: Problem) -> list[int]:
    rows = seated(problem, left_out(problem))
    return group_counts(problem, rows, None) if len(rows) else []


@examples(60)
@given(problems(most=14, moves=0))
def test_no_bound_lies_above_the_best_plan_there_is(any_problem: Problem) -> None:
    people = to_seat(any_problem)
    for groups in group_numbers(any_problem):
        best = least_of_alike_groups(any_problem, people, groups)
        if best is None:
            continue

        floor = bounds(any_problem, people, any_problem.names(groups))

        above = {wish: (bound, best[wish]) for wish, bound in floor.items() if bound > best[wish] + 1e-9}
        above.pop("moves", None)
        assert above == {}
        assert total_bound(any_problem, floor) <= best["total"] + 1e-6


@st.composite
def bound_problems(draw: st.DrawFn) -> Problem:
    """A small problem in which some are pinned, some sit in a group today and one group may be locked."""
    loose = draw(problems(most=9))
    people = list(loose.candidates)
    for at in draw(st.lists(st.integers(0, len(people) - 1), max_size=3, unique=True)):
        people[at] = replace(people[at], pinned=draw(st.sampled_from(["Otter", "Wren"])))
    locked = {}
    if draw(st.booleans()):
        held = draw(st.lists(st.sampled_from(people), min_size=2, max_size=3, unique_by=lambda who: who.key))
        leader = choose_facilitator(loose, held, set())
        if leader and not any(who.pinned for who in held):
            locked = {"Heron": PlanGroup("Heron", leader, tuple(who.key for who in held))}
    return replace(loose, candidates=tuple(people), locked=locked)


@examples(60)
@given(bound_problems())
def test_no_bound_lies_above_the_best_plan_with_pins_locks_and_moves(any_problem: Problem) -> None:
    people = to_seat(any_problem)
    held = {key for group in any_problem.locked.values() for key in group.members}
    assume(held <= {who.key for who in people})
    for groups in group_numbers(any_problem):
        names = any_problem.names(groups)
        best = least_values(any_problem, people, names)
        if best is None:
            continue

        floor = bounds(any_problem, people, names)

        assert {wish: bound for wish, bound in floor.items() if bound > best[wish] + 1e-9} == {}
        assert total_bound(any_problem, floor) <= best["total"] + 1e-6


@settings(examples(40), derandomize=True)
@given(problems(most=10, moves=0))
def test_the_best_is_recognized_where_everybody_is_looked_at(any_problem: Problem) -> None:
    people = to_seat(any_problem)
    for groups in group_numbers(any_problem):
        best = least_of_alike_groups(any_problem, people, groups)
        if best is not None:
            floor = bounds(any_problem, people, any_problem.names(groups))

            assert {wish: bound for wish, bound in floor.items() if wish != "moves"} == pytest.approx(
                {wish: best[wish] for wish in floor if wish != "moves"}
            )
