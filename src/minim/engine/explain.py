"""Why a plan is as it is: for the plan, for each group, for each person."""

from __future__ import annotations

from collections.abc import Iterable

from minim.engine.judge import judge
from minim.engine.plan import Plan
from minim.engine.problem import Problem
from minim.engine.proof.certificate import certificate
from minim.engine.rules import RULES
from minim.engine.score import score
from minim.engine.stories.compromises import compromises
from minim.engine.stories.groups import group_stories
from minim.engine.stories.people import person_stories
from minim.engine.stories.story import Alternative, Explanation, GroupStory, Member, PersonStory

__all__ = ["Alternative", "Explanation", "GroupStory", "Member", "PersonStory", "explain"]


def explain(problem: Problem, plan: Plan, keys: Iterable[str] | None = None) -> Explanation:
    """Explain a plan. `keys` limits the stories of people, whose alternatives take the time; None means everybody."""
    broken = {breach.rule for breach in judge(problem, plan)}
    chosen = [who.key for who in problem.candidates] if keys is None else list(keys)
    return Explanation(
        rules=tuple(sentence for rule, sentence in RULES.items() if rule not in broken),
        compromises=compromises(problem, plan, certificate(problem, plan, score(problem, plan))),
        groups=group_stories(problem, plan),
        people=person_stories(problem, plan, chosen) if chosen else (),
    )
