"""A Facilitator is not blamed for bad luck, and a pattern is found where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from minim.health.pooling import ATTENDANCE, POLLS, Measured, Scale, estimates, measure, more_meetings

if TYPE_CHECKING:
    from numpy.typing import NDArray

PROGRAMS = 2000
MANY = 500
FAY, PAT = 1, 2


def attended(rng: np.random.Generator, brings: NDArray[Any]) -> NDArray[Any]:
    """Of seven members so many came."""
    return rng.binomial(7, np.clip(0.75 + brings, 0.05, 0.98)) / 7


def answered(rng: np.random.Generator, brings: NDArray[Any]) -> NDArray[Any]:
    """A band, as a round tells it."""
    return np.clip(np.round(0.3 + brings + rng.normal(0, 0.5, brings.shape)), -1, 1)


def program(
    rng: np.random.Generator, scale: Scale, between_facilitators: float, between_groups: float
) -> tuple[list[Measured], dict[int, float]]:
    """A program as it may be: what is seen of its groups, and by how much each Facilitator's are truly other ones."""
    observed, most = {"attendance": (attended, 25), "polls": (answered, 9)}[scale.name]
    brings = rng.normal(0, between_facilitators, rng.integers(4, 25))
    luck = rng.normal(0, between_groups, (MANY, 1))
    expected = observed(rng, brings + luck).mean(axis=0)
    usual = observed(rng, rng.normal(0, between_facilitators, (MANY, 1)) + luck).mean()
    seen = {
        (facilitator, 10 * facilitator + group): observed(
            rng, np.full(rng.integers(3, most), brings[facilitator] + rng.normal(0, between_groups))
        )
        for facilitator in range(len(brings))
        for group in range(rng.integers(1, 4))
    }
    return measure({who: list(values) for who, values in seen.items()}, scale), dict(
        enumerate(expected - usual)
    )


@pytest.mark.parametrize("scale", [ATTENDANCE, POLLS], ids=lambda scale: scale.name)
def test_eighty_of_a_hundred_intervals_hold_the_truth(scale: Scale) -> None:
    rng, held, asked = np.random.default_rng(7), 0, 0

    for _ in range(PROGRAMS):
        seen, truth = program(rng, scale, *abs(rng.normal(0, scale.common, 2)))
        for facilitator, found in estimates(seen, scale).items():
            held += found.low <= truth[facilitator] <= found.high
            asked += 1

    assert 0.77 <= held / asked <= 0.83


def test_hardly_anybody_is_blamed_who_brings_nothing_bad() -> None:
    rng, blamed, asked = np.random.default_rng(11), 0, 0

    for _ in range(300):
        seen, truth = program(rng, ATTENDANCE, 0.0, ATTENDANCE.common)
        blamed += sum(found.is_pattern for found in estimates(seen, ATTENDANCE).values())
        asked += len(truth)

    assert blamed / asked < 0.005


def company(of_fay: list[float]) -> list[Measured]:
    """Ten Facilitators with two groups each of which three in four come; and Fay."""
    others = [
        Measured(10 + number // 2, number, 0.75 + 0.03 * (-1) ** number, 12, 0.15) for number in range(20)
    ]
    return [*others, *(Measured(FAY, 100 + number, mean, 12, 0.15) for number, mean in enumerate(of_fay))]


def test_three_bad_groups_of_one_facilitator_are_a_pattern() -> None:
    found = estimates(company([0.45, 0.40, 0.50]), ATTENDANCE)

    assert found[FAY].is_pattern
    assert found[FAY].high < -ATTENDANCE.matters
    assert not any(one.is_pattern for facilitator, one in found.items() if facilitator != FAY)


@pytest.mark.parametrize("means", [[0.40], [0.40, 0.45]])
def test_one_or_two_bad_groups_are_not_and_meetings_alone_will_never_tell(means: list[float]) -> None:
    seen = company(means)

    found = estimates(seen, ATTENDANCE)[FAY]

    assert not found.is_pattern
    assert more_meetings(seen, ATTENDANCE, FAY) is None


def test_three_young_groups_say_nothing_yet_and_how_long_it_takes() -> None:
    young = [Measured(FAY, group, 0.5, 1, 0.2) for group in (100, 101, 102)]
    seen = [*company([]), *young]

    more = more_meetings(seen, ATTENDANCE, FAY)

    assert not estimates(seen, ATTENDANCE)[FAY].is_pattern
    assert more
    assert more_meetings(company([0.75, 0.75, 0.75]), ATTENDANCE, FAY) is None


def test_of_two_groups_nothing_is_said() -> None:
    assert estimates([Measured(FAY, 1, 0.2, 5, 0.1), Measured(PAT, 2, 0.9, 5, 0.1)], ATTENDANCE) == {}
