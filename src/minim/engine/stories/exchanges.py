"""Where else people could sit, and what that changes, in the unit of each wish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from minim.engine.alternatives import alternatives
from minim.engine.arrays import KIND, TODAY, UNKNOWN, Numbers
from minim.engine.kernels import GROUP, NOBODY, SIZE, SLOT
from minim.engine.plan import Plan
from minim.engine.problem import Problem
from minim.engine.search.people import PENALTY
from minim.engine.search.seating import Seated
from minim.engine.slots import MISSES
from minim.engine.tally import MET, Tally
from minim.engine.telling import counted, listed
from minim.engine.wishes import MILLI, WISHES

TOLD = 3
"""Changes that a sentence names, those that weigh most."""
APART = "pairs apart"
"""How many pairs the two groups have, for wishes that are told as a mean."""
HARDLY = 0.05
"""Less than this is not worth telling, in points or years."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One person goes to another group; `partner`, unless NOBODY, takes their place. Changes are in whole quanta."""

    person: int
    group: int
    partner: int
    milli: int
    changes: Mapping[str, int]

    @property
    def points(self) -> float:
        """By how much the whole plan gets worse, or better below zero."""
        return self.milli / MILLI


def exchanges(problem: Problem, plan: Plan, rows: Numbers) -> tuple[Seated, list[list[Exchange]]]:
    """Return the best two other places of each person; fewer when no more are found. Nobody fixed is moved."""
    seated = Seated(problem, plan)
    locked = {key for group in problem.locked.values() for key in group.members}
    fixed = np.array([bool(who.pinned) or who.key in locked for who in problem.candidates], dtype=np.bool_)
    found = alternatives(problem.arrays, seated.seats, rows, fixed, PENALTY)
    which, rank = np.nonzero(found[:, :, 1] != NOBODY)
    milli, groups, partners = (found[which, rank, column] for column in range(3))
    people = rows[which]
    changes = _changes(problem, seated, people, groups, partners)
    telling = {wish: column.tolist() for wish, column in changes.items() if column.any()}
    options: list[list[Exchange]] = [[] for _ in rows]
    for at, (row, person, group, partner, cost) in enumerate(
        zip(*(column.tolist() for column in (which, people, groups, partners, milli)), strict=True)
    ):
        own = {wish: column[at] for wish, column in telling.items() if column[at]}
        options[row].append(Exchange(person, group, partner, cost, own))
    return seated, options


def _changes(
    problem: Problem, seated: Seated, people: Numbers, groups: Numbers, partners: Numbers
) -> dict[str, Numbers]:
    """Return by how much every wish changes in each exchange, in quanta, and how many pairs the two groups have."""
    homes = seated.seats.seat[people, GROUP]
    traded = partners != NOBODY
    tally = Tally(problem)
    found: dict[str, Numbers] = {}
    for who, there, without, sign in (
        (people, groups, partners, 1),
        (people, homes, people, -1),
        (partners, homes, people, 1),
        (partners, groups, partners, -1),
    ):
        for wish, amount in _met(tally, seated, who, there, without).items():
            found[wish] = found.get(wish, 0) + sign * amount
    a, today = problem.arrays, problem.arrays.people[:, TODAY].astype(np.int64)
    moves = _elsewhere(today[people], groups) - _elsewhere(today[people], homes)
    moves += traded * (_elsewhere(today[partners], homes) - _elsewhere(today[partners], groups))
    found["moves"] = moves
    found["unpopular-hours"] = np.zeros(len(people), dtype=np.int64)
    if a.starts.shape[1]:
        found["unpopular-hours"] = _hours(problem, seated, people, homes, partners) + _hours(
            problem, seated, partners, groups, people
        )
    sizes = seated.seats.group[:, SIZE]
    here, there = sizes[homes] - ~traded, sizes[groups] + ~traded
    found[APART] = (here * (here - 1) + there * (there - 1)) // 2
    return found


def _met(tally: Tally, seated: Seated, who: Numbers, groups: Numbers, without: Numbers) -> dict[str, Numbers]:
    """Sum what each person costs with the members of a group, one of them left out. NOBODY costs nothing."""
    seats = seated.seats
    members = seats.members[groups]
    meets = np.arange(members.shape[1]) < seats.group[groups, SIZE][:, None]
    meets &= (members != without[:, None]) & (members != who[:, None]) & (who != NOBODY)[:, None]
    row, column = np.nonzero(meets)
    costs = tally.pairs(who[row], members[row, column])
    return {
        wish: np.bincount(row, weights=amount, minlength=len(who)).astype(np.int64)
        for wish, amount in costs.items()
    }


