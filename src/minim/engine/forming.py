"""From a problem to a result: who can be seated, seats by the rules, better seats, and what to say about them."""

from __future__ import annotations

from minim.engine.arrays import Numbers
from minim.engine.candidate import Candidate
from minim.engine.clash.naming import clash_by_counting, clash_by_search
from minim.engine.judge import judge
from minim.engine.kernels import NOBODY
from minim.engine.plan import Clash, LeftOut, Plan, PlanGroup, Result
from minim.engine.problem import Problem
from minim.engine.reviewing import review
from minim.engine.score import score
from minim.engine.search.attempt import first_seats, has_history
from minim.engine.search.cooling import improve, moves_for
from minim.engine.search.parted import parted_seats
from minim.engine.search.people import PeopleSearch
from minim.engine.search.seating import left_out, seated
from minim.engine.watch import Watch


def form(problem: Problem, seconds: float, seed: int, start: Plan | None, watch: Watch) -> Result:
    """Form groups under a watch; `solve` is the public door."""
    watch.tell("seating")
    watch.allow_for_seats(len(problem.candidates))
    out = left_out(problem)
    people = seated(problem, out)
    clash = clash_by_counting(problem, people)
    found = None if clash else first_seats(problem, people, seed, watch, start)
    if found is None or found.best_breaches > 0:
        clash = clash or _searched(problem, people, found, watch)
        return _without_plan(problem, clash, seed, watch)
    gently = start is not None or has_history(problem)
    found = found if gently else parted_seats(found, seed)
    improve(found, moves_for(seconds, len(found.room.free)), gently=gently)
    plan = _plan(problem, found, out, start)
    total = score(problem, plan)
    if start is not None and not judge(problem, start):
        before = score(problem, start)
        plan, total = (start, before) if before.total <= total.total else (plan, total)
    watch.tell("explaining", best=total.total, bound=found.bound)
    return review(problem, plan, total=total, seed=seed, seconds=watch.seconds, stopped_by=watch.stopped_by)


def _plan(problem: Problem, search: PeopleSearch, out: tuple[LeftOut, ...], start: Plan | None) -> Plan:
    led = {group.facilitator for group in start.groups} if start is not None else set()
    members: list[list[int]] = [[] for _ in search.room.names]
    assert search.best is not None
    for at, group in enumerate(search.best):
        if group != NOBODY:
            members[group].append(at)
    groups = []
    for name, rows in zip(search.room.names, members, strict=True):
        if name in problem.locked:
            groups.append(problem.locked[name])
            continue
        people = [problem.candidates[at] for at in rows]
        leader = choose_facilitator(problem, people, led)
        groups.append(
            PlanGroup(name, leader, tuple(sorted((who.key for who in people), key=lambda key: key != leader)))
        )
    return Plan(tuple(groups), out)


def choose_facilitator(problem: Problem, people: list[Candidate], led: set[str]) -> str:
    """Return who leads: who led before, then the more senior, then the more experienced; "" when nobody may."""

    def fits(who: Candidate) -> bool:
        levels = [other.level for other in people if other is not who]
        near = not levels or max(levels) - problem.level_band <= who.level <= min(levels) + 1
        return (
            who.may_facilitate
            and near
            and max(levels, default=0) - min(levels, default=0) <= problem.level_band
        )

    able = [who for who in people if fits(who)]
    best = min(
        able, key=lambda who: (who.key not in led, -who.level, -(who.experience or 0), who.key), default=None
    )
    return best.key if best else ""


def _searched(problem: Problem, people: Numbers, found: PeopleSearch | None, watch: Watch) -> Clash | None:
    if watch.stopped_by == "cancelled":
        return None
    return clash_by_search(problem, people, found, hurried=watch.stopped_by == "time")


def _without_plan(problem: Problem, clash: Clash | None, seed: int, watch: Watch) -> Result:
    return Result(None, (), (), (), 0.0, seed, watch.seconds, watch.stopped_by, clash)
