"""A format made longer or shorter, so that it fills the meeting a group has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minim.playbook.formats import Format


def fitted(found: Format, minutes: int) -> Format:
    """The same steps, each with its share of this many minutes, whole ones, and at least one for every step.

    Raises ValueError when there are fewer minutes than steps.
    """
    if minutes < len(found.steps):
        raise ValueError(f"{len(found.steps)} steps need at least as many minutes.")
    spare = minutes - len(found.steps)
    weights = [step.minutes - 1 for step in found.steps]
    shares = _shares(weights if any(weights) else [1] * len(weights), spare)
    steps = (
        replace(step, minutes=share + 1, each_minutes=min(step.each_minutes, share + 1))
        for step, share in zip(found.steps, shares, strict=True)
    )
    return replace(found, steps=tuple(steps))


def _shares(weights: list[int], whole: int) -> list[int]:
    """Whole numbers in proportion to the weights that add up to `whole`; the largest remainders are rounded up."""
    total = sum(weights)
    shares = [weight * whole // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(weights[at] * whole % total), at))
    for at in by_remainder[: whole - sum(shares)]:
        shares[at] += 1
    return shares
