"""One proof that something is impossible."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One proof that no plan can keep these rules together; `rules` may name more than are needed."""

    rules: tuple[str, ...]
    sentence: str
    people: tuple[str, ...] = ()
