"""What there is to say of a plan, whoever made it: judged, scored, with its proofs and compromises."""

from __future__ import annotations

from minim.engine.judge import judge
from minim.engine.plan import Plan, Result, Score
from minim.engine.problem import Problem
from minim.engine.proof.certificate import certificate
from minim.engine.score import score
from minim.engine.stories.compromises import compromises


def review(
    problem: Problem,
    plan: Plan,
    *,
    total: Score | None = None,
    seed: int = 0,
    seconds: float = 0.0,
    stopped_by: str = "finished",
) -> Result:
    """Return a plan as a search would hand it over. `total` is its score, where that is known already."""
    total = total or score(problem, plan)
    proofs = certificate(problem, plan, total)
    if stopped_by == "finished" and all(proof.proved_best for proof in proofs if problem.weights[proof.wish]):
        stopped_by = "proved"
    return Result(
        plan=plan,
        breaches=judge(problem, plan),
        compromises=compromises(problem, plan, proofs),
        certificate=proofs,
        score=total.total,
        seed=seed,
        seconds=seconds,
        stopped_by=stopped_by,
    )
