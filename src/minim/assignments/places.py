"""Where else somebody could sit in a draft, and what each place would mean: shown before a hand lets go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from threading import Thread
from typing import TYPE_CHECKING

from minim.assignments.facts import draft_of, facts_for
from minim.assignments.judging import judge_draft
from minim.assignments.problem import as_text, request_of
from minim.engine import RULES, WISHES
from minim.engine.acts.consequences import consequences as engine_consequences
from minim.engine.explain import explain as engine_explain
from minim.engine.warming import warm_up_for_hands

if TYPE_CHECKING:
    from minim.assignments.drafts import DraftGroup
    from minim.assignments.facts import DraftFacts, DraftGroupFact
    from minim.assignments.judging import Judged
    from minim.assignments.models import Assignment
    from minim.engine import Breach, Plan, Problem
    from minim.engine.acts.consequences import Consequence
    from minim.engine.explain import Explanation, GroupStory
    from minim.people.models import Person

TELLS = 2
"""Changes that a sentence names."""
FOLLOWS = ("pinned", "locked")
"""Rules that a hand's move does not break: a pin follows the person, and a locked group lets nobody in or out."""
ON_PURPOSE = "one-seat"
"""Whom a hand leaves out is left out on purpose."""
GRAVEST = tuple(RULES)
ORDER = ("better", "same", "worse", "breaks")
OUT = "They would have no group until you seat them again."
CHANGED = {
    "same-manager": "pair under one manager",
    "earlier-groupmates": "pair who met before",
    "same-department": "pair from one department",
    "same-team": "pair from one team",
    "same-function": "pair of one function",
    "same-location": "pair in one place",
    "experience": "year of experience apart",
    "energy": "step of energy apart",
    "unpopular-hours": "person at an early or late hour",
    "moves": "person in a new group",
    "newcomers": "pair of newcomers",
}


@dataclass(frozen=True)
class Place:
    """A draft group (or none) for somebody. `verdict` is better, same, worse or breaks; `points` below 0 is better."""

    group: int | None
    name: str
    verdict: str
    sentence: str
    points: float
    is_locked: bool = False


@lru_cache(maxsize=1)
def warm_up() -> None:
    """Get the engine ready beside, once for each process, so that the first hand on a board does not wait for it."""
    Thread(target=warm_up_for_hands, daemon=True).start()


def places(assignment: Assignment, person: Person) -> list[Place]:
    """Every other place in the person's cohort, the best first. Empty for somebody whom no cohort takes."""
    draft, key = draft_of(assignment), str(person.pk)
    part = next((part for part in _judged(assignment, draft) if key in part.part.problem.number), None)
    if part is None:
        return []
    rows = {group.name: group for group in draft.groups if group.cohort == part.part.cohort}
    found = [
        _place(one, rows.get(one.group)) for one in engine_consequences(part.part.problem, part.plan, key)
    ]
    return sorted(
        found,
        key=lambda place: (place.is_locked, place.group is None, ORDER.index(place.verdict), place.points),
    )


def why(assignment: Assignment, group: DraftGroup) -> GroupStory | None:
    """Why this group is as it is; None for a group whose cohort is gone."""
    for part in _judged(assignment, draft_of(assignment)):
        if part.part.cohort == group.cohort_id:
            stories = _explained(part.part.problem, part.plan).groups
            return next((story for story in stories if story.name == group.name), None)
    return None


def _judged(assignment: Assignment, draft: DraftFacts) -> tuple[Judged, ...]:
    request = request_of(facts_for(assignment), draft, as_text(assignment.choices))
    return judge_draft(request, draft).parts


@lru_cache(maxsize=16)
def _explained(problem: Problem, plan: Plan) -> Explanation:
    return engine_explain(problem, plan, keys=())


def _place(found: Consequence, row: DraftGroupFact | None) -> Place:
    verdict, sentence = _verdict(found, row)
    if row is None:
        return Place(None, "No group", verdict, sentence, found.score)
    return Place(row.pk, row.name, verdict, sentence, found.score, row.locked)


def _verdict(found: Consequence, row: DraftGroupFact | None) -> tuple[str, str]:
    """What it comes to, and the sentence that says so; of several broken rules the gravest is named."""
    broken = [breach for breach in _real(found.gained) if breach.rule != ON_PURPOSE]
    broken.sort(key=lambda breach: GRAVEST.index(breach.rule))
    if broken:
        more = f" And {len(broken) - 1} more." if len(broken) > 1 else ""
        return "breaks", broken[0].sentence + more
    if row is None:
        return "worse", OUT
    mends = bool(_real(found.lost))
    verdict = "better" if mends or found.score < 0 else "worse" if found.score > 0 else "same"
    return verdict, _sentence(found, verdict, mends=mends)


def _real(breaches: tuple[Breach, ...]) -> list[Breach]:
    return [breach for breach in breaches if breach.rule not in FOLLOWS]


def _sentence(found: Consequence, verdict: str, *, mends: bool) -> str:
    if mends:
        return "Mends what is broken now."
    if verdict == "same":
        return "Neither better nor worse."
    counted = [change for change in found.wishes if change.wish in CHANGED]
    weighed = sorted(counted, key=lambda one: -abs(one.change) * WISHES[one.wish].weight)
    told = "; ".join(_told(change.wish, change.change) for change in weighed[:TELLS])
    return f"{verdict.capitalize()}: {told or 'compromises are shared differently'}."


def _told(wish: str, change: float) -> str:
    # Whoever met long ago counts as a fraction of a pair; in words they are still a pair.
    size = ceil(abs(change)) if wish == "earlier-groupmates" else abs(change)
    amount = f"{size:.1f}".removesuffix(".0")
    words = CHANGED[wish] if amount == "1" else _plural(CHANGED[wish])
    return f"{amount} {'more' if change > 0 else 'fewer'} {words}"


def _plural(words: str) -> str:
    first, _, rest = words.partition(" ")
    return f"{'people' if first == 'person' else first + 's'} {rest}"
