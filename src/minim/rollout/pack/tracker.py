"""The tasks as CSV, for whatever tracker a company uses."""

from __future__ import annotations

from minim.rollout.pack.words import ROLES
from minim.rollout.planning import DatedPlan, DatedTask
from minim.roster.writing import write_csv

COLUMNS = (
    *("key", "title", "description", "owner", "start date", "due date"),
    *("effort in minutes", "done when", "step", "needs", "milestone"),
)


def csv_of(plan: DatedPlan) -> str:
    """One row per task, by step and day; days as 2027-01-11, what a task needs by key, with spaces between."""
    steps = {step.number: f"{step.number}. {step.title}" for step in plan.steps}
    return write_csv(COLUMNS, [_row(task, steps[task.step]) for task in plan.tasks])


def _row(task: DatedTask, step: str) -> tuple[object, ...]:
    return (
        task.key,
        task.title,
        task.words,
        ROLES[task.owner],
        task.starts_on,
        task.due_on,
        task.minutes,
        task.done_when,
        step,
        " ".join(task.needs),
        task.milestone,
    )
