"""What is told of a retrospective: one word for each practice, for a whole program, made of its safe total alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minim.pulse.bands import Level

if TYPE_CHECKING:
    from minim.pulse.rounds import Round

KEEP, DROP = 3.5, 2.5
"""From here up most would keep it, and from here down drop it; the same edges as those of bands."""


def word_of(ended: Round, slug: str) -> Level:
    """WELL to keep, MIXED to change, STRUGGLING to drop. It says less than the total does, so it is as safe."""
    found = ended.totals.get(slug)
    if found is None:
        return Level.NOT_ENOUGH
    lowest, highest = found
    if lowest >= KEEP:
        return Level.WELL
    return Level.STRUGGLING if highest <= DROP else Level.MIXED
