"""What could be told of a group after a poll, made with the same parts as what is told, for people to see before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minim.pulse.bands import Level
from minim.pulse.reading import History, Told, histories
from minim.web.pulse.shown import Card, card_of

if TYPE_CHECKING:
    from minim.pulse.models import Part

WELL, MIXED, BAD, NONE = Level.WELL, Level.MIXED, Level.STRUGGLING, Level.NOT_ENOUGH
PATTERNS = (
    ("well", "Most of you are content", (WELL, WELL, WELL, MIXED, WELL)),
    ("mixed", "You see it differently", (MIXED, WELL, MIXED, MIXED, WELL)),
    ("struggling", "It goes badly", (BAD, MIXED, BAD, BAD, MIXED)),
    ("few", "Too few of you answer", (NONE,)),
)


@dataclass(frozen=True)
class Outcome:
    slug: str
    words: str
    card: Card


def outcomes(part: Part) -> list[Outcome]:
    """Each with the real past of this group before it, as the Organizer will see it then."""
    past = histories([part.group_id])[part.group_id]
    before = past.rounds if past.series == part.series else []
    return [
        Outcome(slug, words, card_of(part.group, History(part.series, [*before, _told(part, pattern)])))
        for slug, words, pattern in PATTERNS
    ]


def _told(part: Part, pattern: tuple[Level, ...]) -> Told:
    levels = {slug: pattern[place % len(pattern)] for place, slug in enumerate(part.round.slugs)}
    return Told(part.round, levels)
