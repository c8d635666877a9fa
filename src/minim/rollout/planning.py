"""A plan for one company: the eight steps as dated tasks.

Dates are counted in working days from the start, so that moving the start moves everything and keeps every distance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from minim.playbook import PlanEffort, PlanRole, PlanStep, PlanTask, rollout_steps
from minim.rollout.answers import Answers
from minim.timetable import works_on

FIRST_MEETINGS = "first-meetings"
MOST_GROUPS_EACH = 24
"""Whoever organizes more groups shares them with somebody."""
MINUTES_A_DAY = 120
"""Nobody has more than this beside their own work."""
LONGEST_SEARCH = 60
"""Days without a working day after which there is none to be found."""

WorksOn = Callable[[str, date], bool]
"""Whether people of a country work on a day."""


class NoWorkingDay(ValueError):
    """The calendar ends, or nobody ever works there."""


@dataclass(frozen=True, slots=True)
class DatedTask:
    """One thing to do, by one role. `words` are Markdown; `minutes` the effort of one person of that role.

    `starts_on` and `due_on` are working days. `place` is a page of minim as a guide's link names it
    ("program:programs:who"), `guide` a guide's slug, `seen` a sign minim can see; each may be "".
    """

    key: str
    step: int
    title: str
    words: str
    owner: PlanRole
    minutes: int
    done_when: str
    needs: tuple[str, ...]
    starts_on: date
    due_on: date
    milestone: str = ""
    place: str = ""
    guide: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class DatedStep:
    number: int
    key: str
    title: str
    why: str
    tasks: tuple[DatedTask, ...]

    @property
    def starts_on(self) -> date:
        return min(task.starts_on for task in self.tasks)

    @property
    def due_on(self) -> date:
        return max(task.due_on for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day to look forward to."""

    key: str
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class DatedPlan:
    answers: Answers
    steps: tuple[DatedStep, ...]

    @property
    def tasks(self) -> tuple[DatedTask, ...]:
        """Every task, step by step, in each by its days."""
        return tuple(task for step in self.steps for task in step.tasks)

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """By day."""
        named = (task for task in self.tasks if task.milestone)
        return tuple(sorted((_milestone(task) for task in named), key=lambda one: (one.on, one.key)))

    @property
    def starts_on(self) -> date:
        return min(step.starts_on for step in self.steps)

    @property
    def due_on(self) -> date:
        return max(step.due_on for step in self.steps)

    def tasks_of(self, role: PlanRole) -> tuple[DatedTask, ...]:
        """What this role does, by day."""
        own = (task for task in self.tasks if task.owner == role)
        return tuple(sorted(own, key=lambda task: (task.due_on, task.starts_on)))


def plan_for(answers: Answers, works: WorksOn = works_on) -> DatedPlan:
    """The plan that fits these answers. Raises HolidayError for a country nobody knows, and NoWorkingDay."""
    chosen = [task for step in rollout_steps() for task in step.tasks if _is_wanted(task, answers)]
    needs = _needs_among(chosen)
    spans = _spans(chosen, needs, answers)
    days = _working_days(answers, max(end for _, end in spans.values()) + 1, works)
    dated = [_dated(task, needs[task.key], spans[task.key], days, answers) for task in chosen]
    return DatedPlan(answers, tuple(_step(step, dated) for step in rollout_steps()))


def shifted(day: date, before: Answers, after: Answers, works: WorksOn = works_on) -> date:
    """Where a day goes when the start moves: as many working days from the new start as it was from the old one.

    Raises HolidayError and NoWorkingDay.
    """
    if (before.start_on, before.country) == (after.start_on, after.country):
        return day
    distance = sum(works(before.country, one) for one in _days_between(before.start_on, day))
    return _working_days(after, distance + 1, works)[distance]


def _days_between(first: date, last: date) -> Iterator[date]:
    """From the first up to the last, without it."""
    return (first + timedelta(days=number) for number in range((last - first).days))


def _is_wanted(task: PlanTask, answers: Answers) -> bool:
    return answers.conditions.issuperset(task.when) and answers.conditions.isdisjoint(task.unless)


def _needs_among(chosen: Sequence[PlanTask]) -> dict[str, tuple[str, ...]]:
    """What each task needs of those chosen; what is not chosen is passed on to what it would have needed itself."""
    every = {task.key: task for step in rollout_steps() for task in step.tasks}
    keys = {task.key for task in chosen}

    def found(key: str) -> Iterator[str]:
        for need in every[key].needs:
            if need in keys:
                yield need
            else:
                yield from found(need)

    return {task.key: tuple(dict.fromkeys(found(task.key))) for task in chosen}


def _spans(
    chosen: Sequence[PlanTask], needs: Mapping[str, Sequence[str]], answers: Answers
) -> dict[str, tuple[int, int]]:
    """First and last working day of each task, counted from 0."""
    spans: dict[str, tuple[int, int]] = {}
    for task in chosen:
        begin = max((spans[need][1] + 1 for need in needs[task.key]), default=0)
        if turns := task.turns.get(answers.cadence):
            begin = max(begin, spans[FIRST_MEETINGS][0] + turns * answers.days_between_meetings)
        spans[task.key] = begin, begin + _days(task, answers) - 1
    return spans


def _days(task: PlanTask, answers: Answers) -> int:
    """As many as it may take, or more where its minutes do not fit."""
    return max(task.days, ceil(_minutes(task, answers) / MINUTES_A_DAY))


def _minutes(task: PlanTask, answers: Answers) -> int:
    if task.each == PlanEffort.ONCE:
        return task.minutes
    return task.minutes * min(answers.groups, MOST_GROUPS_EACH)


def _working_days(answers: Answers, enough: int, works: WorksOn) -> list[date]:
    """The first so many from the start on."""
    days: list[date] = []
    day, last = answers.start_on, answers.start_on
    while len(days) < enough:
        if works(answers.country, day):
            days.append(day)
            last = day
        if day == date.max or (day - last).days > LONGEST_SEARCH:
            raise NoWorkingDay(f"We find no {enough} working days after {_named(answers.start_on)}.")
        day += timedelta(days=1)
    return days


def _named(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _dated(
    task: PlanTask, needs: tuple[str, ...], span: tuple[int, int], days: Sequence[date], answers: Answers
) -> DatedTask:
    also = [addition.words for addition in task.additions if addition.when in answers.conditions]
    return DatedTask(
        key=task.key,
        step=task.step,
        title=task.title,
        words="\n\n".join([task.words, *also]),
        owner=task.owner,
        minutes=_minutes(task, answers),
        done_when=task.done_when,
        needs=needs,
        starts_on=days[span[0]],
        due_on=days[span[1]],
        milestone=task.milestone,
        place=task.place,
        guide=task.guide,
        seen=task.seen,
    )


def _step(step: PlanStep, dated: Sequence[DatedTask]) -> DatedStep:
    own = (task for task in dated if task.step == step.number)
    by_day = sorted(own, key=lambda task: (task.starts_on, task.due_on))
    return DatedStep(step.number, step.key, step.title, step.why, tuple(by_day))


def _milestone(task: DatedTask) -> Milestone:
    return Milestone(task.key, task.milestone, task.due_on)
