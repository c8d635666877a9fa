"""Facilitator or bad luck? What can be said of a Facilitator from all of their groups, and how surely.

Partial pooling: a group's mean is the program's, plus what its Facilitator brings to all of their groups, plus this
group's own luck, plus chance. How far Facilitators and groups differ at all is not known either, so every answer is
weighed over many sizes of both. With one group nobody can tell a Facilitator from a group, and the answer says so by
being wide. (Gelman and Hill, Data Analysis Using Regression and Multilevel Models, 2007, ch. 12 and 18.)
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Table = NDArray[Any]

TENTH = 1.2816
"""Standard deviations from the middle of a normal distribution to its tenth and ninetieth hundredth."""
SURE = 0.975
"""Both measures are looked at again and again, and each look is another chance to be wrong."""
FEWEST_GROUPS = 3
FEWEST_TO_COMPARE = 3
SIZES = np.linspace(0.05, 2.5, 14)
"""How far Facilitators, and groups, may differ: in units of the scale, each a candidate."""
MORE = (2, 4, 6, 9, 13, 18, 26, 39, 52)
"""Meetings per group; as many as are looked ahead."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How a measure is to be read: how far groups commonly differ, from which difference on it matters, and by how
    much one observation strays at the least."""

    name: str
    common: float
    matters: float
    strays: float


ATTENDANCE = Scale("attendance", common=0.10, matters=0.05, strays=0.08)
"""Shares of the members who came, 0 to 1."""
POLLS = Scale("polls", common=0.35, matters=0.15, strays=0.25)
"""Bands: struggling −1, mixed 0, doing well 1."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One group under one Facilitator: the mean of `count` observations, each of which strays by `spread`."""

    facilitator: int
    group: int
    mean: float
    count: int
    spread: float

    @property
    def variance(self) -> float:
        return self.spread**2 / self.count


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a Facilitator brings to their groups beside the program's mean, with 80 of 100 chances from `low` to `high`.

    `below` is the probability that it matters, downward. All in units of the measure.
    """

    groups: int
    middle: float
    error: float
    below: float

    @property
    def low(self) -> float:
        return self.middle - TENTH * self.error

    @property
    def high(self) -> float:
        return self.middle + TENTH * self.error

    @property
    def is_pattern(self) -> bool:
        """Whether one may speak of a pattern across their groups. Never of one or two: those may be unlucky."""
        return self.groups >= FEWEST_GROUPS and self.below >= SURE


def measure(seen: Mapping[tuple[int, int], Sequence[float]], scale: Scale) -> list[Measured]:
    """What was observed of each Facilitator and group. How much one observation strays is learnt from all of them."""
    told = {who: np.array(values) for who, values in seen.items() if values}
    free = sum(len(values) - 1 for values in told.values())
    within = sum(float(((values - values.mean()) ** 2).sum()) for values in told.values())
    spread = max(math.sqrt(within / free) if free else 0.0, scale.strays)
    return [Measured(*who, float(values.mean()), len(values), spread) for who, values in told.items()]


def estimates(measured: Iterable[Measured], scale: Scale) -> dict[int, Estimate]:
    """For each Facilitator. With fewer than three groups in all there is nothing to compare: {}."""
    groups = _by_facilitator(measured)
    if sum(map(len, groups.values())) < FEWEST_TO_COMPARE:
        return {}
    middles, variances, weights = _weighed(list(groups.values()), scale)
    middle = weights @ middles
    error = np.sqrt(weights @ (variances + (middles - middle) ** 2))
    return {
        facilitator: Estimate(len(theirs), float(at), float(strays), _below(float(at), float(strays), scale))
        for (facilitator, theirs), at, strays in zip(groups.items(), middle, error, strict=True)
    }


def more_meetings(measured: Sequence[Measured], scale: Scale, facilitator: int) -> int | None:
    """So many more meetings of each of their groups would tell, if they went like those there were.

    None when meetings alone would not: it would take another group.
    """
    for more in MORE:
        later = [
            replace(one, count=one.count + more) if one.facilitator == facilitator else one
            for one in measured
        ]
        if estimates(later, scale)[facilitator].is_pattern:
            return more
    return None


def _by_facilitator(measured: Iterable[Measured]) -> Mapping[int, list[Measured]]:
    groups: dict[int, list[Measured]] = defaultdict(list)
    for one in measured:
        groups[one.facilitator].append(one)
    return groups


def _weighed(groups: Sequence[Sequence[Measured]], scale: Scale) -> tuple[Table, Table, Table]:
    """For each pair of sizes (rows) each Facilitator's middle and variance (columns); and how likely each pair is."""
    seen = [one for theirs in groups for one in theirs]
    first = np.cumsum([0, *map(len, groups)])[:-1]
    mean, variance = np.array([[one.mean, one.variance] for one in seen]).T
    sizes = (SIZES * scale.common) ** 2
    rows = [_of_size(mean, 1 / (between_groups + variance), first, sizes) for between_groups in sizes]
    middles, variances, fits = (np.concatenate(column) for column in zip(*rows, strict=True))
    logs = fits - (sizes[:, None] + sizes).ravel() / (2 * scale.common**2)
    likely = np.exp(logs - logs.max())
    return middles, variances, likely / likely.sum()


def _of_size(mean: Table, weight: Table, first: Table, between: Table) -> tuple[Table, Table, Table]:
    """With groups that differ so much that they weigh this, and Facilitators who differ by each of `between`."""
    precision, theirs, within = _pooled(mean, weight, first)
    heft = 1 / (between[:, None] + 1 / precision)
    program, total = heft @ theirs / heft.sum(axis=1), heft.sum(axis=1)
    away = theirs - program[:, None]
    share = between[:, None] * heft
    variances = between[:, None] * (1 - share) + share**2 / total[:, None]
    fit = (np.log(heft).sum(axis=1) - np.log(total) - (heft * away**2).sum(axis=1) + within) / 2
    return share * away, variances, fit


def _pooled(mean: Table, weight: Table, first: Table) -> tuple[Table, Table, float]:
    """Each Facilitator's groups as one: how precise their mean, that mean, and how likely their differences."""
    precision = np.add.reduceat(weight, first)
    theirs = np.add.reduceat(weight * mean, first) / precision
    apart = np.add.reduceat(weight * mean**2, first) - precision * theirs**2
    likely = np.add.reduceat(np.log(weight), first) - np.log(precision) - apart
    return precision, theirs, float(likely.sum())


def _below(middle: float, error: float, scale: Scale) -> float:
    return 0.5 * math.erfc((middle + scale.matters) / (error * math.sqrt(2)))
