"""The whole pack as one PDF: cover, answer, timeline, steps, a list for each role, agreement, letters and guides."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from minim.playbook import (
    Guide,
    LetterToMany,
    PlanRole,
    guides,
    kick_off_script,
    letters_to_many,
    our_agreement,
)
from minim.rollout.advice import Advice, Verdict, advice_for
from minim.rollout.pack import words
from minim.rollout.pack.typesetting import typeset
from minim.rollout.planning import DatedPlan, DatedStep, DatedTask
from minim.rollout.timeline import timeline_svg, timeline_told

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"
INK = "#1f5a45"
"""The colour of the timeline on paper."""
WIDTH = 800
"""Of the timeline, so that its text is as large as the page's."""
SHORT = 6
"""Lists of so few tasks share a page."""


def pdf_of(plan: DatedPlan, made_at: datetime) -> bytes:
    """A4, tagged for screen readers (PDF/UA). The same plan made at the same moment is the same file.

    Letters that our fonts do not have are borrowed from the machine; whoever has none sees a box in their place.
    """
    data = json.dumps(_pack(plan, made_at))
    try:
        return _compiled(data, made_at, pdf_standards="ua-1", ignore_system_fonts=True)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _compiled(data, made_at)


def _compiled(data: str, made_at: datetime, **how: Any) -> bytes:
    made: bytes = typst.compile(
        (FOLDER / "pack.typ").read_bytes(),
        font_paths=[FONTS],
        sys_inputs={"pack": data},
        timestamp=int(made_at.timestamp()),
        format="pdf",
        **how,
    )
    return made


def _pack(plan: DatedPlan, made_at: datetime) -> dict[str, Any]:
    agreement = our_agreement()
    return {
        "title": words.TITLE,
        "company": words.for_company(plan.answers),
        "span": words.span(plan.starts_on, plan.due_on),
        "made": f"Made with minim on {words.full_day(made_at.date())}.",
        "advice": _advice(advice_for(plan.answers)),
        "timeline": _coloured(timeline_svg(plan, WIDTH)),
        "timeline_told": timeline_told(plan),
        "steps": [_step(step) for step in plan.steps],
        "roles": [_role(plan, role) for role in PlanRole],
        "agreement": {"words": typeset(agreement.words, 2), "always": typeset(agreement.always, 2)},
        "kick_off": typeset(kick_off_script(), 2),
        "letters": [_letter(letter) for letter in letters_to_many().values()],
        "shelves": [_shelf(role, title) for role, title in words.SHELVES.items()],
    }


def _advice(advice: Advice) -> dict[str, Any]:
    why = "Why not yet" if advice.verdict == Verdict.NOT_YET else "What speaks for it"
    return {
        "headline": advice.headline,
        "for_whom": advice.for_whom,
        "why": why,
        "reasons": advice.reasons,
        "cautions": advice.cautions,
    }


def _coloured(svg: str) -> str:
    return svg.replace("currentColor", INK).replace("<svg ", '<svg font-family="Figtree" ', 1)


def _step(step: DatedStep) -> dict[str, Any]:
    return {
        "number": step.number,
        "title": step.title,
        "why": step.why,
        "days": words.days(step.starts_on, step.due_on),
        "tasks": [_task(task) for task in step.tasks],
    }


def _task(task: DatedTask) -> dict[str, Any]:
    guide = guides().get(task.guide)
    return {
        "title": task.title,
        "words": typeset(task.words, 3),
        "owner": task.owner,
        "owner_name": words.ROLES[task.owner],
        "days": words.days(task.starts_on, task.due_on),
        "spent": words.spent(task.minutes),
        "done_when": words.lowered(task.done_when.removesuffix(".")),
        "guide": {"title": guide.title, "label": _label(guide.slug)} if guide else None,
    }


def _role(plan: DatedPlan, role: PlanRole) -> dict[str, Any]:
    tasks = plan.tasks_of(role)
    return {
        "slug": role,
        "name": words.ROLES[role],
        "about": words.ABOUT_ROLES[role],
        "count": "one thing to do" if len(tasks) == 1 else f"{len(tasks)} things to do",
        "spent": words.altogether(sum(task.minutes for task in tasks)),
        "is_short": len(tasks) <= SHORT,
        "tasks": [
            {
                "due": words.short_day(task.due_on),
                "title": task.title,
                "done_when": task.done_when.removesuffix("."),
                "spent": words.spent(task.minutes),
            }
            for task in tasks
        ],
    }


def _letter(letter: LetterToMany) -> dict[str, Any]:
    return {
        "title": letter.title,
        "audience": f"To {letter.audience}. {letter.moment}",
        "subject": letter.subject,
        "body": typeset(letter.on_paper, 3),
    }


def _shelf(role: str, title: str) -> dict[str, Any]:
    return {"title": title, "guides": [_guide(guide) for guide in guides().values() if guide.role == role]}


def _guide(guide: Guide) -> dict[str, Any]:
    return {
        "label": _label(guide.slug),
        "title": guide.title,
        "summary": guide.summary,
        "spent": f"{guide.minutes} minutes to read",
        "body": typeset(guide.body, 3, _label_of),
    }


def _label_of(address: str) -> str:
    """Guides are in the pack; pages of minim are not."""
    kind, _, slug = address.partition(":")
    return _label(slug) if kind == "guide" and slug in guides() else ""


def _label(slug: str) -> str:
    return f"guide-{slug}"
