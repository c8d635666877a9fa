"""The ground an act is tried on: a plan as seats that can be changed and put back, and what nobody may touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from minim.engine.acts.act import Act
from minim.engine.acts.touched import gained, led, points
from minim.engine.acts.weighing import ABSENT, FORM, POINTS, STRIFE, enter, leave, weigh
from minim.engine.arrays import MOVES, TODAY, UNKNOWN, Numbers
from minim.engine.candidate import ProblemError
from minim.engine.kernels import FAR, GROUP, HIGH, LOW, NOBODY, PAIRS, SHAPE, SIZE, SLOT
from minim.engine.plan import Breach, LeftOut, Plan, PlanGroup
from minim.engine.problem import Problem
from minim.engine.search.seating import Seated
from minim.engine.slots import MISSES

Yes = NDArray[np.bool_]
SHOWN = 6
"""Groups a sentence names before it only counts."""


@dataclass(frozen=True)
class Weighed:
    """What changes would do, one entry each: `fits` when no rule of the group is broken worse than before the act.

    `calm` when people and hours suit, so that only a Facilitator, levels or more people are missing.
    """

    fits: Yes
    calm: Yes
    strife: Numbers
    harm: Numbers
    points: Numbers


class Ground:
    """A plan as seats. People are rows of the problem, groups are places in `names`."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        seated = Seated(problem, plan)
        self.a, self.seats, self.names, self.place = problem.arrays, seated.seats, seated.names, seated.place
        self.where = self.seats.seat[:, GROUP]
        self.home = self.where.copy()
        once = [name for name, count in Counter(group.name for group in plan.groups).items() if count == 1]
        self.open = np.zeros(len(self.names), dtype=np.bool_)
        self.open[[self.place[name] for name in once if name not in problem.locked]] = True
        self.groups = {self.place[group.name]: group for group in reversed(plan.groups)}
        self.base = self._state()
        self.strangers = np.zeros(len(self.names), dtype=np.int64)
        for place, group in self.groups.items():
            self.strangers[place] = len(set(group.members)) - int(self.seats.group[place, SIZE])
        sizes = self.sizes
        self.low, self.high = (
            np.minimum(self.seats.group[:, LOW], sizes),
            np.maximum(self.seats.group[:, HIGH], sizes),
        )

    @property
    def sizes(self) -> Numbers:
        """How many people sit in each group now."""
        return self.seats.group[:, SIZE] + self.strangers

    @cached_property
    def movable(self) -> Yes:
        """Who may change group: seated once, not pinned, in no locked group."""
        seats = Counter(key for group in self.plan.groups for key in group.members)
        pinned = [who.pinned is not None or seats[who.key] != 1 for who in self.problem.candidates]
        free: Yes = ~np.array(pinned, dtype=np.bool_) & (self.home != NOBODY)
        free[free] = self.open[self.home[free]]
        return free

    @cached_property
    def leading(self) -> Yes:
        """Who leads a group today: of equally good ways, one that lets them is better."""
        leaders = {group.facilitator for group in self.plan.groups}
        return np.array([who.key in leaders for who in self.problem.candidates], dtype=np.bool_)

    def group(self, name: str) -> int:
        """Return the place of a group that may be touched. Raises ProblemError with the way out."""
        place = self.place.get(name)
        if place is None or place not in self.groups:
            raise ProblemError(
                f"There is no group named {name} in this plan. Its groups are {self._some_names()}."
            )
        if name in self.problem.locked:
            raise ProblemError(f"{name} is locked, so it stays as it is. Unlock it first.")
        if not self.open[place]:
            raise ProblemError(f"Several groups are named {name}. Give each a name of its own first.")
        return place

    def row(self, key: str) -> int:
        """Return the row of a person. Raises ProblemError for strangers."""
        if key not in self.problem.number:
            raise ProblemError(
                f"{key} is not among the people of this plan. Look for the right key in the roster."
            )
        return self.problem.number[key]

    def may_take(self, row: int) -> Yes:
        """Return the groups somebody may be led to at all: open ones, and for the pinned only theirs."""
        allowed: Yes = self.open.copy()
        pinned = self.problem.candidates[row].pinned
        if pinned is not None:
            allowed[:] = False
            if pinned in self.place:
                allowed[self.place[pinned]] = self.open[self.place[pinned]]
        return allowed

    def weigh(
        self, groups: Numbers, outs: Numbers | int, inns: Numbers | int, *, closely: bool = False
    ) -> Weighed:
        """Weigh many changes of single groups against how the groups were before the act.

        Harm by levels that are far apart is only counted in full when looked at closely.
        """
        out, inn = (np.array(np.broadcast_to(np.int64(who), groups.shape)) for who in (outs, inns))
        reach = FAR if closely else max(1, self.problem.level_band)
        out, inn = np.ascontiguousarray(out), np.ascontiguousarray(inn)
        after = weigh(self.a, self.seats, groups, out, inn, reach)
        pairs, form, absent = (
            np.maximum(after[:, column] - self.base[groups, column], 0) for column in (STRIFE, FORM, ABSENT)
        )
        size = self.sizes[groups] + (inn != NOBODY) - (out != NOBODY)
        over, under = np.maximum(size - self.high[groups], 0), np.maximum(self.low[groups] - size, 0)
        harm = pairs + form + absent + over + under
        change = after[:, POINTS] + self._uprooted(inn, groups) - self._uprooted(out, groups)
        return Weighed(harm == 0, (pairs == 0) & (absent == 0) & (over == 0), pairs, harm, change)

    def leave(self, row: int) -> None:
        """Empty somebody's seat."""
        leave(self.a, self.seats, row)

    def enter(self, row: int, group: int) -> None:
        """Seat somebody who has no seat."""
        enter(self.a, self.seats, row, group)

    def vacate(self, key: str) -> list[int]:
        """Empty every seat somebody has, for good, and return their groups."""
        row, homes = self.problem.number.get(key, NOBODY), self.homes(key)
        for place in homes:
            if row != NOBODY and self.where[row] == place:
                self.leave(row)
                self.movable[row] = False
            else:
                self.strangers[place] -= 1
        return homes

    def keyed(self, seats: Mapping[int, int]) -> dict[str, int]:
        """Return seats by the keys of people instead of rows."""
        return {self.problem.candidates[row].key: group for row, group in seats.items()}

    def broken(self, groups: Iterable[int]) -> list[int]:
        """Return those groups in which more is broken now than before the act."""
        here = np.array(list(groups), dtype=np.int64)
        size = self.sizes[here]
        bad = (
            (self._state(here) > self.base[here]).any(axis=1)
            | (size < self.low[here])
            | (size > self.high[here])
        )
        return here[bad].tolist()

    def act(
        self,
        head: str,
        seats: Mapping[str, int],
        *,
        gone: Collection[int] = (),
        left: Collection[LeftOut] = (),
        leads: Mapping[int, str] = MappingProxyType({}),
    ) -> Act:
        """Carry out a change and judge it: new groups of keys (NOBODY for none), groups that end, who must lead."""
        touched = {group: self._changed(group, seats, leads) for group in self._touched(seats, leads, gone)}
        for group in gone:
            del touched[group]
        before = [self.groups[group] for group in (*touched, *gone)]
        breaches = [
            breach
            for group, after in touched.items()
            for breach in gained(self.problem, self.groups[group], after)
        ]
        moved = tuple(key for key, group in seats.items() if self._changes(key, group))
        return Act(
            sentence=" ".join(
                [*filter(None, [head]), *self._told(seats, moved, touched), *_told_broken(breaches)]
            ),
            plan=self._plan(touched, gone, seats, left),
            moved=moved,
            points=points(self.problem, touched.values()) - points(self.problem, before),
            breaches=tuple(breaches),
        )

    def _state(self, groups: Numbers | slice = slice(None)) -> Numbers:
        """Return forbidden pairs, level and Facilitator breaches, and people who miss the best hour, by group."""
        group = self.seats.group[groups]
        return np.stack([group[:, PAIRS], group[:, SHAPE], group[:, SLOT] // MISSES], axis=1)

    def _uprooted(self, who: Numbers, groups: Numbers) -> Numbers:
        today = self.a.people[who, TODAY]
        away: Numbers = ((who != NOBODY) & (today != UNKNOWN) & (today != groups)) * self.a.price[MOVES]
        return away

    def _touched(
        self, seats: Mapping[str, int], leads: Mapping[int, str], gone: Collection[int]
    ) -> dict[int, None]:
        places = [group for key in seats for group in self.homes(key)]
        return dict.fromkeys(
            [*places, *(group for group in seats.values() if group != NOBODY), *leads, *gone]
        )

    def label(self, row: int) -> str:
        """Return the name to show for a row."""
        return self.problem.candidates[row].label

    def homes(self, key: str) -> list[int]:
        """Return the groups somebody sits in; more than one only in a plan that is broken there."""
        row = self.problem.number.get(key, NOBODY)
        if row != NOBODY and self.movable[row]:
            return [int(self.home[row])]
        return [place for place, group in self.groups.items() if key in group.members]

    def _changed(self, place: int, seats: Mapping[str, int], leads: Mapping[int, str]) -> PlanGroup:
        before = self.groups[place]
        members = [key for key in before.members if seats.get(key, place) == place]
        members += [key for key, group in seats.items() if group == place and key not in before.members]
        if place in leads:
            return PlanGroup(before.name, leads[place], tuple(members))
        return led(self.problem, before, before.name, members)

    def _changes(self, key: str, group: int) -> bool:
        row = self.problem.number.get(key, NOBODY)
        return row != NOBODY and NOBODY not in (group, self.home[row]) and group != self.home[row]

    def _plan(
        self,
        touched: Mapping[int, PlanGroup],
        gone: Collection[int],
        seats: Mapping[str, int],
        left: Collection[LeftOut],
    ) -> Plan:
        after = {group.name: group for group in touched.values()}
        ended = {self.names[group] for group in gone}
        groups = tuple(after.get(group.name, group) for group in self.plan.groups if group.name not in ended)
        return Plan(groups, (*(who for who in self.plan.left_out if who.key not in seats), *left))

    def _told(
        self,
        seats: Mapping[str, int],
        moved: Collection[str],
        touched: Mapping[int, PlanGroup],
    ) -> Iterator[str]:
        to: dict[int, list[str]] = {}
        for key in moved:
            to.setdefault(seats[key], []).append(self.problem.label(key))
        parts = [
            f"{listed(who)} {'moves' if len(who) == 1 else 'move'} to {self.names[group]}"
            for group, who in to.items()
        ]
        if len(parts) > SHOWN:
            yield f"{len(moved):,} people move, to {len(parts):,} groups."
        elif parts:
            yield f"{', '.join(parts)}."
        new = [
            f"{self.problem.label(group.facilitator)} leads {group.name} now"
            for place, group in touched.items()
            if group.facilitator not in ("", self.groups[place].facilitator)
        ]
        if len(new) > SHOWN:
            yield f"{len(new):,} groups have another Facilitator."
        elif new:
            yield f"{listed(new)}."

    def _some_names(self) -> str:
        names = [group.name for group in self.plan.groups]
        return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def in_order(useful: Yes, *keys: Numbers | Yes) -> Numbers:
    """Return the places where `useful` holds, by the first key, then by the next ones."""
    at: Numbers = np.flatnonzero(useful)
    return at[np.lexsort((at, *(key[at] for key in reversed(keys))))]


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return "A, B and C"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _told_broken(breaches: Sequence[Breach]) -> Iterator[str]:
    if breaches:
        more = f" And {len(breaches) - 1} more." if len(breaches) > 1 else ""
        yield f"This breaks a rule: {breaches[0].sentence}{more}"
