"""What an output leaves open, counted over every way in which a group can have answered. Nothing here is sampled."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest

from minim.pulse import bands
from minim.pulse.bands import ANSWERS, LOWEST_FLOOR, Level, Total, band, level_between, topic_step, total

if TYPE_CHECKING:
    from collections.abc import Callable

    Output = Callable[[int, int, int], object]

SIZES = range(4, 10)
ALONE = dict.fromkeys(SIZES, 5)
WITH_ONE = {4: 3, 5: 4, 6: 5, 7: 5, 8: 5, 9: 5}
"""So many of the five answers stay possible when one member tells the Organizer their own (privacy.md 3)."""


def left_open(n: int, colluders: int, output: Output, floor: int = LOWEST_FLOOR) -> int:
    """The fewest answers that stay possible for the first member, over every vector of n answers, when the Organizer
    sees the output and the answers of the next members. By symmetry this holds for every member and any colluders.
    Zero stands for less than one: an output that no group of this size can have."""
    vectors = np.stack(np.meshgrid(*[np.arange(1, 6, dtype=np.int8)] * n, indexing="ij"), -1).reshape(-1, n)
    sums = vectors.sum(axis=1, dtype=np.int64)
    names = {
        value: code
        for code, value in enumerate(dict.fromkeys(output(s, n, floor) for s in range(n, 5 * n + 1)))
    }
    codes = np.array([0] * n + [names[output(s, n, floor)] for s in range(n, 5 * n + 1)])[sums]
    seen = codes
    for colluder in range(1, colluders + 1):
        seen = seen * 6 + vectors[:, colluder]
    pairs = np.unique(seen * 6 + vectors[:, 0])
    return int(np.unique(pairs // 6, return_counts=True)[1].min())


@pytest.mark.parametrize("n", SIZES)
def test_to_the_organizer_alone_every_answer_of_everybody_stays_possible(n: int) -> None:
    assert left_open(n, 0, band) == ALONE[n]


@pytest.mark.parametrize("n", SIZES)
def test_with_one_member_who_tells_enough_answers_stay_possible(n: int) -> None:
    assert left_open(n, 1, band) == WITH_ONE[n]


def test_two_who_tell_can_break_it_in_a_group_of_four_or_five_and_so_we_say() -> None:
    found = {n: left_open(n, 2, band) for n in SIZES}

    assert found == {4: 1, 5: 1, 6: 2, 7: 3, 8: 5, 9: 5}


# --- mutants: what would be told too much ----------------------------------------------------------------------


def mean(answers_sum: int, n: int, floor: int) -> object:
    return round(answers_sum / n, 1)


def without_floor(answers_sum: int, n: int, floor: int) -> object:
    return band(answers_sum * 8, n * 8, floor)


def finer(answers_sum: int, n: int, floor: int) -> object:
    return "very well" if 2 * answers_sum >= 9 * n else band(answers_sum, n, floor)


@pytest.mark.parametrize("mutant", [mean, finer])
def test_a_mean_or_a_fourth_band_would_be_caught(mutant: Output) -> None:
    assert any(left_open(n, 0, mutant) < ALONE[n] for n in SIZES)


def test_a_band_for_two_or_three_would_be_caught() -> None:
    assert [left_open(n, 1, without_floor) for n in (2, 3)] < [3, 3]
    assert [band(answers_sum, n, 4) for n in (1, 2, 3) for answers_sum in range(n, 5 * n + 1)] == [
        Level.NOT_ENOUGH
    ] * (5 + 9 + 13)


# --- the edges of the bands ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers_sum", "n", "told"),
    [(14, 4, "well"), (13, 4, "mixed"), (11, 4, "mixed"), (10, 4, "struggling"),
     (18, 5, "well"), (17, 5, "mixed"), (13, 5, "mixed"), (12, 5, "struggling"), (15, 3, "not-enough")],
)  # fmt: skip
def test_where_a_band_begins(answers_sum: int, n: int, told: str) -> None:
    assert band(answers_sum, n, 4) == told


def test_a_higher_floor_tells_less_and_a_lower_one_is_refused() -> None:
    assert band(25, 5, floor=6) == Level.NOT_ENOUGH
    with pytest.raises(ValueError, match="3"):
        band(25, 5, floor=3)


# --- the program -----------------------------------------------------------------------------------------------


def test_a_program_is_told_in_quarter_steps_from_groups_of_which_a_band_is_told() -> None:
    groups = [(20, 6), (22, 6), (15, 6), (24, 6), (27, 7)]

    assert total(groups, 4) == Total(3.5, 3.5)
    assert total([*groups, (3, 3), (2, 2)], 4) == total(groups, 4)
    assert total(groups, floor=7) is None


def test_two_groups_or_fourteen_answers_are_not_enough() -> None:
    assert total([(30, 9), (30, 9)], 4) is None
    assert total([(14, 5), (14, 5), (11, 4)], 4) is None


def sums(n: int) -> range:
    return range(n, 5 * n + 1)


def openings(
    sizes: tuple[int, ...], output: Callable[[list[tuple[int, int]], int], object]
) -> list[tuple[int, int, int]]:
    """For every band of every group and every total that is told beside them: how many answers stay possible for a
    member of each group, without help, with one of the same group, and with one of another group."""
    found = []
    for levels in product((Level.WELL, Level.MIXED, Level.STRUGGLING), repeat=len(sizes)):
        spans = [
            [s for s in sums(n) if band(s, n, 4) == level] for n, level in zip(sizes, levels, strict=True)
        ]
        told: dict[object, set[int]] = {}
        for a in range(sum(span[0] for span in spans), sum(span[-1] for span in spans) + 1):
            told.setdefault(output(_some(spans, a, sizes), 4), set()).add(a)
        found += [
            _opening(sizes, spans, place, totals) for totals in told.values() for place in range(len(sizes))
        ]
    return found


def _some(spans: list[list[int]], wanted: int, sizes: tuple[int, ...]) -> list[tuple[int, int]]:
    """Groups within their bands that add up to this."""
    missing, groups = wanted - sum(span[0] for span in spans), []
    for span, n in zip(spans, sizes, strict=True):
        step = min(missing, span[-1] - span[0])
        missing -= step
        groups.append((span[0] + step, n))
    return groups


def _opening(
    sizes: tuple[int, ...], spans: list[list[int]], place: int, totals: set[int]
) -> tuple[int, int, int]:
    n, own = sizes[place], spans[place]
    others = [(sizes[i], set(spans[i])) for i in range(len(sizes)) if i != place]
    apart = _added([span for _, span in others])
    alone = _possible(n, own, (), apart, totals)
    beside = [len(_possible(n, own, (known,), apart, totals)) for known in alone]
    away = []
    for index, (size, span) in enumerate(others):
        for known in ANSWERS:
            narrowed = span & {known + rest for rest in range(size - 1, 5 * size - 4)}
            left = _possible(n, own, (), _added([narrowed, others[1 - index][1]]), totals)
            away += [len(left)] if left else []
    return len(alone), min(beside), min(away)


def _added(spans: list[set[int]]) -> set[int]:
    return {first + second for first in spans[0] for second in spans[1]}


def _possible(n: int, own: list[int], known: tuple[int, ...], apart: set[int], totals: set[int]) -> list[int]:
    reached = {s for s in own if any(s + other in totals for other in apart)}
    rest = range(n - 1 - len(known), 5 * (n - 1 - len(known)) + 1)
    return [answer for answer in ANSWERS if reached & {answer + sum(known) + r for r in rest}]


@pytest.mark.parametrize("sizes", [(4, 4, 7), (5, 5, 5), (4, 5, 6), (6, 6, 6)])
def test_a_total_beside_the_bands_gives_nobody_away(sizes: tuple[int, ...]) -> None:
    found = openings(sizes, total)
    enough = [WITH_ONE[n] for n in sizes] * (len(found) // len(sizes))

    assert {alone for alone, _, _ in found} == {5}
    assert all(beside >= least for (_, beside, _), least in zip(found, enough, strict=True))
    assert all(away >= least for (_, _, away), least in zip(found, enough, strict=True))


def test_a_total_in_bare_quarter_steps_would_be_caught() -> None:
    """What the rule said at first: three groups and 15 answers are enough. They are not, beside the bands."""

    def bare(groups: list[tuple[int, int]], floor: int) -> object:
        return bands._quarter(sum(s for s, _ in groups), sum(n for _, n in groups))

    assert min(alone for alone, _, _ in openings((5, 5, 5), bare)) == 1


def test_topics_are_told_without_nobody_and_everybody() -> None:
    assert [topic_step(chosen, 16) for chosen in range(17)] == [1] * 6 + [2] * 4 + [3] * 7


@pytest.mark.parametrize(
    ("lowest", "highest", "level"),
    [
        (None, None, Level.NOT_ENOUGH),
        (3.5, 3.75, Level.WELL),
        (3.25, 3.5, Level.MIXED),
        (2.5, 2.5, Level.STRUGGLING),
        (2.5, 2.75, Level.MIXED),
    ],
)
def test_a_mean_between_steps_becomes_a_word(
    lowest: float | None, highest: float | None, level: Level
) -> None:
    assert level_between(lowest, highest) == level
