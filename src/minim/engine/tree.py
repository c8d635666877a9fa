"""Who stands above whom: one walk over the whole reporting tree answers it in two comparisons."""

from __future__ import annotations

from collections.abc import Mapping


class TreeError(ValueError):
    """The reporting lines run in a circle; `cycle` holds the people on it."""

    def __init__(self, cycle: tuple[str, ...]) -> None:
        super().__init__(" → ".join(cycle))
        self.cycle = cycle


def euler_tour(reports_to: Mapping[str, str | None]) -> dict[str, tuple[int, int]]:
    """Number everybody so that `a` stands above `b` exactly when enter(a) < enter(b) < leave(a).

    Managers who are only named, without a line of their own, become roots. Raises TreeError on a cycle.
    """
    below: dict[str, list[str]] = {}
    roots = []
    for person, manager in reports_to.items():
        if manager is None:
            roots.append(person)
        else:
            below.setdefault(manager, []).append(person)
    roots += [manager for manager in below if manager not in reports_to]
    numbers = _walk(roots, below)
    if missing := next((person for person in reports_to if person not in numbers), None):
        raise TreeError(_cycle_from(missing, reports_to))
    return numbers


def _walk(roots: list[str], below: Mapping[str, list[str]]) -> dict[str, tuple[int, int]]:
    numbers: dict[str, tuple[int, int]] = {}
    entered: dict[str, int] = {}
    clock = 0
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        person, done = stack.pop()
        if done:
            numbers[person] = (entered[person], clock)
            continue
        entered[person] = clock
        clock += 1
        stack.append((person, True))
        stack.extend((report, False) for report in reversed(below.get(person, ())))
    return numbers


def _cycle_from(person: str, reports_to: Mapping[str, str | None]) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    here: str | None = person
    while here is not None and here not in seen:
        seen[here] = None
        here = reports_to.get(here)
    path = list(seen)
    return (*path[path.index(here) :], here) if here is not None else tuple(path)
