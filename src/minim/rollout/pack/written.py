"""The pack as Markdown: the plan, a checklist for each role, the agreement, letters and guides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from minim.playbook import (
    Guide,
    LetterToMany,
    PlanRole,
    guides,
    kick_off_script,
    letters_to_many,
    our_agreement,
)
from minim.rollout.advice import Verdict, advice_for
from minim.rollout.pack import words
from minim.rollout.planning import DatedPlan, DatedStep, DatedTask

LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")


def plan_markdown(plan: DatedPlan) -> str:
    """The answer, the milestones, and the eight steps with every task."""
    return _joined(
        [
            f"# {words.TITLE}",
            f"{words.for_company(plan.answers)}, from {words.span(plan.starts_on, plan.due_on)}.",
            *_answer(plan),
            "## The days to look forward to",
            _table(("Day", "What"), ((words.full_day(one.on), one.title) for one in plan.milestones)),
            *(line for step in plan.steps for line in _step(step)),
        ]
    )


def checklist_markdown(plan: DatedPlan, role: PlanRole) -> str:
    """What one role does, by day, to tick."""
    return _joined(
        [
            f"# {words.ROLES[role]}: a list for you",
            words.ABOUT_ROLES[role],
            "\n".join(_box(task) for task in plan.tasks_of(role)),
        ]
    )


def agreement_markdown() -> str:
    agreement = our_agreement()
    return _joined(
        ["# The working agreement", agreement.words, "## What always stands below it", agreement.always]
    )


def guide_markdown(guide: Guide) -> str:
    """A guide whose links lead to the files beside it; those into minim become plain words."""
    return _joined([f"# {guide.title}", f"*{guide.summary}*", LINK.sub(_link, guide.body)])


def letter_markdown(letter: LetterToMany) -> str:
    """A letter to fill in by hand."""
    about = f"To {letter.audience}. {letter.moment}"
    return _joined([f"# {letter.title}", about, f"**Subject:** {letter.subject}", letter.on_paper])


def markdown_files(plan: DatedPlan) -> Iterator[tuple[str, str]]:
    """Every Markdown file by its name in the pack."""
    yield "plan.md", plan_markdown(plan)
    for role in PlanRole:
        yield f"checklists/{role}.md", checklist_markdown(plan, role)
    yield "kick-off-script.md", _joined(["# The kick-off, word for word", kick_off_script()])
    yield "working-agreement.md", agreement_markdown()
    for number, letter in enumerate(letters_to_many().values(), start=1):
        yield f"letters/{number:02}-{letter.slug}.md", letter_markdown(letter)
    for guide in guides().values():
        yield f"guides/{guide.role}/{guide.slug}.md", guide_markdown(guide)


def _answer(plan: DatedPlan) -> Iterator[str]:
    advice = advice_for(plan.answers)
    yield "## Is it right for you?"
    yield f"**{advice.headline}** {advice.for_whom}"
    yield "### Why not yet" if advice.verdict == Verdict.NOT_YET else "### What speaks for it"
    yield _bullets(advice.reasons)
    yield "### What to mind"
    yield _bullets(advice.cautions)


def _step(step: DatedStep) -> Iterator[str]:
    yield f"## {step.number}. {step.title}"
    yield f"*{words.days(step.starts_on, step.due_on)}.* {step.why}"
    for task in step.tasks:
        yield f"### {task.title}"
        yield (
            f"**{words.ROLES[task.owner]}** · {words.days(task.starts_on, task.due_on)} · "
            f"{words.spent(task.minutes)}"
        )
        yield task.words
        yield f"*Done when:* {task.done_when}"
        if guide := guides().get(task.guide):
            yield f"*To read:* [{guide.title}](guides/{guide.role}/{guide.slug}.md)"


def _box(task: DatedTask) -> str:
    return (
        f"- [ ] **By {words.day(task.due_on)}: {task.title}** ({words.spent(task.minutes)})  \n"
        f"  {task.done_when}"
    )


def _link(found: re.Match[str]) -> str:
    text, address = found.groups()
    guide = guides().get(address.removeprefix("guide:"))
    return f"[{text}](../{guide.role}/{guide.slug}.md)" if guide else text


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"
