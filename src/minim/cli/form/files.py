"""A plan as files: CSV for people, JSON for programs, Markdown for reading."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from minim.cli.form.lists import FACILITATOR, PARTICIPANT, PLAN_COLUMNS
from minim.cli.form.proof import Proof
from minim.cli.form.request import Request
from minim.cli.form.words import Described
from minim.engine import Plan, Result
from minim.roster import write_csv


def plan_csv(plan: Plan, request: Request) -> str:
    """One line per seat, Facilitators first in their group."""
    return write_csv(
        PLAN_COLUMNS,
        (
            (
                group.name,
                key,
                request.rows[key].name,
                FACILITATOR if key == group.facilitator else PARTICIPANT,
            )
            for group in plan.groups
            for key in sorted(group.members, key=lambda member: member != group.facilitator)
        ),
    )


def plan_json(
    result: Result, request: Request, described: Sequence[Described], proof: Proof | None, **more: Any
) -> str:
    """Everything that was found, or the clash when nothing could be; and whatever more there is to say."""
    plan = result.plan or Plan(())
    content: dict[str, Any] = {
        "groups": [
            {
                "name": group.name,
                "facilitator": group.facilitator,
                "members": list(group.members),
                "explanation": words.explanation,
                "best_time": words.story.best_time,
                "quorum_chance": round(words.story.quorum_chance, 4),
                "brings": [member.to_json() for member in words.story.members],
            }
            for group, words in zip(plan.groups, described, strict=True)
        ],
        "left_out": [
            {"id": person.key, "reason": person.reason} for person in (*plan.left_out, *request.aside)
        ],
        "breaches": [breach.to_json() for breach in result.breaches],
        "compromises": [compromise.to_json() for compromise in result.compromises],
        "certificate": {bound.wish: bound.to_json() for bound in result.certificate},
        "score": result.score,
        "seed": result.seed,
        "seconds": round(result.seconds, 3),
        "stopped_by": result.stopped_by,
        "clash": result.clash.to_json() if result.clash else None,
        "proof": {"pairs": proof.pairs, "sentence": proof.sentence} if proof else None,
        "levels": request.levels.sentence,
        "notes": list(request.notes),
    } | more
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
