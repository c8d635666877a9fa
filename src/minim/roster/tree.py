"""The reporting tree: who is above whom, at any depth, quick at 100,000 people."""

from __future__ import annotations

from collections.abc import Mapping


class Tree:
    """Reporting lines as a tree. Managers who report to nobody we know are roots, outside managers too.

    A circle is cut at its smallest key, so that every question still has an answer; `cycles` names it.
    `enter` and `leave` number the tree: A is above B exactly when enter[A] < enter[B] <= leave[A].
    """

    def __init__(self, reports_to: Mapping[str, str | None]) -> None:
        self._above: dict[str, str | None] = dict(reports_to)
        for manager in reports_to.values():
            if manager is not None:
                self._above.setdefault(manager, None)
        self._cycles = _find_cycles(self._above)
        for cycle in self._cycles:
            self._above[cycle[0]] = None
        self._below: dict[str, list[str]] = {}
        for key, manager in self._above.items():
            if manager is not None:
                self._below.setdefault(manager, []).append(key)
        self.roots: tuple[str, ...] = tuple(key for key, manager in self._above.items() if manager is None)
        self._number()

    def __contains__(self, key: object) -> bool:
        return key in self._above

    def __len__(self) -> int:
        return len(self._above)

    def chain(self, key: str) -> tuple[str, ...]:
        """Everybody above, nearest first."""
        found = []
        manager = self._above.get(key)
        while manager is not None:
            found.append(manager)
            manager = self._above[manager]
        return tuple(found)

    def children(self, key: str) -> tuple[str, ...]:
        """Direct reports, in the order they were given."""
        return tuple(self._below.get(key, ()))

    def height(self, key: str) -> int:
        """Steps down to the lowest report; 0 means nobody reports to them."""
        return self._height[key]

    def depth(self, key: str) -> int:
        """Steps up to the top; 0 means they report to nobody."""
        return self._depth[key]

    def size_below(self, key: str) -> int:
        """How many people are below, at any depth."""
        return self.leave[key] - self.enter[key]

    def is_above(self, manager: str, key: str) -> bool:
        """Whether `key` reports to `manager`, at any depth. Nobody is above themselves."""
        return self.enter[manager] < self.enter[key] <= self.leave[manager]

    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Circles of people who report to each other, each from its smallest key upwards."""
        return self._cycles

    def _number(self) -> None:
        """Number everybody top-down, then measure heights and sizes bottom-up."""
        order: list[str] = []
        self._depth: dict[str, int] = {}
        waiting = [(key, 0) for key in reversed(self.roots)]
        while waiting:
            key, depth = waiting.pop()
            self._depth[key] = depth
            order.append(key)
            waiting.extend((child, depth + 1) for child in reversed(self._below.get(key, ())))
        self.enter: dict[str, int] = {key: number for number, key in enumerate(order)}
        self.leave: dict[str, int] = dict(self.enter)
        self._height: dict[str, int] = dict.fromkeys(order, 0)
        for key in reversed(order):
            manager = self._above[key]
            if manager is not None:
                self.leave[manager] = max(self.leave[manager], self.leave[key])
                self._height[manager] = max(self._height[manager], self._height[key] + 1)


def _find_cycles(above: Mapping[str, str | None]) -> tuple[tuple[str, ...], ...]:
    """Walk up from everybody once; who is met again on the same walk closes a circle."""
    walked: dict[str, int] = {}
    cycles = []
    for walk, start in enumerate(above):
        key: str | None = start
        while key is not None and key not in walked:
            walked[key] = walk
            key = above[key]
        if key is not None and walked[key] == walk:
            cycles.append(_circle_from(key, above))
    return tuple(sorted(cycles))


def _circle_from(start: str, above: Mapping[str, str | None]) -> tuple[str, ...]:
    circle = [start]
    key = above[start]
    while key is not None and key != start:
        circle.append(key)
        key = above[key]
    smallest = circle.index(min(circle))
    return tuple(circle[smallest:] + circle[:smallest])
