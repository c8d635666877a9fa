"""What goes in: the people, the rules' numbers and the weights of the wishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count, islice
from types import MappingProxyType
from typing import Any

from minim.engine.arrays import Arrays, build
from minim.engine.candidate import MOST_YEARS, Candidate, ProblemError
from minim.engine.plan import PlanGroup, Relaxation
from minim.engine.sizes import LARGEST, smallest_size
from minim.engine.tree import Tour, TreeError, euler_tour
from minim.engine.wishes import FAIRNESS_SCALE, MILLI, WISHES

ROOM = 3
"""How far the upper size may lie above the smallest size that attendance asks for."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """Everything a search needs to know, checked. Make one with `Problem.of`.

    `target` is the mean size aimed at; `excused` are people the Organizer agreed to leave out.
    """

    candidates: tuple[Candidate, ...]
    reports_to: Mapping[str, str | None]
    size: tuple[int, int]
    target: float
    quorum: int
    certainty: float
    groups: int | None
    group_names: tuple[str, ...]
    level_band: int
    slot_minutes: int
    apart: frozenset[frozenset[str]]
    locked: Mapping[str, PlanGroup]
    weights: Mapping[str, float]
    excused: frozenset[str] = field(default=frozenset())
    known_as: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        candidates: Iterable[Candidate],
        *,
        reports_to: Mapping[str, str | None] = MappingProxyType({}),
        size: tuple[int, int] | None = (5, 8),
        expected_attendance: float | None = None,
        quorum: int = 3,
        certainty: float = 0.95,
        groups: int | None = None,
        group_names: Sequence[str] = (),
        level_band: int = 1,
        slot_minutes: int = 60,
        apart: Iterable[tuple[str, str]] = (),
        locked: Mapping[str, PlanGroup] = MappingProxyType({}),
        wishes: Mapping[str, float] = MappingProxyType({}),
        known_as: Mapping[str, str] = MappingProxyType({}),
    ) -> Problem:
        """Check everything and build the problem. Raises ProblemError with a sentence that names the way out.

        `reports_to` covers everybody known, candidates or not, and `known_as` names them.
        Without `size`, attendance decides it.
        """
        people = tuple(_under(who, reports_to) for who in candidates)
        low, high, target = _sizes(people, size, expected_attendance, quorum, certainty)
        _check_numbers(groups, level_band, slot_minutes)
        problem = cls(
            candidates=people,
            reports_to=MappingProxyType(dict(reports_to)),
            size=(low, high),
            target=target,
            quorum=quorum,
            certainty=certainty,
            groups=groups,
            group_names=_names(group_names),
            level_band=level_band,
            slot_minutes=slot_minutes,
            apart=_pairs(people, apart),
            locked=MappingProxyType({name: _named(name, group) for name, group in locked.items()}),
            weights=_weights(wishes),
            known_as=MappingProxyType(dict(known_as)),
        )
        _check_people(problem)
        _check_weights(problem)
        return problem

    @cached_property
    def number(self) -> dict[str, int]:
        """The place of each key in `candidates`."""
        return {who.key: at for at, who in enumerate(self.candidates)}

    @cached_property
    def tour(self) -> Tour:
        """Everybody in the reporting tree, outside managers included, numbered from the top down."""
        more = {who.key: who.manager for who in self.candidates if who.key not in self.reports_to}
        return euler_tour({**self.reports_to, **more} if more else self.reports_to)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """Names groups must or should have, most binding first: locked, pinned, given, then today's by size."""
        pinned = [who.pinned for who in self.candidates if who.pinned]
        today = Counter(who.today for who in self.candidates if who.today)
        likely = self.group_names or [
            name for name, _ in sorted(today.items(), key=lambda at: (-at[1], at[0]))
        ]
        return tuple(dict.fromkeys([*self.locked, *sorted(pinned), *likely]))

    @property
    def binding(self) -> int:
        """How many of `named` must exist because somebody is locked or pinned there."""
        return len({*self.locked, *(who.pinned for who in self.candidates if who.pinned)})

    def names(self, groups: int) -> tuple[str, ...]:
        """Return the names of that many groups, made up where none are given."""
        named = frozenset(self.named)
        made = (name for at in count(1) if (name := f"Group {at}") not in named)
        return (*self.named[:groups], *islice(made, max(0, groups - len(named))))

    @cached_property
    def all_names(self) -> tuple[str, ...]:
        """The names of as many groups as there could ever be; the arrays number today's groups by them."""
        return self.names(max(len(self.named), self.groups or 0, len(self.candidates) // self.size[0]))

    @cached_property
    def arrays(self) -> Arrays:
        """The people as arrays for the kernels, one row per candidate, built once."""
        return build(
            self.candidates,
            self.tour,
            self.apart,
            self.all_names,
            self.weights,
            self.quarters,
            self.level_band,
        )

    @property
    def quarters(self) -> int:
        """The length of a meeting in quarter hours."""
        return -(-self.slot_minutes // 15)

    def candidate(self, key: str) -> Candidate:
        """Return the candidate with this key. Raises KeyError for strangers."""
        return self.candidates[self.number[key]]

    def label(self, key: str) -> str:
        """Return the name to show for a key, known or not."""
        return self.candidates[self.number[key]].label if key in self.number else self.known_as.get(key, key)

    def is_above(self, senior: str, junior: str) -> bool:
        """Tell whether `senior` stands anywhere in the management chain of `junior`."""
        return self.tour.is_above(senior, junior)

    def relaxed(self, relaxation: Relaxation) -> Problem:
        """Return the problem with one relaxation of a clash applied."""
        return _RELAX[relaxation.kind](self, relaxation.value)


def _with_size(problem: Problem, value: Any) -> Problem:
    return replace(problem, size=(value[0], value[1]), target=min(max(problem.target, value[0]), value[1]))


def _with_facilitators(problem: Problem, keys: Any) -> Problem:
    return _changed(problem, keys, may_facilitate=True)


def _unpinned(problem: Problem, keys: Any) -> Problem:
    return _changed(problem, keys, pinned=None)


def _unlocked(problem: Problem, names: Any) -> Problem:
    return replace(problem, locked={name: kept for name, kept in problem.locked.items() if name not in names})


def _changed(problem: Problem, keys: Any, **change: Any) -> Problem:
    people = tuple(replace(who, **change) if who.key in keys else who for who in problem.candidates)
    return replace(problem, candidates=people)


_RELAX: Mapping[str, Callable[[Problem, Any], Problem]] = {
    "size": _with_size,
    "groups": lambda problem, value: replace(problem, groups=value[0]),
    "level-band": lambda problem, value: replace(problem, level_band=value[0]),
    "slot-minutes": lambda problem, value: replace(problem, slot_minutes=value[0]),
    "facilitators": _with_facilitators,
    "apart": lambda problem, keys: replace(
        problem, apart=frozenset(pair for pair in problem.apart if not pair <= set(keys))
    ),
    "unpin": _unpinned,
    "unlock": _unlocked,
    "leave-out": lambda problem, value: replace(
        _unpinned(problem, value), excused=problem.excused | set(value)
    ),
}


def _sizes(
    people: tuple[Candidate, ...],
    size: tuple[int, int] | None,
    expected: float | None,
    quorum: int,
    certainty: float,
) -> tuple[int, int, float]:
    if not 1 <= quorum <= LARGEST or not 0 < certainty < 1:
        raise ProblemError("The quorum is a number of people and the certainty lies between 0 and 1.")
    if size is not None:
        low, high = size
        if not 2 <= low <= high <= LARGEST:
            raise ProblemError(
                f"Group sizes run from 2 to {LARGEST}, the smaller first, not {low} to {high}."
            )
        return low, high, (low + high) / 2
    if expected is not None and not 0 < expected <= 1:
        raise ProblemError(f"Expected attendance lies between 0 and 1, not {expected}.")
    try:
        seen = [who.attendance for who in people if not who.oversees] or [0.8]
        low = max(2, smallest_size(seen if expected is None else expected, quorum, certainty))
    except ValueError as error:
        raise ProblemError(str(error)) from error
    return low, min(LARGEST, low + ROOM), float(low)


def _under(who: Candidate, reports_to: Mapping[str, str | None]) -> Candidate:
    """The reporting lines have the last word on who somebody's manager is."""
    manager = reports_to.get(who.key, who.manager)
    return who if manager == who.manager else replace(who, manager=manager)


def _check_numbers(groups: int | None, level_band: int, slot_minutes: int) -> None:
    if groups is not None and groups < 1:
        raise ProblemError(f"At least one group is needed, not {groups}.")
    if level_band < 0:
        raise ProblemError(f"The level band counts levels, 0 or more, not {level_band}.")
    if not 15 <= slot_minutes <= 24 * 60:
        raise ProblemError(f"A meeting takes 15 minutes to a day, not {slot_minutes} minutes.")


def _check_people(problem: Problem) -> None:
    counts = Counter(who.key for who in problem.candidates)
    if doubles := [key for key, count in counts.items() if count > 1]:
        raise ProblemError(f"{doubles[0]} appears twice: each person needs a key of their own.")
    try:
        assert problem.tour is not None
    except TreeError as error:
        raise ProblemError(f"These people report to each other in a circle: {error}.") from error
    seated_in: dict[str, str] = {}
    for name, group in problem.locked.items():
        for key in group.members:
            if key not in problem.number:
                raise ProblemError(f"{key} sits in the locked group {name} but is not among the people.")
            if key in seated_in:
                raise ProblemError(
                    f"{problem.label(key)} sits in two locked groups, {seated_in[key]} and {name}."
                )
            seated_in[key] = name
    for who in problem.candidates:
        if who.pinned and seated_in.get(who.key, who.pinned) != who.pinned:
            raise ProblemError(f"{who.label} is pinned to {who.pinned} but locked in {seated_in[who.key]}.")


def _check_weights(problem: Problem) -> None:
    """Refuse weights under which the unfairness of one group could outgrow 64 bits."""
    most = {"earlier-groupmates": 2, "experience": MOST_YEARS}
    pair = sum(
        weight * most.get(wish, 1)
        for wish, weight in problem.weights.items()
        if wish not in ("moves", "fairness", "unpopular-hours")
    )
    size = problem.size[1]
    burden = MILLI * (size * (size - 1) / 2 * pair + size * problem.weights["unpopular-hours"])
    if (
        burden**2
        / (FAIRNESS_SCALE * MILLI)
        * max(MILLI * problem.weights["fairness"], FAIRNESS_SCALE * MILLI)
        > 2**62
    ):
        raise ProblemError(
            "These weights are too large to count with. Only their ratio matters: divide all by a hundred."
        )


def _pairs(people: Sequence[Candidate], apart: Iterable[tuple[str, str]]) -> frozenset[frozenset[str]]:
    known = {who.key for who in people}
    pairs = set()
    for one, other in apart:
        if stranger := next((key for key in (one, other) if key not in known), None):
            raise ProblemError(f"{stranger} is to be kept apart but is not among the people.")
        if one == other:
            raise ProblemError(f"{one} cannot be kept apart from themselves.")
        pairs.add(frozenset((one, other)))
    return frozenset(pairs)


def _weights(wishes: Mapping[str, float]) -> Mapping[str, float]:
    for name, weight in wishes.items():
        if name not in WISHES:
            raise ProblemError(f"There is no wish named {name}. The wishes are {', '.join(WISHES)}.")
        if not 0 <= weight <= 1000:
            raise ProblemError(f"The weight of {name} lies between 0 and 1000, not {weight}.")
    return MappingProxyType({name: float(wishes.get(name, wish.weight)) for name, wish in WISHES.items()})


def _names(names: Sequence[str]) -> tuple[str, ...]:
    if any(not name.strip() for name in names) or len(set(names)) != len(names):
        raise ProblemError("Each group needs a name of its own.")
    return tuple(names)


def _named(name: str, group: PlanGroup) -> PlanGroup:
    return replace(group, name=name)
