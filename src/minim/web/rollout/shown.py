"""A plan as a page shows it: each task with how it stands today, and the way to the page that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from minim.health.seen import signs_of
from minim.playbook import guides, rollout_steps
from minim.rollout.pack import words
from minim.rollout.plans import SOON
from minim.web.guides.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.utils.safestring import SafeString

    from minim.health.seen import Seen
    from minim.playbook import Guide, PlanStep
    from minim.rollout.models import Plan, Task
    from minim.web.guides.reader import Reader

NEXT = 4


@dataclass(frozen=True)
class Line:
    """`seen` is what minim saw, where it saw it done; `href` leads to the page that does it, or is ""."""

    task: Task
    today: date
    seen: Seen | None
    href: str
    words: SafeString

    @property
    def is_done(self) -> bool:
        return self.task.is_done or self.seen is not None

    @property
    def done_on(self) -> date | None:
        if self.task.is_done:
            return self.task.done_on
        return self.seen.since if self.seen else None

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.task.due_on < self.today

    @property
    def is_now(self) -> bool:
        return not self.is_done and self.task.starts_on <= self.today + SOON

    @property
    def owner(self) -> str:
        return words.ROLES[self.task.role]

    @property
    def days(self) -> str:
        return words.days(self.task.starts_on, self.task.due_on)

    @property
    def spent(self) -> str:
        return words.spent(self.task.minutes) if self.task.minutes else ""

    @property
    def done_when(self) -> str:
        return words.lowered(self.task.done_when)

    @property
    def guide(self) -> Guide | None:
        return guides().get(self.task.guide)


@dataclass(frozen=True)
class Step:
    about: PlanStep
    lines: tuple[Line, ...]

    @property
    def days(self) -> str:
        first = min(line.task.starts_on for line in self.lines)
        return words.days(first, max(line.task.due_on for line in self.lines))

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.lines)

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)

    @property
    def is_now(self) -> bool:
        return any(line.is_now for line in self.lines)


@dataclass(frozen=True)
class Shown:
    """The whole plan today."""

    steps: tuple[Step, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for step in self.steps for line in step.lines)

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)

    @property
    def unfinished(self) -> int:
        """The number of the first step in which something is left to do; 0 when nothing is."""
        return next((step.about.number for step in self.steps if not step.is_done), 0)

    @property
    def next(self) -> tuple[Line, ...]:
        """What to do now: late things first, then whatever comes soonest."""
        undone = sorted((line for line in self.lines if not line.is_done), key=_soonest)
        return tuple(undone[:NEXT])


def shown(plan: Plan, reader: Reader) -> Shown:
    lines = [_line(task, signs, reader) for signs in [signs_of(plan.program)] for task in _tasks(plan)]
    steps = (Step(about, _of(lines, about.number)) for about in rollout_steps())
    return Shown(tuple(step for step in steps if step.lines))


def _tasks(plan: Plan) -> Iterable[Task]:
    return plan.tasks.standing().select_related("person")


def _line(task: Task, signs: Mapping[str, Seen], reader: Reader) -> Line:
    today = timezone.localdate()
    return Line(task, today, signs.get(task.seen), href_of(task, reader), prose(task.words, reader))


def href_of(task: Task, reader: Reader) -> str:
    """A page of the plan's own program, where there is one."""
    kind, _, name = task.place.partition(":")
    program = task.plan.program_id
    if kind == "program" and program:
        return reverse(name, args=[program])
    return reader.href(task.place) if task.place else ""


def _of(lines: Iterable[Line], number: int) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.task.step == number)


def _soonest(line: Line) -> tuple[date, date, int]:
    return line.task.due_on, line.task.starts_on, line.task.pk
