"""What a plan could not grant, and why that cannot go away alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from minim.engine.plan import Compromise, Plan, WishBound
from minim.engine.problem import Problem
from minim.engine.proof.certificate import fewest_pairs
from minim.engine.stories.exchanges import cheapest_way_apart
from minim.engine.tally import MET, Tally, count_groups, members_of, pairs_within
from minim.engine.telling import counted, listed, number, opened
from minim.engine.wishes import ALIKE, WISHES

NAMED = 3
"""How many words, or pairs, a reason names."""
MEAN = {
    "experience": "On average two people in a group have managed {mean:.1f} years apart.",
    "energy": "On average the energy of two people in a group differs by {percent:.0f} of 100.",
}
PEOPLE = {
    "unpopular-hours": "For {amount} the best hour of their group is early or late.",
    "moves": "{amount} leave the group they sit in today.",
}
FOUND = "as far as the search found"


def compromises(problem: Problem, plan: Plan, proofs: Sequence[WishBound]) -> tuple[Compromise, ...]:
    """Return one compromise for each wish that has a weight and is not granted in full, heaviest first."""
    counts = _Counts(problem, plan)
    found = [
        Compromise(
            proof.wish,
            proof.value,
            proof.bound,
            proof.unit,
            counts.sentence(proof),
            counts.reason(proof),
            counts.groups(proof.wish),
        )
        for proof in proofs
        if proof.value > 0 and problem.weights[proof.wish] > 0 and proof.wish != "fairness"
    ]
    return tuple(sorted(found, key=lambda one: -one.value * problem.weights[one.wish]))


class _Counts:
    """What each group of a plan has of each wish."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.members = members_of(problem, plan)
        self.one, self.other, self.at = pairs_within(self.members)
        tally = Tally(problem)
        self.pairs = tally.pairs(self.one, self.other)
        self.known = {wish: int(tally.known(wish, self.one, self.other).sum()) for wish in tally.scales}
        self.in_groups = count_groups(problem, self.members)
        self.in_groups["moves"] = np.array([self._moved(place) for place in range(len(self.members))])

    def _moved(self, place: int) -> int:
        name, people = self.plan.groups[place].name, self.problem.candidates
        return sum(people[at].today not in (None, name) for at in self.members[place])

    def groups(self, wish: str) -> tuple[str, ...]:
        """Return the names of the groups that carry something of it."""
        return tuple(self.plan.groups[at].name for at in np.flatnonzero(self.in_groups[wish]))

    def sentence(self, proof: WishBound) -> str:
        """Say how much of a wish was not granted, and in how many groups."""
        wish, where = WISHES[proof.wish], len(self.groups(proof.wish))
        if wish.name in MEAN:
            mean = proof.value / max(1, self.known[wish.name])
            return MEAN[wish.name].format(mean=mean, percent=100 * mean)
        if wish.name in PEOPLE:
            return opened(PEOPLE[wish.name].format(amount=counted(proof.value, "person", "people")))
        amount = float(self.pairs[MET].sum()) if wish.name == "earlier-groupmates" else proof.value
        told = (
            f"{opened(counted(amount, wish.one, wish.many))} {'shares' if amount == 1 else 'share'} a group"
        )
        if amount == 1:
            return f"{told}."
        total = len(self.members)
        return (
            f"{told}, in {'every group' if where == total else f'{number(where)} of {number(total)} groups'}."
        )

    def reason(self, proof: WishBound) -> str:
        """Say what counting forces, and why the search kept the rest."""
        said, wish = list(self._forced(proof.wish)), WISHES[proof.wish]
        if proof.proved_best:
            return " ".join([*said, "No plan can have fewer." if wish.one else "No plan can do better."])
        whole = bool(wish.one) and wish.name != "earlier-groupmates" and proof.bound > 0
        if whole:
            said.append(
                f"{opened(number(proof.bound))} of the {number(proof.value)} cannot be avoided by any plan."
            )
        rest = proof.value - proof.bound
        which = "The other one" if rest == 1 else f"Any of the other {number(rest)}"
        start = f"{which} could only go" if whole else "Less of it could only be had"
        kept = f"{start} by breaking a rule or giving up more elsewhere, {FOUND}."
        return " ".join([*said, *(self._named(proof) or [kept])])

    def _forced(self, wish: str) -> Iterator[str]:
        """Yield, for the most frequent words, how many pairs there must be however people are shared out."""
        field = ALIKE.get(wish)
        if field is None:
            return
        people, groups = self.problem.candidates, len(self.members)
        seated = [getattr(people[at], field) for members in self.members for at in members]
        words = Counter(word for word in seated if word)
        alike: dict[int, list[str]] = {}
        for word, count in sorted(words.items(), key=lambda at: (-at[1], at[0])):
            if fewest_pairs(count, groups):
                alike.setdefault(count, []).append(
                    self.problem.label(word) if wish == "same-manager" else word
                )
        for count, names in list(alike.items())[:NAMED]:
            yield self._crowd(wish, names, count, fewest_pairs(count, groups))
        rest = [(len(names), fewest_pairs(count, groups)) for count, names in list(alike.items())[NAMED:]]
        if rest:
            others = sum(names for names, _ in rest)
            pairs = counted(sum(names * each for names, each in rest), "pair", "pairs")
            more = opened(counted(others, f"other {field}", f"other {field}s"))
            yield f"{more} must share groups in the same way: at least {pairs} more."

    def _crowd(self, wish: str, names: Sequence[str], people: int, pairs: int) -> str:
        """Say that so many people of each word are too many for the groups there are."""
        whose = "reports here" if wish == "same-manager" else "people"
        held, of = ("has", "them") if len(names) == 1 else ("have", "each")
        least = "one pair" if pairs == 1 else f"{number(pairs)} pairs"
        crowd = f"{listed(names)} {held} {number(people)} {whose}{'' if len(names) == 1 else ' each'}"
        verb = "has" if pairs == 1 else "have"
        return f"{crowd}, and there {self._are_groups()}: at least {least} of {of} {verb} to share one."

    def _named(self, proof: WishBound) -> list[str]:
        """Name the pairs when they are few, each with what it would cost to take them apart."""
        amounts = self.pairs.get(proof.wish)
        if amounts is None or proof.wish in MEAN or not 0 < (where := np.flatnonzero(amounts)).size <= NAMED:
            return []
        pairs = [(int(self.one[at]), int(self.other[at])) for at in where]
        told, ways = [], cheapest_way_apart(self.problem, self.plan, proof.wish, pairs)
        for pair, at, way in zip(pairs, where, ways, strict=True):
            names = listed([self.problem.candidates[one].label for one in pair])
            out = f"; the cheapest way out would be {way}" if way else "."
            told.append(f"{names} share {self.plan.groups[self.at[at]].name}{out}")
        if stuck := ways.count(""):
            which = "it" if len(ways) == 1 else "one of them" if stuck == len(ways) else "each other pair"
            told.append(f"No exchange of two people was found that spares {which} and keeps every rule.")
        return told

    def _are_groups(self) -> str:
        count = len(self.members)
        return "is one group" if count == 1 else f"are {number(count)} groups"
