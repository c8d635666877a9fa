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


SOURCES: Mapping[int, Source] = {1: "column", -1: "column-from-top", 0: "tree"}
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
    source: Source = "tree"
    if column and len(column) == len(given):
        source = SOURCES[_direction(reports_to, column)]
    return levels_by(source, reports_to, given)


def levels_by(
    source: Source, reports_to: Mapping[str, str | None], given: Mapping[str, int | None]
) -> Levels:
    """Everybody's level on a scale that was chosen already; who has none in the column counts as the most junior."""
    column = [level for level in given.values() if level is not None]
    if source == "tree" or not column:
        tree = Tree(reports_to)
        return Levels("tree", {key: tree.height(key) if key in tree else 0 for key in given})
    low, high = min(column), max(column)
    if source == "column":
        return Levels(source, {key: low if level is None else level for key, level in given.items()})
    turned = {key: low if level is None else high + low - level for key, level in given.items()}
    return Levels(source, turned)


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
