"""What may be said of answers that nobody gave away. Answers lie between 1 and 5; nothing finer than this is ever told.

`tests/pulse/test_bands.py` proves by enumeration what each output leaves open.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LOWEST_FLOOR = 4
ANSWERS = range(1, 6)
ENOUGH_GROUPS, ENOUGH_ANSWERS = 3, 15
LEFT_OPEN = {4: 3, 5: 4}
"""So many of the five answers stay possible for whoever sits with somebody who told their own. In larger groups all."""


class Level(StrEnum):
    WELL = "well"
    MIXED = "mixed"
    STRUGGLING = "struggling"
    NOT_ENOUGH = "not-enough"


@dataclass(frozen=True, slots=True)
class Total:
    """A mean of all published groups lies between these quarter steps, both included. Mostly they are the same."""

    lowest: float
    highest: float


def band(answers_sum: int, n: int, floor: int) -> Level:
    """What is told of one question in one group. Raises ValueError for a floor below four."""
    if floor < LOWEST_FLOOR:
        raise ValueError(floor)
    if n < floor:
        return Level.NOT_ENOUGH
    if 2 * answers_sum >= 7 * n:
        return Level.WELL
    return Level.STRUGGLING if 2 * answers_sum <= 5 * n else Level.MIXED


def total(groups: Sequence[tuple[int, int]], floor: int) -> Total | None:
    """What is told of one question in a program, from (sum, number of answers) of its groups.

    Only groups of which a band is told count. Beside the bands a quarter step could give an answer away: when
    everything else must be at its edge, so must the last one. Then neighbouring steps are told as one. Which steps
    those are follows from bands and sizes alone, so it tells nothing more. None when there is nothing to tell.
    """
    told = [(answers_sum, n) for answers_sum, n in groups if n >= floor]
    n = sum(n for _, n in told)
    if len(told) < ENOUGH_GROUPS or n < ENOUGH_ANSWERS:
        return None
    cells = safe_cells([Span.of(band(answers_sum, n, floor), n) for answers_sum, n in told])
    if len(cells) == 1:
        return None
    answers_sum = sum(answers_sum for answers_sum, _ in told)
    lowest, highest = next(cell for cell in cells if cell[0] <= answers_sum <= cell[1])
    return Total(_quarter(lowest, n), _quarter(highest, n))


def level_between(lowest: float | None, highest: float | None) -> Level:
    """The word for a mean of which the quarter steps between which it lies are told, with the borders of a band."""
    if lowest is None or highest is None:
        return Level.NOT_ENOUGH
    if 2 * lowest >= 7:
        return Level.WELL
    return Level.STRUGGLING if 2 * highest <= 5 else Level.MIXED


def topic_step(chosen: int, n: int) -> int:
    """In how many quarters of the answers a topic was chosen: 1 (a quarter or less), 2 (about half), 3 (or more).

    The ends are left out on purpose: "nobody" and "everybody" would tell what each one chose.
    """
    return min(3, max(1, _rounded(chosen * 4, n)))


@dataclass(frozen=True, slots=True)
class Span:
    """The sums of n answers that a band leaves possible."""

    n: int
    lowest: int
    highest: int

    @classmethod
    def of(cls, level: Level, n: int) -> Span:
        well, struggling = ceil(7 * n / 2), floor(5 * n / 2)
        ends = {Level.WELL: (well, 5 * n), Level.STRUGGLING: (n, struggling)}
        return cls(n, *ends.get(level, (struggling + 1, well - 1)))

    def within(self, lowest: int, highest: int) -> Span:
        return Span(self.n, max(self.lowest, lowest), min(self.highest, highest))

    def knowing(self, answer: int) -> Span:
        """What is left of it for somebody who knows one of the answers."""
        return self.within(answer + self.n - 1, answer + 5 * (self.n - 1))

    def possible(self, known: tuple[int, ...] = ()) -> list[int]:
        """Answers that one of its members can have given, when those of some others are known."""
        rest, given = self.n - 1 - len(known), sum(known)
        return [
            answer
            for answer in ANSWERS
            if max(self.lowest, given + answer + rest) <= min(self.highest, given + answer + 5 * rest)
        ]

    @property
    def enough(self) -> int:
        """So many answers must stay possible for one who knows the answer of another."""
        return LEFT_OPEN.get(self.n, len(ANSWERS))


def safe_cells(groups: Sequence[Span]) -> list[tuple[int, int]]:
    """The sums that the bands leave possible, cut at quarter steps, and glued where a cut would give somebody away."""
    cells: list[tuple[int, int]] = []
    begun: tuple[int, int] | None = None
    for lowest, highest in _quarters(groups):
        begun = (begun[0] if begun else lowest, highest)
        if _is_safe(groups, begun):
            cells.append(begun)
            begun = None
    while begun and cells:  # the rest is glued to what came before, until that is safe
        begun = (cells.pop()[0], begun[1])
        if _is_safe(groups, begun):
            return [*cells, begun]
    return [*cells, begun] if begun else cells


def _quarters(groups: Sequence[Span]) -> Iterable[tuple[int, int]]:
    n = sum(group.n for group in groups)
    least, most = sum(group.lowest for group in groups), sum(group.highest for group in groups)
    for step in range(_rounded(4 * least, n), _rounded(4 * most, n) + 1):
        lowest, highest = (
            max(least, ceil((2 * step - 1) * n / 8)),
            min(most, ceil((2 * step + 1) * n / 8) - 1),
        )
        if lowest <= highest:
            yield lowest, highest


def _is_safe(groups: Sequence[Span], cell: tuple[int, int]) -> bool:
    """Whether the sum of all may be told to lie in this cell: to one who knows nothing, or one answer of anybody."""
    least, most = sum(group.lowest for group in groups), sum(group.highest for group in groups)
    kinds = set(groups)
    # How much one known answer elsewhere narrows what the other groups can add up to, at most.
    narrower = {
        (span.lowest - kind.lowest, kind.highest - span.highest) for kind, span in _with_one_known(kinds)
    }
    for group in kinds:
        lowest, highest = cell[0] - most + group.highest, cell[1] - least + group.lowest
        span = group.within(lowest, highest)
        if len(span.possible()) < len(ANSWERS) or _gives_away(span):
            return False
        elsewhere = (group.within(lowest + above, highest - below) for below, above in narrower)
        if any(len(span.possible()) < group.enough for span in elsewhere):
            return False
    return True


def _with_one_known(kinds: set[Span]) -> Iterable[tuple[Span, Span]]:
    known = ((kind, kind.knowing(answer)) for kind in kinds for answer in ANSWERS)
    return ((kind, span) for kind, span in known if span.lowest <= span.highest)


def _gives_away(span: Span) -> bool:
    return any(len(span.possible((known,))) < span.enough for known in span.possible())


def _quarter(answers_sum: int, n: int) -> float:
    return _rounded(4 * answers_sum, n) / 4


def _rounded(above: int, below: int) -> int:
    """The nearest whole number of a fraction, halves upward."""
    return (2 * above + below) // (2 * below)
