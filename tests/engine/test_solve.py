from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings

from minim.engine import LeftOut, Plan, PlanGroup, Problem, Progress, judge, score, solve
from minim.engine.forming import choose_facilitator
from minim.engine.rules import judge_group
from tests.engine.crew import COMPILED, NINE_TO_FIVE, crew, examples, problem, problems

few = examples(25)


@few
@given(problems())
def test_a_result_keeps_every_rule_or_names_the_clash(any_problem: Problem) -> None:
    result = solve(any_problem, seconds=0.02)

    if result.plan is None:
        assert result.clash is not None
        assert result.clash.sentences
    else:
        assert judge(any_problem, result.plan) == ()
        assert result.breaches == ()
        assert result.score == score(any_problem, result.plan).total


@few
@given(problems())
def test_no_bound_lies_above_a_plans_value(any_problem: Problem) -> None:
    for proof in solve(any_problem, seconds=0.02).certificate:
        assert proof.bound <= proof.value + 1e-9
        assert proof.proved_best == (proof.value <= proof.bound)


@settings(examples(20), derandomize=True)
@given(problems(most=8, moves=0))
def test_small_plans_are_the_best_there_are(any_problem: Problem) -> None:
    """Without the wish for few moves: whole groups trade names only between coolings, which is not always enough."""
    result = solve(any_problem, seconds=0.2)

    if result.plan is not None:
        seated = [key for group in result.plan.groups for key in group.members]
        names = any_problem.names(len(result.plan.groups))
        assert result.score == pytest.approx(least_score(any_problem, seated, names), abs=0.01)


def least_score(problem: Problem, seated: list[str], names: tuple[str, ...]) -> float:
    """Return the least score over all ways to share people out, by looking at every one."""
    return min(score(problem, Plan(groups)).total for groups in shared_out(problem, sorted(seated), names))


def shared_out(problem: Problem, keys: list[str], names: tuple[str, ...]) -> Iterator[tuple[PlanGroup, ...]]:
    if not names:
        if not keys:
            yield ()
        return
    for size in range(problem.size[0], problem.size[1] + 1):
        for chosen in combinations(keys, size):
            leader = choose_facilitator(problem, [problem.candidate(key) for key in chosen], set())
            group = PlanGroup(names[0], leader, chosen)
            if not judge_group(problem, group):
                for others in shared_out(problem, [key for key in keys if key not in chosen], names[1:]):
                    yield (group, *others)


def company(count: int = 40) -> Problem:
    people = [
        replace(
            who,
            manager=f"m{at % 9}",
            department=f"d{at % 4}",
            location=f"l{at % 3}",
            may_facilitate=at % 3 == 0,
        )
        for at, who in enumerate(crew(count, hours=NINE_TO_FIVE))
    ]
    return problem(people, size=(5, 8))


def test_the_same_seed_gives_the_same_plan() -> None:
    made, seconds = (company(), 0.05) if COMPILED else (company(12), 0.005)

    one, two = (solve(made, seconds=seconds, seed=7) for _ in range(2))

    assert one.plan == two.plan
    assert one.stopped_by in ("finished", "proved")


def test_wishes_are_granted_as_far_as_counting_allows() -> None:
    result = solve(company(), seconds=0.3)

    proofs = {proof.wish: proof for proof in result.certificate}
    assert proofs["same-manager"].value == 0
    assert proofs["same-department"].proved_best


def test_cancelling_leaves_a_plan_that_keeps_every_rule() -> None:
    told: list[Progress] = []

    result = solve(
        company(),
        seconds=30,
        progress=told.append,
        should_stop=lambda: "improving" in {p.stage for p in told},
    )

    assert result.stopped_by == "cancelled"
    assert result.plan is not None
    assert judge(company(), result.plan) == ()


def test_cancelling_at_once_leaves_no_plan_and_blames_no_rule() -> None:
    result = solve(company(), should_stop=lambda: True)

    assert (result.stopped_by, result.clash) == ("cancelled", None)


