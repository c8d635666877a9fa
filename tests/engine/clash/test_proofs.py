from __future__ import annotations

import random
from dataclasses import replace

import pytest

from minim.engine import Candidate, Problem, judge, solve
from minim.engine.clash.dropping import asked, without
from minim.engine.search.attempt import can_be_seated
from minim.engine.search.seating import left_out, seated
from minim.engine.watch import Watch
from tests.engine.crew import COMPILED, NINE_TO_FIVE
from tests.engine.exact import has_plan

compiled = pytest.mark.skipif(not COMPILED, reason="searching often needs numba")


def tight(seed: int, most: int = 26) -> Problem:
    """A company with little slack, by chance with a plan or without one."""
    rng = random.Random(seed)
    count = rng.randint(9, most)
    size = rng.choice([(3, 4), (4, 5), (4, 4), (5, 7)])
    mornings = NINE_TO_FIVE & (NINE_TO_FIVE << 16)
    people: list[Candidate] = []
    lines: dict[str, str | None] = {}
    for at in range(count):
        level = rng.choice([1, 1, 1, 2, 2, 3])
        above = [who.key for who in people if who.level > level]
        lines[f"p{at:02}"] = rng.choice(above) if above and rng.random() < 0.6 else None
        people.append(
            Candidate(
                key=f"p{at:02}",
                level=level,
                hours=rng.choice([None, mornings, NINE_TO_FIVE << 18, NINE_TO_FIVE << 60]),
                may_facilitate=rng.random() < 0.3,
                pinned=rng.choice(["Elm", "Oak"]) if rng.random() < 0.08 else None,
            )
        )
    keys = [who.key for who in people]
    pairs = [(one, other) for one in keys for other in keys if one < other and rng.random() < 0.1]
    return Problem.of(people, reports_to=lines, size=size, apart=pairs, level_band=rng.choice([0, 1, 1, 2]))


@compiled
@pytest.mark.parametrize("seed", range(40))
def test_a_plan_is_found_where_a_solver_finds_one_and_no_proof_denies_it(seed: int) -> None:
    problem = tight(seed)
    out = {who.key for who in left_out(problem)}
    keys = [who.key for who in problem.candidates if who.key not in out]

    result = solve(problem, seconds=0.01)
    exists = bool(keys) and not _pinned_but_out(problem, out) and has_plan(problem, keys)

    if exists is True:
        assert result.plan is not None
        assert judge(problem, result.plan) == ()
    elif exists is False:
        assert result.clash is not None
    if result.clash is not None and result.clash.proved:
        assert not exists


@compiled
@pytest.mark.parametrize("seed", range(40, 64))
def test_each_rule_of_a_clash_is_needed_and_no_other(seed: int) -> None:
    problem = tight(seed, most=16)

    clash = solve(problem, seconds=0.01).clash

    out = {who.key for who in left_out(problem)}
    if clash is not None and len(out) < len(problem.candidates):
        alone = replace(problem, excused=frozenset(out))
        for rule in asked(problem):
            if rule not in clash.rules:
                alone = without(alone, rule)
        assert not _has_plan(alone)
        for rule in clash.rules:
            assert can_be_seated(without(alone, rule), Watch.for_seconds(10)), rule


def _has_plan(problem: Problem) -> bool:
    out = {who.key for who in left_out(problem)}
    keys = [problem.candidates[at].key for at in seated(problem, left_out(problem))]
    return bool(keys) and not _pinned_but_out(problem, out) and has_plan(problem, keys) is not False


def _pinned_but_out(problem: Problem, out: set[str]) -> bool:
    return any(who.pinned for who in problem.candidates if who.key in out)


def test_people_outside_the_clash_are_not_named() -> None:
    people = [Candidate(key=f"p{at}", name=f"P{at}", level=1) for at in range(12)]
    people[3] = replace(people[3], pinned="Elm")
    people[7] = replace(people[7], pinned="Elm")

    clash = solve(Problem.of(people, size=(4, 4), apart=[("p3", "p7")])).clash

    assert clash is not None
    assert clash.proved
    assert set(clash.rules) == {"apart", "pinned"}
    assert set(clash.people) == {"p3", "p7"}
