"""Who stands above whom: one walk over the whole reporting tree answers it in two comparisons."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class TreeError(ValueError):
    """The reporting lines run in a circle; `cycle` holds the people on it."""

    def __init__(self, cycle: tuple[str, ...]) -> None:
        super().__init__(" → ".join(cycle))
        self.cycle = cycle


class Tour(NamedTuple):
    """Everybody numbered from the top down, reports right after their manager.

    Below the person of number k stand exactly the numbers from k + 1 up to, and without, `leave[k]`.
    """

    enter: dict[str, int]
    leave: Sequence[int]

    def of(self, person: str) -> tuple[int, int]:
        """Return number and end. Raises KeyError for people without a line."""
        at = self.enter[person]
        return at, self.leave[at]

    def is_above(self, senior: str, junior: str) -> bool:
        """Tell whether `senior` stands anywhere above `junior`; False when either is unknown."""
        at, below = self.enter.get(senior), self.enter.get(junior)
        return at is not None and below is not None and at < below < self.leave[at]


def euler_tour(reports_to: Mapping[str, str | None]) -> Tour:
    """Number everybody. Managers who are only named, without a line of their own, become roots.

    Raises TreeError on a cycle.
    """
    below: dict[str, list[str]] = {}
    roots = []
    for person, manager in reports_to.items():
        if manager is None:
            roots.append(person)
        elif manager in below:
            below[manager].append(person)
        else:
            below[manager] = [person]
    roots += [manager for manager in below if manager not in reports_to]
    line = _walk(roots, below)
    enter = {person: at for at, person in enumerate(line)}
    if missing := next((person for person in reports_to if person not in enter), None):
        raise TreeError(_cycle_from(missing, reports_to))
    return Tour(enter, _ends(line, enter, reports_to))


def _walk(roots: list[str], below: Mapping[str, list[str]]) -> list[str]:
    """Return everybody within reach of the roots, each followed by those below."""
    line: list[str] = []
    waiting = roots[::-1]
    while waiting:
        person = waiting.pop()
        line.append(person)
        if person in below:
            waiting += below[person][::-1]
    return line


def _ends(line: Sequence[str], enter: Mapping[str, int], reports_to: Mapping[str, str | None]) -> array[int]:
    leave = array("q", range(1, len(line) + 1))
    for at in range(len(line) - 1, -1, -1):
        manager = reports_to.get(line[at])
        if manager is not None:
            above = enter[manager]
            leave[above] = max(leave[above], leave[at])
    return leave


def _cycle_from(person: str, reports_to: Mapping[str, str | None]) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    here: str | None = person
    while here is not None and here not in seen:
        seen[here] = None
        here = reports_to.get(here)
    path = list(seen)
    return (*path[path.index(here) :], here) if here is not None else tuple(path)