def test_progress_tells_the_stages_in_order() -> None:
    told: list[Progress] = []

    solve(company(), seconds=0.05, progress=told.append)

    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages == ["warming up", "seating", "improving", "explaining"] or stages == [
        "warming up",
        "improving",
        "explaining",
    ]
    assert all(progress.bound <= progress.best + 1e-9 for progress in told if progress.stage == "improving")


def test_a_plan_is_never_worse_than_the_one_to_start_from() -> None:
    start = solve(company(), seconds=1.0, seed=3).plan
    assert start is not None

    again = solve(company(), seconds=0.001, seed=4, start=start)

    assert again.score <= score(company(), start).total


def test_people_stay_in_todays_groups_when_moving_costs_most() -> None:
    names = ("Otter", "Wren", "Heron", "Kite", "Finch")
    people = [replace(who, today=names[at % 5], manager=f"m{at}") for at, who in enumerate(crew(30))]

    result = solve(problem(people, size=(5, 8), wishes={"moves": 500}), seconds=0.1)

    assert result.plan is not None
    assert score(problem(people, size=(5, 8)), result.plan).value("moves") == 0


def test_pinned_people_and_locked_groups_stay() -> None:
    people = crew(20)
    people[9] = replace(people[9], pinned="Otter")
    locked = {"Heron": PlanGroup("Heron", "p01", ("p00", "p01", "p02"))}
    made = problem(people, locked=locked)

    result = solve(made, seconds=0.05)

    assert result.plan is not None
    assert judge(made, result.plan) == ()
    assert result.plan.group_of("p09") is not None
    assert result.plan.group_of("p09").name == "Otter"  # type: ignore[union-attr]
    assert locked["Heron"] in result.plan.groups


def test_whom_no_group_can_take_is_named() -> None:
    people = crew(8)
    people[6] = replace(people[6], level=7, name="Bo")
    people[7] = replace(people[7], oversees=True, name="Olive")

    result = solve(problem(people, size=(3, 6)), seconds=0.02)

    assert result.plan is not None
    assert set(result.plan.left_out) == {
        LeftOut("p06", "Nobody else is within one level of Bo, who is at level 7."),
        LeftOut("p07", "Olive oversees the program, so no group below them is theirs to sit in."),
    }


def test_a_boss_whose_reports_are_all_the_rest_is_left_out_by_name() -> None:
    people = [replace(who, manager="p07") for who in crew(8)]
    people[7] = replace(people[7], manager=None, level=2, name="Bo")

    result = solve(problem(people, size=(3, 7)), seconds=0.02)

    assert result.plan is not None
    assert [who.reason for who in result.plan.left_out] == [
        "Bo needs 2 more people within one level; of the 7 there, 7 are in the same management chain or kept apart."
    ]


def test_few_facilitators_mean_fewer_and_larger_groups() -> None:
    people = [replace(who, may_facilitate=at < 3) for at, who in enumerate(crew(24))]

    result = solve(problem(people, size=(5, 8)), seconds=0.05)

    assert result.plan is not None
    assert [len(group.members) for group in result.plan.groups] == [8, 8, 8]


def test_the_number_of_groups_can_be_asked_for() -> None:
    result = solve(
        problem(crew(24), size=(5, 8), groups=4, group_names=["Elm", "Oak", "Ash", "Fir"]), seconds=0.02
    )

    assert result.plan is not None
    assert [group.name for group in result.plan.groups] == ["Elm", "Oak", "Ash", "Fir"]


def test_results_are_plain_enough_for_json() -> None:
    assert '"stopped_by"' in json.dumps(solve(company(), seconds=0.02).to_json())


def test_a_boss_with_one_peer_below_them_is_told_so() -> None:
    people = [replace(who, manager="p01") for who in crew(8)]
    people[0] = replace(people[0], manager=None, level=3, name="Bo")
    people[1] = replace(people[1], manager="p00", level=2)

    result = solve(problem(people, size=(3, 6)), seconds=0.02)

    told = {who.key: who.reason for who in result.plan.left_out} if result.plan else {}
    assert told["p00"] == (
        "Bo needs 2 more people within one level; there is only 1, and that one is in the same management chain "
        "or kept apart."
    )
