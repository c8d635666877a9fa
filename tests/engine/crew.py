"""Small crews for engine tests, and random problems for Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from minim.engine import Candidate, Plan, PlanGroup, Problem
from minim.engine.kernels import pair

COMPILED = hasattr(pair, "py_func")
"""False when numba is switched off: then only tiny cases are quick enough."""
NINE_TO_FIVE = sum(1 << (day * 96 + quarter) for day in range(5) for quarter in range(36, 68))


def examples(count: int) -> settings:
    """Return Hypothesis settings for that many examples, very few while numba is switched off."""
    return settings(max_examples=count if COMPILED else 2, deadline=None)


def crew(count: int, **common: Any) -> list[Candidate]:
    """Return p00, p01, … of one level, each with a manager outside."""
    defaults: list[dict[str, Any]] = [
        {"key": f"p{at:02}", "level": 1, "manager": f"m{at}"} for at in range(count)
    ]
    return [Candidate(**(own | common)) for own in defaults]


def problem(people: list[Candidate], **changes: Any) -> Problem:
    """Return a problem whose reporting lines are those of the people, unless given."""
    lines = {who.key: who.manager for who in people}
    return Problem.of(people, **({"reports_to": lines, "size": (2, 4)} | changes))


def plan(*groups: str) -> Plan:
    """Make a plan from words: "p00 p01 p02" is a group led by the first."""
    made = (
        PlanGroup(f"Group {at}", keys.split()[0], tuple(keys.split())) for at, keys in enumerate(groups, 1)
    )
    return Plan(tuple(made))


def _hours(start: int) -> int:
    return sum(1 << (day * 96 + (start + quarter) % 96) for day in range(5) for quarter in range(32))


words = st.sampled_from(["", "red", "green", "blue"])


@st.composite
def problems(draw: st.DrawFn, *, most: int = 14, moves: float = 20) -> Problem:
    """Any small problem: trees, hours, history, keep-apart pairs; often without a plan that keeps the rules."""
    count = draw(st.integers(4, most))
    people, lines = [], {}
    for at in range(count):
        above = draw(
            st.one_of(
                st.none(),
                st.sampled_from(["out", "far"]),
                st.integers(0, max(0, at - 1)).map(lambda i: f"p{i:02}"),
            )
        )
        lines[f"p{at:02}"] = None if above == f"p{at:02}" else above
        people.append(
            Candidate(
                key=f"p{at:02}",
                level=draw(st.integers(1, 3)),
                department=draw(words),
                team=draw(words),
                function=draw(words),
                location=draw(words),
                hours=draw(st.sampled_from([None, _hours(36), _hours(60), _hours(12), NINE_TO_FIVE])),
                experience=draw(st.sampled_from([None, 0.5, 2, 7.25])),
                energy=draw(st.sampled_from([None, 0.1, 0.55, 1.0])),
                may_facilitate=draw(st.integers(0, 3)) > 0,
                today=draw(st.sampled_from([None, "Otter", "Wren"])),
                earlier=tuple(draw(st.lists(st.sampled_from([None, "Elm", "Oak"]), max_size=2))),
                newcomer=draw(st.booleans()),
            )
        )
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=3))
    return Problem.of(
        people,
        reports_to=lines,
        size=draw(st.sampled_from([(2, 4), (3, 5), (2, 7)])),
        level_band=draw(st.integers(0, 2)),
        apart=[(f"p{one:02}", f"p{other:02}") for one, other in pairs if one != other],
        wishes={"fairness": draw(st.sampled_from([0.0, 1.0, 2.5])), "moves": moves},
    )
