"""What each wish counts, in its own unit and in points, worked out by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from minim.engine import WISHES, Plan, PlanGroup, WishScore, score
from minim.engine.score import burden, group_quanta, in_points, pair_quanta, unfairness
from tests.engine.crew import NINE_TO_FIVE, crew, plan, problem

ONE = plan("p00 p01 p02 p03")
NOTHING = dict.fromkeys(WISHES, 0.0)


def counted(
    changes: dict[int, dict[str, Any]], weights: dict[str, float] | None = None, groups: Plan = ONE
) -> dict[str, tuple[float, float]]:
    """Return value and points of each wish that is not 0, for four people who share nothing but what is given.

    Fairness follows from all others, so it is told only where it has a weight.
    """
    weights = weights or {}
    people = crew(4)
    for at, change in changes.items():
        people[at] = replace(people[at], **change)
    found = score(problem(people, wishes=NOTHING | weights), groups).wishes
    told = {entry.wish: (entry.value, entry.points) for entry in found if entry.value}
    return (
        told
        if "fairness" in weights
        else {name: counts for name, counts in told.items() if name != "fairness"}
    )


def everybody(**change: Any) -> dict[int, dict[str, Any]]:
    return dict.fromkeys(range(4), change)


@pytest.mark.parametrize("field", ["manager", "department", "team", "function", "location"])
def test_equal_words_are_counted_by_pairs(field: str) -> None:
    wish, weight = f"same-{field}", {f"same-{field}": 7.0}

    assert counted({at: {field: "red"} for at in range(3)}, weight) == {wish: (3, 21)}
    assert counted(everybody(**{field: "red"}), weight) == {wish: (6, 42)}
    halves = {at: {field: "red" if at < 2 else "blue"} for at in range(4)}
    assert counted(halves, weight) == {wish: (2, 14)}
    assert counted(halves, weight, plan("p00 p02", "p01 p03")) == {}


@pytest.mark.parametrize("field", ["department", "team", "function", "location"])
def test_unknown_words_match_nobody(field: str) -> None:
    assert counted(everybody(**{field: ""}), {f"same-{field}": 7.0}) == {}


def test_earlier_rounds_fade_by_half_and_after_six_are_forgotten() -> None:
    for back, value in enumerate([1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 0]):
        met = {"earlier": (*[None] * back, "Elm")}
        expected = {"earlier-groupmates": (value, 64 * value)} if value else {}
        assert counted({0: met, 2: met}, {"earlier-groupmates": 64}) == expected


def test_all_rounds_count_and_only_the_same_round_meets() -> None:
    assert counted({0: {"earlier": ("Elm", "Oak")}, 1: {"earlier": ("Elm", "Oak", "Fir")}}) == {
        "earlier-groupmates": (1.5, 0)
    }
    assert counted({0: {"earlier": ("Elm", "Oak")}, 1: {"earlier": ("Oak", "Elm")}}) == {}
    assert counted({0: {"earlier": (None, "Elm")}, 1: {"earlier": (None,)}, 2: {"earlier": ("", "Elm")}}) == {
        "earlier-groupmates": (0.5, 0)
    }


def test_newcomers_are_counted_by_pairs() -> None:
    assert counted({at: {"newcomer": True} for at in range(3)}, {"newcomers": 2}) == {"newcomers": (3, 6)}
    assert counted({1: {"newcomer": True}}, {"newcomers": 2}) == {}


def test_years_apart_are_counted_in_quarters() -> None:
    years = {0: {"experience": 0.0}, 1: {"experience": 2.5}, 2: {"experience": 10.1}}

    assert counted(years, {"experience": 4}) == {"experience": (20, 80)}
    assert counted({0: {"experience": 0.0}}, {"experience": 4}) == {}


def test_energy_apart_is_counted_in_hundredths() -> None:
    assert counted({0: {"energy": 0.0}, 1: {"energy": 0.25}, 3: {"energy": 1.0}}, {"energy": 10}) == {
        "energy": (2, 20)
    }


def test_whom_the_best_hour_suits_badly_is_counted() -> None:
    hours = [NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE << 24, NINE_TO_FIVE << 24]
    people = {at: {"hours": one} for at, one in enumerate(hours)}

    assert counted(people, {"unpopular-hours": 3}) == {"unpopular-hours": (2, 6)}


def test_moves_are_counted_against_today() -> None:
    today = {0: {"today": "Group 1"}, 1: {"today": "Otter"}, 2: {"today": "Wren"}}

    assert counted(today, {"moves": 20}) == {"moves": (2, 40)}
    assert counted(today, {"moves": 20}, plan("p01 p02", "p00 p03")) == {"moves": (3, 60)}
    assert counted({0: {"today": "Otter"}}, {}, plan("p00 p01", "p02 p03")) == {"moves": (1, 0)}


def test_unfairness_grows_with_the_square_of_each_groups_points() -> None:
    """100 points in one group add 50; 100 points in each of two groups add 50 twice."""
    shared = everybody(department="red")

    assert counted(shared, {"same-department": 100, "fairness": 2}, plan("p00 p01", "p02 p03")) == {
        "same-department": (2, 200),
        "fairness": (100, 200),
    }
    assert counted(shared, {"same-department": 100, "fairness": 1})["fairness"] == (1800, 1800)


def test_moves_make_no_group_unfair() -> None:
    assert counted(everybody(today="Otter"), {"moves": 100, "fairness": 1}) == {"moves": (4, 400)}


def test_the_total_is_the_sum_of_all_points() -> None:
    people = [replace(who, department="red", function="blue", today="Otter") for who in crew(4)]
    made = problem(
        people, wishes=NOTHING | {"same-department": 5, "same-function": 3, "moves": 1.5, "fairness": 1}
    )

    found = score(made, ONE)

    assert found.total == 30 + 18 + 6 + 11.52
    assert [entry.wish for entry in found.wishes] == list(WISHES)
    assert found.wishes[2] == WishScore("same-department", "pairs", 6, 30)
    assert found.wishes[10] == WishScore("fairness", "points", 11.52, 11.52)


def test_strangers_and_second_seats_do_not_count() -> None:
    people = [replace(who, department="red", today="Otter") for who in crew(2)]
    written_twice = Plan((PlanGroup("Otter", "p00", ("p00", "sam", "p00", "p01", "p01")),))

    found = score(problem(people), written_twice)

    assert found.value("same-department") == 1
    assert found.value("moves") == 0


def test_nobody_costs_nothing() -> None:
    made = problem(crew(1))

    assert score(made, Plan((PlanGroup("Otter", "", ()),))).total == 0
    assert score(made, Plan((PlanGroup("Otter", "p00", ("p00",)),))).total == 0
    assert not +group_quanta(made, [])


def test_everything_is_counted_in_whole_quanta() -> None:
    people = [replace(who, department="red", experience=1.3, energy=at / 7) for at, who in enumerate(crew(4))]

    assert {type(amount) for amount in group_quanta(problem(people), people).values()} == {int}


def test_two_people_are_told_wish_by_wish() -> None:
    """The same pair as a list: what a hand sees before it lets go."""
    one, other = (
        replace(
            who,
            manager="bo",
            department="red",
            team="",
            earlier=("Elm", None, "Oak", "Fir"),
            newcomer=at == 0,
            experience=(1.0, 3.5)[at],
            energy=(0.9, 0.2)[at],
        )
        for at, who in enumerate(crew(2))
    )
    told = dict(pair_quanta(one, replace(other, earlier=("Elm", None, "Oak"))))

    assert told == {
        "same-manager": 1,
        "same-department": 1,
        "earlier-groupmates": 40,
        "experience": 10,
        "energy": 70,
    }
    both = dict(
        pair_quanta(
            replace(one, earlier=(None,)), replace(other, newcomer=True, energy=None, experience=None)
        )
    )
    assert both == {"same-manager": 1, "same-department": 1, "earlier-groupmates": 0, "newcomers": 1}
    assert (
        dict(pair_quanta(replace(one, energy=None, experience=None), other))
        .keys()
        .isdisjoint({"energy", "experience"})
    )


def test_a_burden_is_in_thousandths_and_leaves_moves_and_fairness_aside() -> None:
    made = problem(crew(1), wishes={"same-team": 6, "energy": 4, "moves": 9})
    quanta = Counter({"same-team": 2, "energy": 3, "moves": 5, "fairness": 7})

    assert burden(made, quanta) == 12_000 + 120


@pytest.mark.parametrize(("own", "more"), [(0, 0), (200, 0), (448, 1), (200_000, 200_000), (100_000, 50_000)])
def test_unfairness_is_rounded_down_to_thousandths(own: int, more: int) -> None:
    assert unfairness(own) == more


def test_points_of_fairness_follow_its_weight() -> None:
    made = problem(crew(1), wishes=NOTHING | {"fairness": 2.5})

    told = in_points(made, group_quanta(made, []), 3_000)

    assert told.total == 7.5
    assert told.wishes[10] == WishScore("fairness", "points", 3.0, 7.5)
