"""Compiles kernels before the first search or the first hand, so that neither waits for it later."""

from __future__ import annotations

from functools import cache

from minim.engine.acts.consequences import consequences
from minim.engine.acts.weighing import warm
from minim.engine.candidate import Candidate
from minim.engine.explain import explain
from minim.engine.forming import form
from minim.engine.plan import Plan
from minim.engine.problem import Problem
from minim.engine.search.seating import Seated
from minim.engine.watch import Watch


@cache
def warm_up() -> None:
    """Compile what a search uses, or load it when it was compiled before; once per process, by forming tiny groups.

    The people are so unlike each other that no plan is the best at first sight, so that there is something to search.
    """
    problem, plan = _tiny()
    one, other, *_ = plan.groups[0].members
    apart = Problem.of(problem.candidates, size=(2, 4), apart=[(one, other)])
    form(apart, 0.001, 0, plan, Watch(60))


@cache
def warm_up_for_hands() -> None:
    """Compile what explaining and acting on a plan use as well."""
    warm_up()
    problem, plan = _tiny()
    explain(problem, plan)
    consequences(problem, plan, "0")
    warm(problem.arrays, Seated(problem, plan).seats)


@cache
def _tiny() -> tuple[Problem, Plan]:
    people = [
        Candidate(key=str(at), level=at // 2, hours=255 << at, experience=at * at, function="ab"[at % 2])
        for at in range(9)
    ]
    problem = Problem.of(people, size=(2, 4))
    plan = form(problem, 0.001, 0, None, Watch(60)).plan
    assert plan is not None
    return problem, plan
