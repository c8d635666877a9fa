"""How a program fares as a whole, over a year: whether people came, month by month, and what each poll told.

All groups are taken together, and nothing is said of fewer than three. Attendance is told in steps of five of a
hundred, and a month only when it is over: a number that moves with each meeting would tell how many came to that one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from statistics import mean
from typing import TYPE_CHECKING, Any

from minim.health.report import ENOUGH_GROUPS, FEWEST_MEETINGS, STEP
from minim.pulse.bands import Level
from minim.pulse.models import Band, Round
from minim.pulse.reading import overall

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minim.health.facts import Facts, Held
    from minim.programs.models import Program

MONTHS = 12
ENOUGH_MEETINGS = ENOUGH_GROUPS * FEWEST_MEETINGS


@dataclass(frozen=True, slots=True)
class Month:
    """`came` is the share of members who came, `quorate` the share of meetings to which three or more did: of a
    hundred, in steps, and None where too few groups or meetings stand behind it."""

    first: date
    meetings: int = 0
    came: int | None = None
    quorate: int | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """How many groups were told each word; all None when fewer than three were told any. Of `few` too few had answered,
    or their members had just changed."""

    on: date
    well: int | None = None
    mixed: int | None = None
    struggling: int | None = None
    few: int | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """`young` groups have met three times at the most, those `without_time` know of no next meeting."""

    months: tuple[Month, ...] = ()
    polls: tuple[Poll, ...] = ()
    young: int = 0
    without_time: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "months": [{**asdict(one), "first": one.first.isoformat()} for one in self.months],
            "polls": [{**asdict(one), "on": one.on.isoformat()} for one in self.polls],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Overview:
        """What was kept; nothing of it before the first look."""
        months = [{**one, "first": date.fromisoformat(one["first"])} for one in kept.get("months", ())]
        polls = [{**one, "on": date.fromisoformat(one["on"])} for one in kept.get("polls", ())]
        return cls(
            tuple(Month(**one) for one in months),
            tuple(Poll(**one) for one in polls),
            kept.get("young", 0),
            kept.get("without_time", 0),
        )


def overview(now: Sequence[Facts], past: Iterable[Facts], polls: Iterable[Poll], today: date) -> Overview:
    """Of the open groups, with what `past` ones, which are closed, did while they met."""
    return Overview(
        tuple(months([*now, *past], today)),
        tuple(polls),
        sum(one.is_young for one in now),
        sum(not one.has_time for one in now),
    )


def months(facts: Iterable[Facts], today: date) -> list[Month]:
    """The months before this one, a year of them at most, from the first in which anybody met."""
    met: dict[date, list[list[Held]]] = defaultdict(list)
    for one in facts:
        by_month: dict[date, list[Held]] = defaultdict(list)
        for held in one.held:
            by_month[held.on.replace(day=1)].append(held)
        for first, theirs in by_month.items():
            met[first].append(theirs)
    firsts = _firsts(today)
    begun = next((at for at, first in enumerate(firsts) if first in met), len(firsts))
    return [_month(first, met[first]) for first in firsts[begun:]]


def polls_of(program: Program, today: date) -> list[Poll]:
    """Those that were closed within the last year, the oldest first. Two questions to the database."""
    since = _firsts(today)[0]
    closed = Round.objects.polls().closed().filter(program=program, closed_at__date__gte=since)
    days = dict(closed.order_by("number").values_list("pk", "closed_at__date"))
    told: dict[int, dict[int, list[Level]]] = {pk: defaultdict(list) for pk in days}
    rows = Band.objects.filter(round__in=days).order_by()
    for of, group, level in rows.values_list("round_id", "group_id", "level"):
        told[of][group].append(Level(level))
    return [poll(on, (overall(levels) for levels in told[pk].values())) for pk, on in days.items()]


def poll(on: date, words: Iterable[Level]) -> Poll:
    counts = Counter(words)
    if sum(counts.values()) - counts[Level.NOT_ENOUGH] < ENOUGH_GROUPS:
        return Poll(on)
    return Poll(
        on, counts[Level.WELL], counts[Level.MIXED], counts[Level.STRUGGLING], counts[Level.NOT_ENOUGH]
    )


def _month(first: date, met: Sequence[Sequence[Held]]) -> Month:
    meetings = sum(map(len, met))
    if len(met) < ENOUGH_GROUPS or meetings < ENOUGH_MEETINGS:
        return Month(first, meetings)
    came = mean(mean(one.share for one in theirs) for theirs in met)
    quorate = sum(one.is_quorate for theirs in met for one in theirs) / meetings
    return Month(first, meetings, _step(came), _step(quorate))


def _step(share: float) -> int:
    return round(100 * share / STEP) * STEP


def _firsts(today: date) -> list[date]:
    """The first days of the months of a year that are over, the oldest first."""
    number = 12 * today.year + today.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(number - MONTHS, number)]
