"""What a plan could not grant, and why that cannot go away alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from minim.engine.candidate import Candidate
from minim.engine.plan import Compromise, Plan, PlanGroup, WishBound
from minim.engine.problem import Problem
from minim.engine.proof.certificate import fewest_pairs
from minim.engine.score import group_quanta
from minim.engine.wishes import ALIKE, WISHES

NAMED = 3
"""How many words a reason names."""


def compromises(problem: Problem, plan: Plan, proofs: Sequence[WishBound]) -> tuple[Compromise, ...]:
    """Return one compromise for each wish that has a weight and is not granted in full, heaviest first."""
    known = [(group, _people(problem, group)) for group in plan.groups]
    counts = {group.name: group_quanta(problem, people) for group, people in known}
    found = []
    for proof in proofs:
        if proof.value > 0 and problem.weights[proof.wish] > 0 and proof.wish != "fairness":
            where = tuple(name for name, quanta in counts.items() if quanta[proof.wish])
            reason = _reason(problem, proof, [people for _, people in known])
            found.append(
                Compromise(proof.wish, proof.value, proof.bound, proof.unit, _sentence(proof), reason, where)
            )
    return tuple(sorted(found, key=lambda one: -one.value * problem.weights[one.wish]))


def _people(problem: Problem, group: PlanGroup) -> list[Candidate]:
    return [problem.candidate(key) for key in dict.fromkeys(group.members) if key in problem.number]


def _sentence(proof: WishBound) -> str:
    wish = WISHES[proof.wish]
    return f"{wish.sentence} Not granted in full: {proof.value:g} {proof.unit}."


def _reason(problem: Problem, proof: WishBound, groups: Sequence[Sequence[Candidate]]) -> str:
    forced = list(_forced(problem, proof.wish, groups))[:NAMED]
    if proof.proved_best:
        end = "That is the least any plan can have."
    elif proof.bound > 0:
        end = f"Counting forces {proof.bound:g} of the {proof.value:g}; less of the rest would cost other wishes more."
    else:
        end = "Less of it would break a rule or cost other wishes more: the search found no trade that is worth it."
    return " ".join([*forced, end])


def _forced(problem: Problem, wish: str, groups: Sequence[Sequence[Candidate]]) -> Iterator[str]:
    """Yield, for the most frequent words, how many groups must hold two or more people of that word."""
    field = ALIKE.get(wish)
    if field is None:
        return
    words = Counter(getattr(who, field) for people in groups for who in people if getattr(who, field))
    for word, count in words.most_common(NAMED):
        if fewest_pairs(count, len(groups)) == 0:
            return
        name = f"{problem.label(word)}’s reports are" if wish == "same-manager" else f"{word} has"
        each, more = divmod(count, len(groups))
        if each == 1:
            fact = f"at least {more} {'group has' if more == 1 else 'groups have'} two"
        else:
            fact = f"every group has {each} of them when shared out evenly"
        yield f"{name} {count} people for {len(groups)} groups: {fact}."
