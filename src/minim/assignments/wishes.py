"""Wishes in words: what an Organizer says with a slider, and the weight the engine takes for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from minim.engine import WISHES, Wish

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["IMPORTANCE", "WISHES", "Wish", "importance", "usual_importance", "weight", "weights"]

IMPORTANCE = (
    "does not matter",
    "matters a little",
    "matters somewhat",
    "matters",
    "matters much",
    "matters most",
)
"""Each word weighs three times the one before it; "matters most" is as heavy as the heaviest wish of the house."""

STEP = 3.0
MOST = len(IMPORTANCE) - 1
HEAVIEST = max(wish.weight for wish in WISHES.values())


def usual_importance(wish: str) -> int:
    """Where the slider stands before anybody moves it."""
    return min(MOST, max(1, round(MOST + math.log(WISHES[wish].weight / HEAVIEST, STEP))))


def weight(wish: str, importance: int) -> float:
    """The engine's weight for a place on the slider; the usual place gives exactly the usual weight."""
    if importance == 0:
        return 0.0
    return WISHES[wish].weight * STEP ** (importance - usual_importance(wish))


def importance(wish: str, weights: Mapping[str, float]) -> int:
    """Where the slider stands for these weights, the nearest word when the weight lies between two."""
    chosen = weights.get(wish, WISHES[wish].weight)
    if not chosen:
        return 0
    moved = round(math.log(chosen / WISHES[wish].weight, STEP))
    return min(MOST, max(1, usual_importance(wish) + moved))


def weights(chosen: Mapping[str, int]) -> dict[str, float]:
    """What to keep for these places: only wishes that differ from the usual."""
    return {
        wish: weight(wish, place)
        for wish, place in chosen.items()
        if wish in WISHES and place != usual_importance(wish)
    }
