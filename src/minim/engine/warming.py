"""Compiles kernels before the first search or the first hand, so that neither waits for it later."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np

from minim.engine.acts.consequences import consequences
from minim.engine.acts.weighing import warm
from minim.engine.candidate import Candidate
from minim.engine.compiled import ENGINE, folder_for
from minim.engine.explain import explain
from minim.engine.forming import form
from minim.engine.plan import Plan
from minim.engine.problem import Problem
from minim.engine.search import mending
from minim.engine.search.people import PENALTY, PeopleSearch
from minim.engine.search.seating import Room, Seated, left_out
from minim.engine.watch import Watch

PATIENCE = 120.0
"""Seconds after which a helper that compiles is waited for no longer."""


@cache
def warm_up() -> None:
    """Compile what a search uses, or load it when it was compiled before; once per process, by forming tiny groups.

    The people are so unlike each other that no plan is the best at first sight, so that there is something to search.
    """
    _with_a_helper()
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


def compile_mending() -> None:
    """Compile what first seats use; the other half of the work is `compile_search`."""
    problem = _unlike()
    left_out(problem)
    a, everybody = problem.arrays, np.arange(len(problem.candidates))
    free = np.ones(len(everybody), dtype=np.bool_)
    rules = mending.company_of(a.people, a.apart, a.starts, everybody, free, a.band, problem.size)
    tables = mending.tables_for(rules, everybody // 3, 3)
    mending.mend_by_rules(rules, tables, np.array([1], dtype=np.uint64), 1, everybody.copy())


def compile_search() -> None:
    """Compile what improves seats."""
    problem = _unlike()
    everybody = np.arange(len(problem.candidates))
    search = PeopleSearch(problem, Room(problem, everybody, 3), Watch(60), 0)
    search.consider(search.room.seats(everybody // 3))
    seats = search.room.seats(everybody // 3)
    search.form.anneal(seats, search.room.free, search.rng, 1, 1.0, 1.0, PENALTY)


def _with_a_helper() -> None:
    """Compile with two processes where nothing is compiled yet: numba compiles one kernel at a time in each."""
    folder = folder_for(Path(mending.__file__))
    if folder is None or any(folder.rglob("*.nbc")) or not hasattr(mending.mend_by_rules, "signatures"):
        return
    story = f"import sys; sys.path.insert(0, {str(ENGINE.parents[1])!r}); "
    story += f"from {__name__} import compile_mending; compile_mending()"
    try:
        helper = subprocess.Popen(
            [sys.executable, "-c", story], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        return
    compile_search()
    try:
        helper.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        helper.kill()
        helper.wait()


@cache
def _unlike() -> Problem:
    people = [
        Candidate(key=str(at), level=at // 2, hours=255 << at, experience=at * at, function="ab"[at % 2])
        for at in range(9)
    ]
    return Problem.of(people, size=(2, 4))


@cache
def _tiny() -> tuple[Problem, Plan]:
    problem = _unlike()
    plan = form(problem, 0.001, 0, None, Watch(60)).plan
    assert plan is not None
    return problem, plan
