"""Compiles every kernel before the first search, so that no search and no hand waits for it later."""

from __future__ import annotations

from functools import cache

from minim.engine.acts.consequences import consequences
from minim.engine.candidate import Candidate
from minim.engine.explain import explain
from minim.engine.forming import form
from minim.engine.problem import Problem
from minim.engine.watch import Watch


@cache
def warm_up() -> None:
    """Compile every kernel, or load it when it was compiled before; once per process, by forming two tiny groups."""
    people = [Candidate(key=key, level=1, hours=255) for key in ("one", "two", "three", "four")]
    problem = Problem.of(people, reports_to={}, size=(2, 2))
    plan = form(problem, 0.001, 0, None, Watch(60)).plan
    assert plan is not None
    explain(problem, plan)
    consequences(problem, plan, "one")
