"""Counts that prove a clash: islands, levels short of people or Facilitators, and people who all need a group each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from minim.engine.arrays import Numbers
from minim.engine.proof.company import Company, Mask
from minim.engine.proof.obstacle import Obstacle

NAMED = 6
"""So many people are named in a sentence; more are counted."""
STARTS, CLOSELY = 24, 400
"""People from whom a set is grown in which nobody may meet anybody else, and how many are compared closely for it."""


def shareable(count: int, low: int, high: int) -> bool:
    """Tell whether so many people can be shared into groups of low to high."""
    return -(-count // high) * low <= count


def islands(company: Company) -> Iterator[Obstacle]:
    """People who can only sit among themselves must fill whole groups, each with a Facilitator of theirs."""
    low, high = company.problem.size
    fewest, most, count = 0, 0, 0
    for island in company.islands():
        count += 1
        leaders = int(company.leads[island].sum())
        least = -(-len(island) // high)
        fewest, most = fewest + least, most + min(len(island) // low, leaders)
        if len(island) == len(company.rows):
            return
        who = f"{_people(company, island)} can {'only sit with each other' if len(island) > 1 else 'sit with nobody'}"
        keys = _keys(company, island)
        if not shareable(len(island), low, high):
            sentence = f"{who}, and {len(island)} cannot be shared into groups of {low} to {high}."
            yield Obstacle(("size", *_walls(company)), sentence, keys)
        elif leaders < least:
            need = f"{_count(least, 'Facilitator')} {'is' if least == 1 else 'are'} needed; {_only(leaders)}"
            yield Obstacle(("facilitator", "size", *_walls(company)), f"{who} and {need}.", keys)
    if company.groups is not None and not fewest <= company.groups <= most:
        sentence = f"{_count(count, 'part')} of the company that never mix need {fewest} to {most} groups"
        yield Obstacle(("groups", "size", *_walls(company)), f"{sentence}, not {company.groups}.")


def stretches(company: Company) -> Iterator[Obstacle]:
    """People of some levels need groups, and only people within reach of these levels fill and lead them."""
    low, high = company.problem.size
    band, known = company.problem.level_band, np.unique(company.levels)
    for first in range(len(known)):
        for last in range(first, len(known)):
            bottom, top = int(known[first]), int(known[last])
            here = (company.levels >= bottom) & (company.levels <= top)
            groups = -(-int(here.sum()) // high)
            about = (company.levels >= bottom - company.reach) & (company.levels <= top + company.reach)
            reach = (company.levels >= bottom - band) & (company.levels <= top + 1)
            leaders = int((company.leads & reach).sum())
            if about.all() or reach.all():
                continue
            verb = "needs" if here.sum() == 1 else "need"
            who = f"The {_count(int(here.sum()), 'person')} at {_levels(bottom, top)} {verb}"
            if leaders < groups:
                sentence = f"{who} {_count(groups, 'Facilitator')} near their level; {_only(leaders)}."
                yield Obstacle(("facilitator", "size", "level-band"), sentence)
                return
            elif groups * low > about.sum():
                sentence = f"{who} {_count(groups, 'group')}; only {about.sum()} people are near enough to fill them."
                yield Obstacle(("size", "level-band"), sentence)
                return


def strangers(company: Company) -> Iterator[Obstacle]:
    """People none of whom may sit with another need a group each: there must be so many, and people to fill them."""
    if company.is_large or not len(company.rows):
        return
    company_of_each = company.meets.sum(axis=1)
    for line in (np.argsort(company_of_each, kind="stable"), *_grown(company)):
        found = _too_many(company, line)
        if found is not None:
            yield found
            return


def pinned_together(company: Company) -> Iterator[Obstacle]:
    """Those pinned to one group need enough others who may sit with all of them, and somebody to lead."""
    low = company.problem.size[0]
    pinned: dict[str, list[int]] = {}
    for at, row in enumerate(company.rows):
        if (name := company.problem.candidates[row].pinned) is not None:
            pinned.setdefault(name, []).append(at)
    for name, some in pinned.items() if not company.is_large else ():
        others = company.meets[some].all(axis=0)
        together = int(others.sum()) + len(some)
        if together < low:
            names = _people(company, np.array(some))
            sentence = (
                f"{names} {_are(some)} pinned to {name}; only {together - len(some)} others may sit there."
            )
            yield Obstacle(("pinned", "size", *_walls(company)), sentence, _keys(company, some))
        elif not (company.leads & others).any() and not company.leads[some].any():
            sentence = f"{_people(company, np.array(some))} {_are(some)} pinned to {name}, and nobody there may lead."
            yield Obstacle(("pinned", "facilitator", *_walls(company)), sentence, _keys(company, some))


def _grown(company: Company) -> Iterator[Numbers]:
    """Yield orders that begin with somebody and prefer those whom many others of the order may not meet either."""
    met = company.meets.sum(axis=1)
    for start in np.argsort(met, kind="stable")[:STARTS]:
        strange = np.flatnonzero(~company.meets[start])
        shared = (
            company.meets[np.ix_(strange, strange)].sum(axis=1) if len(strange) <= CLOSELY else met[strange]
        )
        order = strange[np.argsort(shared, kind="stable")]
        yield np.append(start, order[order != start])


def _too_many(company: Company, line: Numbers) -> Obstacle | None:
    """Gather people of the line who may not meet, and stop when they are too many."""
    low = company.problem.size[0]
    chosen: list[int] = []
    open_to = np.ones(len(company.rows), dtype=np.bool_)
    reached = np.zeros(len(company.rows), dtype=np.bool_)
    for at in line:
        if not open_to[at]:
            continue
        chosen.append(int(at))
        open_to &= ~company.meets[at]
        open_to[at] = False
        reached |= company.meets[at]
        reached[at] = True
        groups = len(chosen)
        if (
            groups > company.most_groups
            or groups * low > reached.sum()
            or groups > (company.leads & reached).sum()
        ):
            return _strangers_told(company, chosen, reached)
    return None


def _strangers_told(company: Company, chosen: Sequence[int], reached: Mask) -> Obstacle:
    low, groups = company.problem.size[0], len(chosen)
    names, leaders = _people(company, np.array(chosen)), int((company.leads & reached).sum())
    rules: tuple[str, ...]
    if groups > company.most_groups:
        rules, why = ("size", "facilitator", "groups"), f"there can be {company.most_groups} at most"
    elif groups * low > reached.sum():
        rules, why = ("size",), f"that takes {groups * low} people, and only {reached.sum()} can sit there"
    else:
        rules, why = ("facilitator",), f"of all who can sit there {_only(leaders)}"
    who = f"No two of {names} can share a group, so they need {groups} groups"
    if groups < 3:
        who = f"{names} needs a group" if groups == 1 else f"{names} cannot share a group, so they need two"
    return Obstacle((*rules, *_walls(company)), f"{who}: {why}.", _keys(company, chosen))


def _walls(company: Company) -> tuple[str, ...]:
    """Return the rules that may keep two people from sharing a group here."""
    problem = company.problem
    asked = {"apart": problem.apart, "common-slot": company.comes is not None, "pinned": problem.binding}
    return ("level-band", "chain", *(rule for rule, there in asked.items() if there))


def _people(company: Company, some: Numbers) -> str:
    if len(some) <= NAMED:
        names = [company.problem.candidates[company.rows[at]].label for at in some]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    bottom, top = int(company.levels[some].min()), int(company.levels[some].max())
    outside = np.ones(len(company.rows), dtype=np.bool_)
    outside[some] = False
    here = (company.levels >= bottom) & (company.levels <= top)
    place = f" at {_levels(bottom, top)}" if not (here & outside).any() else ""
    return f"The {len(some)} people{place}" if place else f"{len(some)} people"


def _keys(company: Company, some: Sequence[int] | Numbers) -> tuple[str, ...]:
    return tuple(company.problem.candidates[company.rows[at]].key for at in some[:60])


def _levels(bottom: int, top: int) -> str:
    return f"level {bottom}" if bottom == top else f"levels {bottom} to {top}"


def _count(count: int, thing: str) -> str:
    many = "people" if thing == "person" else f"{thing}s"
    return f"{count} {thing if count == 1 else many}"


def _only(leaders: int) -> str:
    return (
        f"only {leaders} {'is' if leaders == 1 else 'are'} willing and trained"
        if leaders
        else "nobody is willing and trained"
    )


def _are(some: Sequence[int]) -> str:
    return "is" if len(some) == 1 else "are"
