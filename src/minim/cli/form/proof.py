"""Checks a plan once more, with none of the engine's code: pair by pair, on the roster's own tree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from minim.engine import Plan
from minim.roster import Tree


@dataclass(frozen=True)
class Proof:
    """How many pairs were looked at, and those who would sit with somebody of their own chain."""

    pairs: int
    broken: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        if self.broken:
            sit = "sits" if len(self.broken) == 1 else "sit"
            return f"{len(self.broken):,} of {self.pairs:,} pairs {sit} in a group though one is in the other's chain."
        return f"Nobody sits with anyone of their own management chain: checked {self.pairs:,} pairs."


def prove(plan: Plan, tree: Tree) -> Proof:
    """Look at every two people who share a group."""
    pairs = [pair for group in plan.groups for pair in combinations(group.members, 2)]
    broken = tuple(pair for pair in pairs if tree.is_above(*pair) or tree.is_above(*reversed(pair)))
    return Proof(len(pairs), broken)
