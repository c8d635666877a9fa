"""Chooses where a person's level comes from: the roster's own column, or the height of the tree below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minim.roster.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

AGREEMENT = 0.9
"""Share of reporting lines that must point the same way before the column is believed."""

Source = Literal["column", "column-from-top", "tree"]


@dataclass(frozen=True)
class Levels:
    """Levels on one scale, larger for more senior people. `of` holds everybody who was asked about."""

    source: Source
    of: Mapping[str, int]

    @property
    def sentence(self) -> str:
        return SENTENCES[self.source]


SENTENCES: Mapping[Source, str] = {
    "column": "Levels come from the roster's level column.",
    "column-from-top": "Levels come from the roster's level column, where 1 is the top.",
    "tree": "Levels are counted from the reporting lines: 0 means nobody reports to them.",
}


def choose_levels(reports_to: Mapping[str, str | None], given: Mapping[str, int | None]) -> Levels:
    """Take the given levels when everybody has one and they agree with the reporting lines, else the tree's heights.

    `given` names everybody whose level is needed. A column in which managers have the smaller number is turned around.
    """
    column = {key: level for key, level in given.items() if level is not None}
    if column and len(column) == len(given):
        direction = _direction(reports_to, column)
        if direction > 0:
            return Levels("column", column)
        if direction < 0:
            top, bottom = min(column.values()), max(column.values())
            return Levels("column-from-top", {key: bottom + top - level for key, level in column.items()})
    tree = Tree(reports_to)
    return Levels("tree", {key: tree.height(key) if key in tree else 0 for key in given})


def _direction(reports_to: Mapping[str, str | None], column: Mapping[str, int]) -> int:
    """1 when managers have the larger number, -1 when the smaller, 0 when the lines contradict each other."""
    larger = smaller = 0
    for key, level in column.items():
        above = _nearest_above(key, reports_to, column)
        if above is not None:
            larger += column[above] > level
            smaller += column[above] < level
    told = larger + smaller
    if not told or larger >= AGREEMENT * told:
        return 1
    return -1 if smaller >= AGREEMENT * told else 0


def _nearest_above(key: str, reports_to: Mapping[str, str | None], column: Mapping[str, int]) -> str | None:
    """The nearest person of the chain who has a level; circles end where they began."""
    seen = {key}
    above = reports_to.get(key)
    while above is not None and above not in column and above not in seen:
        seen.add(above)
        above = reports_to.get(above)
    return above if above in column and above != key else None
