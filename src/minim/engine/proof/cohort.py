"""The people a plan shares out over its open groups, as columns, and what is certain about who can sit with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from minim.engine.arrays import (
    APART_FROM,
    APART_TO,
    ENERGY,
    ENTER,
    EXPERIENCE,
    KIND,
    LEADS,
    LEAVE,
    LEVEL,
    Numbers,
)
from minim.engine.candidate import Candidate
from minim.engine.problem import Problem
from minim.engine.score import burden, group_quanta, unfairness
from minim.engine.slots import MISSES, starts_within
from minim.engine.wishes import ALIKE, FADE

Bits = NDArray[np.bool_]
WEEKS = 512
"""With more different working weeks than this, everybody is taken to share an hour with everybody."""
ZONES = 8
"""Working weeks are counted in at most so many neighborhoods of the clock."""
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Words:
    """One word per person, as numbers (UNKNOWN for none): each pair with an equal word costs `quanta` of a wish."""

    wish: str
    quanta: int
    codes: Numbers


class Cohort:
    """Everybody seated outside locked groups. Arrays run over these people; `rows` are their places in the problem.

    Locked groups stay as they are in every plan, so what they cost is `settled` and the others are shared out over
    the groups that remain. A group spans at most `reach` levels, Facilitator included: the others lie within the
    level band, and the Facilitator no further than it below them and one level above.
    """

    def __init__(self, problem: Problem, rows: Numbers) -> None:
        locked = {key for group in problem.locked.values() for key in group.members}
        held = np.array([problem.candidates[at].key in locked for at in rows.tolist()], dtype=bool)
        self.problem = problem
        self.everybody = rows
        self.rows = rows[~held] if len(rows) else rows
        self.size = len(self.rows)
        self.low, self.high = problem.size
        self.reach = max(1, problem.level_band)
        self.people = problem.arrays.people[self.rows]
        self.level: Numbers = self.people[:, LEVEL].astype(np.int64)
        self.kind: Numbers = self.people[:, KIND].astype(np.int64)
        self.leads: Bits = self.people[:, LEADS] == 1
        self.spreads = {
            "experience": self.people[:, EXPERIENCE].astype(np.int64),
            "energy": self.people[:, ENERGY].astype(np.int64),
        }

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The people themselves."""
        return [self.problem.candidates[at] for at in self.rows.tolist()]

    @cached_property
    def words(self) -> list[Words]:
        """Every wish against pairs with an equal word; earlier rounds have one column each."""
        people = self.candidates
        columns = [
            Words(wish, 1, _codes([getattr(who, field) for who in people])) for wish, field in ALIKE.items()
        ]
        columns.append(Words("newcomers", 1, _codes(["new" if who.newcomer else None for who in people])))
        for back in range(min(len(FADE), max((len(who.earlier) for who in people), default=0))):
            met = [who.earlier[back] if back < len(who.earlier) else None for who in people]
            columns.append(Words("earlier-groupmates", FADE[back], _codes(met, empty=True)))
        return columns

    @cached_property
    def pinned(self) -> Numbers:
        """The number of the group each person is pinned to, or UNKNOWN."""
        return _codes([who.pinned for who in self.candidates])

    @cached_property
    def possible(self) -> Bits:
        """Who of each working week can come at each start that matters; one start when all can come at one."""
        starts = self.problem.arrays.starts
        return starts < MISSES if starts.shape[1] else np.ones((len(starts), 1), dtype=bool)

    @cached_property
    def meets(self) -> Bits:
        """Which working weeks share a start."""
        can = self.possible.astype(np.float32)
        if len(can) > WEEKS:
            return np.ones((1, 1), dtype=bool)
        return can @ can.T > 0

    @cached_property
    def week(self) -> Numbers:
        """The row of `meets` for each person."""
        return self.kind if len(self.meets) > 1 else np.zeros_like(self.kind)

    @cached_property
    def zones(self) -> tuple[Numbers, Bits]:
        """The zone of each person, and which zones share a start. A zone is weeks that begin at about the same hour."""
        meets, order = self.meets, np.argsort(self._dawn(), kind="stable")
        change = (meets[order[1:]] != meets[order[:-1]]).any(axis=1)
        run = np.concatenate([[0], change.cumsum()])
        if run[-1] >= ZONES:
            people = np.bincount(self.week, minlength=len(meets))[order].cumsum()
            run = np.unique(np.minimum(people * ZONES // max(1, self.size), ZONES - 1), return_inverse=True)[
                1
            ]
        zone = np.zeros(len(meets), dtype=np.int64)
        zone[order] = run
        within = np.zeros((run[-1] + 1, run[-1] + 1), dtype=np.int64)
        np.add.at(within, (zone[:, None], zone[None, :]), meets)
        return zone[self.week], within > 0

    def _dawn(self) -> Numbers:
        first = np.zeros(len(self.meets), dtype=np.int64)
        for week, at in zip(*np.unique(self.week, return_index=True), strict=True):
            bits = starts_within(self.candidates[at].hours, self.problem.quarters)
            first[week] = (bits & -bits).bit_length()
        return first

    @cached_property
    def settled(self) -> tuple[Counter[str], int]:
        """What the locked groups cost, in quanta, and their unfairness in thousandths of a point."""
        quanta: Counter[str] = Counter()
        unfair = 0
        present = set(self.everybody.tolist())
        for group in self.problem.locked.values():
            at = [self.problem.number[key] for key in group.members]
            own = group_quanta(self.problem, [self.problem.candidates[one] for one in at if one in present])
            quanta.update(own)
            unfair += unfairness(burden(self.problem, own))
        return quanta, unfair

    def may_meet(self, one: Numbers, other: Numbers) -> Bits:
        """Tell for every two of these people whether any legal group can hold both."""
        a, b = self.people[one], self.people[other]
        near = np.abs(a[:, None, LEVEL] - b[None, :, LEVEL]) <= self.reach
        above = (a[:, None, ENTER] < b[None, :, ENTER]) & (b[None, :, ENTER] < a[:, None, LEAVE])
        below = (b[None, :, ENTER] < a[:, None, ENTER]) & (a[:, None, ENTER] < b[None, :, LEAVE])
        meet: Bits = near & ~above & ~below & self.meets[self.week[one][:, None], self.week[other][None, :]]
        pins = self.pinned[one][:, None], self.pinned[other][None, :]
        meet &= (pins[0] == pins[1]) | (pins[0] < 0) | (pins[1] < 0)
        for at, row in enumerate(a):
            apart = self.problem.arrays.apart[row[APART_FROM] : row[APART_TO]]
            meet[at] &= ~np.isin(self.rows[other], apart) & (other != one[at])
        return meet


def _codes(words: Sequence[str | None], *, empty: bool = False) -> Numbers:
    """Number the words; None, and the empty word unless it counts, are UNKNOWN."""
    number: dict[str, int] = {}
    codes = [
        number.setdefault(word, len(number)) if word or (empty and word is not None) else UNKNOWN
        for word in words
    ]
    return np.array(codes, dtype=np.int64)
