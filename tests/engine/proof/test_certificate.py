from __future__ import annotations

from dataclasses import replace
from statistics import median

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.rosters import problem as company
from minim.engine import Candidate, PlanGroup, Problem, WishBound, score, solve
from minim.engine.forming import choose_facilitator
from minim.engine.proof.certificate import bounds, certificate, total_bound
from minim.engine.search.seating import group_counts, left_out, seated
from tests.engine.crew import COMPILED, crew, examples, plan, problem, problems
from tests.engine.proof.exact import least_of_alike_groups, least_values


def to_seat(any_problem: Problem) -> list[Candidate]:
    return [any_problem.candidates[at] for at in seated(any_problem, left_out(any_problem))]


def group_numbers(any_problem: Problem) -> list[int]:
    rows = seated(any_problem, left_out(any_problem))
    return group_counts(any_problem, rows, None) if len(rows) else []


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


def entry(made: Problem, *groups: str, wish: str = "same-department") -> WishBound:
    chosen = plan(*groups)
    found = certificate(made, chosen, score(made, chosen))
    return next(one for one in found if one.wish == wish)


def departments(**changes: object) -> Problem:
    """Six people, three of them in one department, for groups of three."""
    people = [replace(who, department="Sales" if at < 3 else "") for at, who in enumerate(crew(6))]
    return problem(people, size=(3, 3), **changes)


def test_the_best_plan_is_proved_best() -> None:
    found = entry(departments(), "p00 p03 p04", "p01 p02 p05")

    assert (found.bound, found.value, found.proved_best, found.gap_percent) == (1, 1, True, 0)
    assert found.sentence == "Proved best: no plan with 2 groups can have fewer than 1 pair."


def test_a_gap_is_told_in_its_own_unit_and_in_percent() -> None:
    found = entry(departments(), "p00 p01 p02", "p03 p04 p05")

    assert (found.gap, round(found.gap_percent, 1), found.proved_best) == (2, 66.7, False)
    assert found.sentence == "No plan with 2 groups can have fewer than 1 pair; this has 3."


def test_a_wish_without_weight_has_no_percent() -> None:
    found = entry(departments(wishes={"same-department": 0}), "p00 p01 p02", "p03 p04 p05")

    assert (found.gap, found.gap_percent) == (2, 0)
    assert found.sentence.endswith("this has 3. It has no weight, so nobody looked for less.")


def test_what_needs_not_be_is_not_said_to_be_needed() -> None:
    made = problem([replace(who, team="T" if at < 2 else "") for at, who in enumerate(crew(6))], size=(3, 3))

    found = entry(made, "p00 p01 p02", "p03 p04 p05", wish="same-team")

    assert found.sentence == "This has 1 pair; nothing proves that a plan with 2 groups must have any."


def test_a_plan_that_breaks_rules_may_lie_below_the_bound() -> None:
    found = entry(departments(), "p00 p03 p04", "p01 p05")

    assert not found.proved_best
    assert (
        found.sentence == "This has 0 pairs; a plan that keeps every rule with 2 groups has at least 1 pair."
    )


def test_what_locked_groups_cost_is_part_of_the_bound() -> None:
    locked = {"Group 1": PlanGroup("Group 1", "p00", ("p00", "p01", "p02"))}

    found = entry(departments(locked=locked), "p00 p01 p02", "p03 p04 p05")

    assert (found.bound, found.proved_best) == (3, True)


def test_the_few_at_the_top_who_must_sit_together_are_seen() -> None:
    """Four heads at level 3 of one boss: nobody else is near, so all their pairs are needed."""
    heads = [Candidate(key=f"h{at}", level=3, manager="boss") for at in range(4)]
    made = problem([*heads, *crew(24)], size=(4, 6), reports_to={})

    result = solve(made, seconds=0.02)

    proof = {one.wish: one for one in result.certificate}["same-manager"]
    assert (proof.bound, proof.value, proof.proved_best) == (6, 6, True)


@pytest.mark.skipif(not COMPILED, reason="Forming groups of 300 people takes minutes without numba.")
def test_a_companys_bounds_are_worth_reading() -> None:
    proofs = [proof for seed in range(5) for proof in solve(company(300, seed=seed), seconds=0.5).certificate]

    for wish in ("same-manager", "same-department"):
        gaps = [proof.gap_percent for proof in proofs if proof.wish == wish]
        assert len(gaps) == 5
        assert median(gaps) <= 5
