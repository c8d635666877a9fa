"""What people may read of closed rounds: of each group the bands of its series today, and a word for all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from minim.pulse.bands import Level
from minim.pulse.results import Band
from minim.pulse.rounds import Asks, Part, Round

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


@dataclass(frozen=True)
class Told:
    """What was told of one group in one round. `is_paused`: it was passed over, because its members had changed."""

    round: Round
    levels: Mapping[str, Level]
    is_paused: bool = False

    @property
    def overall(self) -> Level:
        return overall(self.levels.values())


@dataclass
class History:
    """The rounds of one group that can be put side by side. `is_new`: other people sat there before."""

    series: int = 1
    rounds: list[Told] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.series > 1

    @property
    def last(self) -> Told | None:
        return self.rounds[-1] if self.rounds else None


def overall(levels: Iterable[Level]) -> Level:
    """One word for several bands, and made of nothing else: struggling in two questions is struggling."""
    told = [level for level in levels if level != Level.NOT_ENOUGH]
    if not told:
        return Level.NOT_ENOUGH
    struggling = told.count(Level.STRUGGLING)
    if struggling >= min(2, len(told)):
        return Level.STRUGGLING
    return Level.WELL if not struggling and 2 * told.count(Level.WELL) > len(told) else Level.MIXED


def histories(groups: Iterable[int]) -> dict[int, History]:
    """Of each of these groups, by key. Bands of another series are left out: nobody should put them side by side.
    Two questions to the database, however many groups there are."""
    keys = list(groups)
    parts = Part.objects.filter(group__in=keys, round__asks=Asks.POLL).exclude(round__closed_at=None)
    found: dict[int, History] = {key: History() for key in keys}
    levels = _levels(keys)
    for part in parts.select_related("round").order_by("round__number"):
        if part.series != found[part.group_id].series:
            found[part.group_id] = History(part.series)
        told = Told(part.round, levels[part.round_id, part.group_id], part.is_paused)
        found[part.group_id].rounds.append(told)
    return found


def words_of(told: Iterable[Told]) -> dict[str, str]:
    """The questions of these rounds: slug and words, as they were asked last."""
    return {slug: words for one in told for slug, words in one.round.questions}


def last_closed(program: int) -> Round | None:
    return Round.objects.polls().closed().filter(program=program).order_by("number").last()


def open_until(program: int) -> datetime | None:
    """All that is told of a round that is open."""
    return Round.objects.open().filter(program=program).values_list("closes_at", flat=True).first()


def standing(last: Round | None) -> dict[int, Level]:
    """The word for each open group, as it was told in this round."""
    found: dict[int, list[Level]] = defaultdict(list)
    rows = Band.objects.filter(round=last, group__closed_on=None) if last else Band.objects.none()
    for group, level in rows.values_list("group", "level"):
        found[group].append(Level(level))
    return {group: overall(levels) for group, levels in found.items()}


def _levels(groups: list[int]) -> dict[tuple[int, int], dict[str, Level]]:
    found: dict[tuple[int, int], dict[str, Level]] = defaultdict(dict)
    rows = Band.objects.filter(group__in=groups).order_by("pk")
    for of, group, question, level in rows.values_list("round", "group", "question", "level"):
        found[of, group][question] = Level(level)
    return found
