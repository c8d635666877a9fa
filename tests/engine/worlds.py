"""Random problems with everything a company can bring, and the readable twin of what the kernels count.

Whatever fails shrinks to a story: `told` names only what is not usual.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from minim.engine import WISHES, Breach, Candidate, Plan, PlanGroup, Problem, score
from minim.engine.rules import judge_group
from minim.engine.wishes import FAIRNESS_SCALE, MILLI

WEEK = 672
BY_MOVES = ("size", "known", "oversees")
"""Rules of a group that no kernel counts: moves keep the bounds, and only members of the cohort are seated."""


def week(*stretches: tuple[int, int]) -> int:
    """Return hours from (first quarter hour, how many), around the end of the week where they reach it."""
    return sum(1 << at for at in {(first + more) % WEEK for first, long in stretches for more in range(long)})


HOURS: dict[str, int | None] = {
    "any time": None,
    "no hours": 0,
    "the whole week": week((0, WEEK)),
    "Monday morning": week((32, 16)),
    "Monday noon": week((44, 12)),
    "Monday afternoon": week((52, 20)),
    "over Sunday midnight": week((WEEK - 10, 24)),
    "Sunday night": week((WEEK - 8, 8)),
    "three nights": week((88, 30), (184, 30), (280, 30)),
    "every other hour": week(*((at, 4) for at in range(0, WEEK, 8))),
    "a quarter too short": week((40, 3)),
}
"""Working weeks by name, so that a failure reads like a story."""

words = st.sampled_from(["", "red", "green", "blue"])
rounds = st.lists(st.sampled_from([None, "Elm", "Oak"]), max_size=7).map(tuple)
features: dict[str, st.SearchStrategy[Any]] = {
    "department": words,
    "team": words,
    "function": words,
    "location": words,
    "hours": st.sampled_from(list(HOURS.values())),
    "experience": st.one_of(st.none(), st.floats(0, 100)),
    "energy": st.one_of(st.none(), st.floats(0, 1)),
    "may_facilitate": st.sampled_from([True, True, False]),
    "today": st.sampled_from([None, "Otter", "Wren", "Closed"]),
    "earlier": rounds,
    "newcomer": st.booleans(),
}


@st.composite
def candidates(draw: st.DrawFn, count: int) -> list[Candidate]:
    """Draw people with a chosen few features, because a world in which everything differs finds nothing."""
    varied = draw(st.sets(st.sampled_from(sorted(features)), max_size=6))
    levels = draw(st.sampled_from([1, 2, 4]))
    return [
        Candidate(
            key=f"p{at:02}",
            level=draw(st.integers(1, levels)),
            manager=draw(_managers(at)),
            **{name: draw(features[name]) for name in sorted(varied)},
        )
        for at in range(count)
    ]


def _managers(at: int) -> st.SearchStrategy[str | None]:
    """Somebody further up the list or outside, so that chains run deep and never in a circle."""
    outside: list[str | None] = [None, "out", "far"]
    return st.sampled_from(outside + [f"p{other:02}" for other in range(at)])


@st.composite
def worlds(draw: st.DrawFn, *, least: int = 1, most: int = 12) -> Problem:
    """Draw any small problem, with or without a plan that keeps its rules."""
    count = draw(st.integers(least, most))
    people = draw(candidates(count))
    keys = [who.key for who in people]
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys)) if keys else st.nothing()
    return Problem.of(
        people,
        reports_to={**{who.key: who.manager for who in people}, "out": "far", "far": None},
        size=draw(st.sampled_from([(2, 4), (3, 5), (2, 7)])),
        group_names=draw(st.sampled_from([(), ("Otter", "Wren"), ("Heron", "Kite", "Otter", "Wren")])),
        level_band=draw(st.integers(0, 2)),
        slot_minutes=draw(st.sampled_from([60, 15, 90, 24 * 60])),
        apart=[pair for pair in draw(st.lists(pairs, max_size=3)) if pair[0] != pair[1]],
        wishes=draw(st.dictionaries(st.sampled_from(sorted(WISHES)), weights, max_size=3)),
    )


weights = st.sampled_from([0.0, 0.37, 1.0, 2.5, 50.0, 100.0])


@st.composite
def seated_worlds(draw: st.DrawFn, *, most: int = 12) -> tuple[Problem, Plan]:
    """Draw a problem and any seats: groups may be empty or of one, and some people may stand."""
    problem = draw(worlds(most=most))
    names = problem.names(draw(st.integers(2, 4)))
    seats = [draw(st.integers(-1, len(names) - 1)) for _ in problem.candidates]
    members = [
        [who.key for who, seat in zip(problem.candidates, seats, strict=True) if seat == at]
        for at in range(len(names))
    ]
    plan = Plan(
        tuple(
            led_best(problem, PlanGroup(name, "", tuple(keys)))
            for name, keys in zip(names, members, strict=True)
        )
    )
    note(told(problem, plan))
    return problem, plan


def led_best(problem: Problem, group: PlanGroup) -> PlanGroup:
    """Return the group under whoever of its willing members makes it break fewest rules."""
    leaders = ["", *(key for key in group.members if problem.candidate(key).may_facilitate)]
    led = [PlanGroup(group.name, leader, group.members) for leader in leaders]
    return min(led, key=lambda one: len(breaches_of(problem, one)))


def breaches_of(problem: Problem, group: PlanGroup) -> list[Breach]:
    """Return what the readable rules find broken in a group and the kernels count too."""
    return [breach for breach in judge_group(problem, group) if breach.rule not in BY_MOVES]


def counted(problem: Problem, plan: Plan) -> tuple[int, int]:
    """Return breaches and cost in thousandths of a point, by the readable rules and score alone."""
    breaches = sum(len(breaches_of(problem, group)) for group in plan.groups)
    return breaches, sum(group_cost(problem, group) for group in plan.groups)


def group_cost(problem: Problem, group: PlanGroup) -> int:
    """Return what one group costs, moves and unfairness included, in whole thousandths."""
    alone = score(problem, Plan((group,)))
    points = {
        wish.name: round(alone.value(wish.name) * wish.quanta) * wish.milli(problem.weights[wish.name])
        for wish in WISHES.values()
    }
    own = sum(cost for wish, cost in points.items() if wish not in ("moves", "fairness"))
    fairness = WISHES["fairness"].milli(problem.weights["fairness"])
    return own + points["moves"] + own * own // (FAIRNESS_SCALE * MILLI) * fairness // MILLI


def told(problem: Problem, plan: Plan) -> str:
    """Tell a problem and a plan by what is unusual in them."""
    lines = [
        f"groups of {problem.size[0]} to {problem.size[1]}, band {problem.level_band}, {problem.slot_minutes} minutes",
        *(
            f"{name} weighs {problem.weights[name]:g}"
            for name, wish in WISHES.items()
            if problem.weights[name] != wish.weight
        ),
        *(f"{' and '.join(sorted(pair))} are kept apart" for pair in problem.apart),
        *(f"{who.key}: {_unusual(who)}" for who in problem.candidates),
        *(
            f"{group.name} ({group.facilitator or 'nobody'} leads): {' '.join(group.members)}"
            for group in plan.groups
        ),
    ]
    return "\n".join(lines)


def _unusual(who: Candidate) -> str:
    usual = {field.name: field.default for field in fields(Candidate)}
    shown = {
        name: getattr(who, name) for name in usual if name != "key" and getattr(who, name) != usual[name]
    }
    if "hours" in shown:
        shown["hours"] = next(
            (name for name, hours in HOURS.items() if hours == who.hours), hex(who.hours or 0)
        )
    return ", ".join(f"{name} {value}" for name, value in shown.items())
