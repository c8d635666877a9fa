"""Earlier rounds of a made-up company: groups as a careful person would have put them together by hand."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from minim.engine import Candidate

LOW, HIGH = 5, 8


def mixed(people: Sequence[Candidate], rng: random.Random) -> list[list[Candidate]]:
    """Return groups of 5 to 8 of one level and one place each, with the reports of one manager apart.

    Nobody of one level stands above another. The few who are left over share groups with a neighboring level where
    that is possible, and have no group otherwise.
    """
    places: dict[tuple[int, str], list[Candidate]] = defaultdict(list)
    for who in people:
        places[who.level, who.location].append(who)
    groups, rest = [], []
    for place in sorted(places):
        line = _shuffled(places[place], rng)
        full = _shareable(len(line))
        groups += _dealt(line[:full])
        rest += line[full:]
    return groups + list(_neighbors(rest))


def _shuffled(people: Sequence[Candidate], rng: random.Random) -> list[Candidate]:
    """In random order, but those of one manager in a row."""
    return sorted(rng.sample(people, len(people)), key=lambda who: who.manager or "")


def _shareable(count: int) -> int:
    """Return how many of so many can be shared into groups within the bounds."""
    return next((some for some in range(count, LOW - 1, -1) if -(-some // HIGH) * LOW <= some), 0)


def _dealt(line: Sequence[Candidate]) -> list[list[Candidate]]:
    groups = max(-(-len(line) // HIGH), round(len(line) / (LOW + HIGH) * 2))
    return [list(line[at::groups]) for at in range(groups)]


def _neighbors(rest: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Yield groups of those left over, as long as their levels are at most one apart."""
    group: list[Candidate] = []
    for who in sorted(rest, key=lambda who: (who.level, who.location, who.key)):
        if group and who.level - group[0].level > 1:
            group = []
        group.append(who)
        if len(group) == LOW:
            yield group
            group = []
