"""Seats from what the proof knows: the scarcest people keep to the parties that cost least."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from minim.engine.arrays import Numbers
from minim.engine.problem import Problem
from minim.engine.proof.certificate import known
from minim.engine.search.attempt import open_search
from minim.engine.search.people import PeopleSearch

MOST = 2_000
"""Beyond so many people the scarce few weigh too little for a second seating."""


def parted_seats(found: PeopleSearch, seed: int) -> PeopleSearch:
    """Return seats in which scarce people of different cheapest parties sit apart, or `found` where there are none.

    The few near the top gather in one group easily, and no single move or trade leads out of it again: whoever leaves
    needs a whole group around them. Here they begin apart and stay apart. Each rule holds that held before.
    """
    room = found.room
    problem = parted(found.problem, room.people, len(room.names))
    if problem is found.problem or len(room.people) > MOST or found.watch.must_stop():
        return found
    rival = open_search(problem, room.people, len(room.names), seed, None, found.watch, 1)
    rival.bound = found.bound
    return rival if rival.best_breaches == 0 else found


def parted(problem: Problem, people: Numbers, groups: int) -> Problem:
    """Return the problem in which the scarcest of these people are kept apart unless they share a cheapest party."""
    few = known(problem, people).scarce
    parties = few.parties(groups - len(problem.locked)) if few else []
    keys = [[problem.candidates[at].key for at in party] for party in parties]
    pairs = {
        frozenset((one, other)) for mine, theirs in combinations(keys, 2) for one in mine for other in theirs
    }
    return replace(problem, apart=problem.apart | pairs) if pairs else problem
