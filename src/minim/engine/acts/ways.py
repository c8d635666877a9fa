"""From ways a search has found to acts that were judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice

from minim.engine.acts.act import Act
from minim.engine.acts.ground import Ground
from minim.engine.acts.repair import Repair, Way

FURTHER = 3
"""How many people beyond those concerned may move at most."""
JUDGED = 40
"""Ways judged at most for each number of people moved."""


def carried_out(
    ground: Ground, waiting: Sequence[int], broken: Collection[int], most: int, told: Callable[[Way], Act]
) -> list[Act]:
    """Return acts that seat who waits and mend what is broken: nobody further moved, then one, then more.

    One move more is always looked at, because it may pay; more than that only while nothing was found.
    """
    repair = Repair(ground)
    acts: list[Act] = []
    for spare in range(FURTHER + 1):
        if spare > 1 and acts:
            break
        acts += clean(varied(repair.search(waiting, broken, spare), waiting), told, most)
    return acts


def clean(ways: Iterable[Way], told: Callable[[Way], Act], most: int) -> list[Act]:
    """Return the first acts that break nothing."""
    judged = ((way, told(way)) for way in islice(ways, JUDGED))
    return list(islice((act for _, act in judged if not act.breaches), most))


def first_clean(ways: Iterable[Way], told: Callable[[Way], Act]) -> tuple[Way, Act] | None:
    """Return the first way that breaks nothing, with its act."""
    judged = ((way, told(way)) for way in islice(ways, JUDGED))
    return next(((way, act) for way, act in judged if not act.breaches), None)


def varied(ways: Sequence[Way], waiting: Sequence[int]) -> Iterator[Way]:
    """Yield first the best way for each new seat of those who wait, then for new movers, then the rest."""
    seats: set[tuple[int, int]] = set()
    movers: set[int] = set()
    later, last = [], []
    for way in ways:
        own = {(row, way.seats[row]) for row in waiting}
        if own and not own & seats:
            seats |= own
            yield way
        else:
            later.append(way)
    for way in later:
        others = set(way.seats) - set(waiting)
        if others and not others & movers:
            movers |= others
            yield way
        else:
            last.append(way)
    yield from last