def _hours(problem: Problem, seated: Seated, out: Numbers, groups: Numbers, inn: Numbers) -> Numbers:
    """Return how the people at an early or late hour change in a group that `out` leaves and `inn` joins."""
    a, seats = problem.arrays, seated.seats
    change = np.zeros(len(groups), dtype=np.int64)
    for begin in range(0, len(groups), 4096):
        part = slice(begin, begin + 4096)
        load = seats.load[groups[part]].astype(np.int64)
        for who, sign in ((out[part], -1), (inn[part], 1)):
            load += sign * (who != NOBODY)[:, None] * a.starts[a.people[who, KIND]]
        change[part] = load.min(axis=1) % MISSES - seats.group[groups[part], SLOT] % MISSES
    return change


def _elsewhere(today: Numbers, groups: Numbers) -> Numbers:
    moved: Numbers = ((today != UNKNOWN) & (today != groups)).astype(np.int64)
    return moved


def in_words(problem: Problem, changes: Mapping[str, int]) -> str:
    """Say what an exchange changes, what weighs most first: "one more pair from the same team, but …"; or ""."""
    pairs = changes.get(APART, 0)
    telling = sorted(
        (wish for wish in changes if wish in WISHES and problem.weights[wish]),
        key=lambda wish: -abs(changes[wish] * WISHES[wish].milli(problem.weights[wish])),
    )
    worse: list[str] = []
    better: list[str] = []
    for wish in telling:
        told = _change(wish, changes, pairs)
        if told and len(worse) + len(better) < TOLD:
            (worse if changes[wish] > 0 else better).append(told)
    if worse and better:
        return f"{listed(worse)}, but {listed(better)}"
    return listed(worse or better) if worse or better else ""


def _change(wish: str, changes: Mapping[str, int], pairs: int) -> str:
    amount = changes[wish] / WISHES[wish].quanta
    further = "further apart" if amount > 0 else "closer together"
    mean = abs(amount) / max(1, pairs)
    if wish == "experience":
        return f"experience {mean:.1f} years {further}" if mean >= HARDLY else ""
    if wish == "energy":
        return f"energy {100 * mean:.0f} of 100 {further}" if mean >= HARDLY / 5 else ""
    if wish == "earlier-groupmates":
        amount = changes.get(MET, 0)
        if not amount:
            return "meetings longer ago" if changes[wish] < 0 else "meetings less long ago"
    more = "more" if amount > 0 else "fewer"
    one, many = (f"{more} {words}" for words in (WISHES[wish].one, WISHES[wish].many))
    return counted(abs(amount), one, many)


def cost_in_words(points: float) -> str:
    """Say a cost in points, in brackets, since points mean little by themselves."""
    if abs(points) < HARDLY:
        return ""
    return f" ({abs(points):,.1f} points {'more' if points > 0 else 'less'})"


def option_in_words(problem: Problem, names: Sequence[str], option: Exchange) -> str:
    """Say where somebody could sit instead and what it would cost."""
    where = names[option.group]
    if option.partner != NOBODY:
        where += f", changing places with {problem.candidates[option.partner].label}"
    told = in_words(problem, option.changes)
    if not told:
        if abs(option.points) < HARDLY:
            return f"{where}: just as good."
        told = f"compromises shared out {'less' if option.points > 0 else 'more'} evenly"
    return f"{where}: {told}{cost_in_words(option.points)}."


def cheapest_way_apart(
    problem: Problem, plan: Plan, wish: str, pairs: Sequence[tuple[int, int]]
) -> list[str]:
    """Return for each pair the best exchange that lessens a wish, in words; "" where none is found."""
    rows = np.array([person for pair in pairs for person in pair], dtype=np.int64)
    seated, options = exchanges(problem, plan, rows)
    ways = []
    for first in range(0, len(rows), 2):
        sparing = [
            option
            for found in options[first : first + 2]
            for option in found
            if option.changes.get(wish, 0) < 0
        ]
        best = min(sparing, key=lambda option: option.milli, default=None)
        label = problem.candidates[best.person].label if best else ""
        ways.append(f"{label} to {option_in_words(problem, seated.names, best)}" if best else "")
    return ways
