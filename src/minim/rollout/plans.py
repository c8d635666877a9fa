"""Plan: what a company answered, and the tasks that came of it, moved, ticked and added to by hand."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from minim.people.models import Person
from minim.playbook import PlanRole, rollout_steps
from minim.programs.models import Program
from minim.rollout.answers import Answers, answers_from
from minim.rollout.planning import DatedPlan, DatedStep, DatedTask, plan_for, shifted

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

SOON = timedelta(days=7)
LONGEST_TITLE = 160
OWN = "own-"
PLANNED = (
    *("step", "title", "words", "owner", "minutes", "done_when", "needs"),
    *("starts_on", "due_on", "milestone", "place", "guide", "seen"),
)
"""What a task of ours takes from the plan that fits the answers."""


class RolloutQuerySet(models.QuerySet["Plan"]):
    def overseen_by(self, person: Person) -> RolloutQuerySet:
        """Plans of the programs this person organizes, and those of no program yet, which are every Organizer's."""
        if not person.is_organizer:
            return self.none()
        mine = Program.objects.overseen_by(person).order_by().values("pk")
        return self.filter(Q(program=None) | Q(program__in=mine))

    @transaction.atomic
    def begin(self, answers: Answers, *, by: Person, program: Program | None = None) -> Plan:
        """Raises HolidayError and NoWorkingDay, and leaves nothing behind then."""
        plan = self.create(answers=_plain(answers), begun_by=by, program=program)
        plan.follow(answers)
        return plan


class Plan(models.Model):
    """`answers` are those of the interview, as plain data."""

    program = models.OneToOneField(
        Program, null=True, blank=True, on_delete=models.CASCADE, related_name="rollout_plan"
    )
    answers = models.JSONField()
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)

    objects = RolloutQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return f"rollout of {self.program}" if self.program else "rollout"

    @property
    def answered(self) -> Answers:
        return answers_from(self.answers)

    @transaction.atomic
    def follow(self, answers: Answers) -> None:
        """Plan anew by these answers. What is done stays as it was; the rest moves, and what no longer fits goes.

        A task that was added, or put on another day by hand, keeps its distance in working days from the start.
        Raises HolidayError and NoWorkingDay.
        """
        before, dated = self.answered, plan_for(answers)
        Plan.objects.select_for_update().get(pk=self.pk)
        standing = {task.key: task for task in self.tasks.all()}
        wanted = {task.key: task for task in dated.tasks}
        for key, task in standing.items():
            if task.done_at is None:
                _move_along(task, wanted.get(key), before, answers)
        new = [
            Task(plan=self, key=key, **_facts(task)) for key, task in wanted.items() if key not in standing
        ]
        Task.objects.bulk_create(new)
        self.answers = _plain(answers)
        self.save(update_fields=["answers"])

    def belong_to(self, program: Program) -> bool:
        """Attach it to the program it is for. False where that has a plan of its own, or this one a program."""
        if Plan.objects.filter(program=program).exists():
            return False
        found = Plan.objects.filter(pk=self.pk, program=None).update(program=program)
        self.refresh_from_db()
        return bool(found)

    def note_seen(self, seen: Mapping[str, date | None]) -> None:
        """Keep what minim has seen done, with the day since when, so that it stays whatever is planned anew."""
        today = timezone.now()
        for task in self.tasks.undone().filter(seen__in=seen):
            task.done_at, task.is_seen = today, True
            task.done_on = seen[task.seen] or timezone.localdate()
            task.save(update_fields=["done_at", "done_on", "is_seen"])

    def add(self, title: str, *, step: int, owner: str, due_on: date) -> Task:
        """A task of one's own."""
        return self.tasks.create(
            key=f"{OWN}{secrets.token_hex(6)}",
            title=title,
            step=step,
            owner=owner,
            starts_on=due_on,
            due_on=due_on,
        )

    def dated(self) -> DatedPlan:
        """The plan as it stands, in the shape that is drawn, printed and handed on."""
        standing = list(self.tasks.standing())
        keys = {task.key for task in standing}
        tasks = [task.dated(keys) for task in standing]
        steps = (
            DatedStep(step.number, step.key, step.title, step.why, _of_step(tasks, step.number))
            for step in rollout_steps()
        )
        return DatedPlan(self.answered, tuple(step for step in steps if step.tasks))


class TaskQuerySet(models.QuerySet["Task"]):
    def standing(self) -> TaskQuerySet:
        return self.filter(removed_at=None).order_by("step", "starts_on", "due_on", "pk")

    def removed(self) -> TaskQuerySet:
        return self.exclude(removed_at=None).order_by("step", "due_on", "pk")

    def undone(self) -> TaskQuerySet:
        return self.standing().filter(done_at=None)

    def overseen_by(self, person: Person) -> TaskQuerySet:
        return self.filter(plan__in=Plan.objects.overseen_by(person).order_by().values("pk"))


class Task(models.Model):
    """One thing to do. `seen` names a sign that minim can see; `is_seen`: it was that, and no hand, that ticked it.

    `person` does it, where a name is given. `is_moved`: its day was chosen by hand.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=60)
    step = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    words = models.TextField(blank=True, help_text="Markdown")
    owner = models.CharField(max_length=12)
    minutes = models.PositiveIntegerField(default=0)
    done_when = models.TextField(blank=True)
    needs = models.JSONField(default=list)
    starts_on = models.DateField()
    due_on = models.DateField()
    milestone = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=80, blank=True)
    guide = models.CharField(max_length=60, blank=True)
    seen = models.CharField(max_length=30, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_in = models.ForeignKey(
        "rollout.Retrospective", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    is_moved = models.BooleanField(default=False)
    is_seen = models.BooleanField(default=False)
    done_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["step", "starts_on", "due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="one_task_per_key")]

    def __str__(self) -> str:
        return self.title

    @property
    def role(self) -> PlanRole:
        return PlanRole(self.owner)

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)

    def tick(self) -> None:
        """Say that it is done. Whatever was done already stays as it was."""
        now, today = timezone.now(), timezone.localdate()
        Task.objects.filter(pk=self.pk, done_at=None).update(done_at=now, done_on=today, is_seen=False)
        self.refresh_from_db()

    def untick(self) -> None:
        self.done_at, self.done_on, self.is_seen = None, None, False
        self.save(update_fields=["done_at", "done_on", "is_seen"])

    def move_to(self, due_on: date) -> None:
        """Have it done by another day; it takes as long as before."""
        self.starts_on, self.due_on = self.starts_on + (due_on - self.due_on), due_on
        self.is_moved = True
        self.save(update_fields=["starts_on", "due_on", "is_moved"])

    def give_to(self, person: Person | None) -> None:
        self.person = person
        self.save(update_fields=["person"])

    def remove(self) -> None:
        """Take it off the plan; it can be brought back."""
        self.removed_at = timezone.now()
        self.save(update_fields=["removed_at"])

    def bring_back(self) -> None:
        self.removed_at = None
        self.save(update_fields=["removed_at"])

    def dated(self, among: Container[str]) -> DatedTask:
        """In the planner's shape; it needs only what is `among` these keys."""
        facts: dict[str, Any] = {name: getattr(self, name) for name in PLANNED}
        needs = tuple(need for need in self.needs if need in among)
        return DatedTask(key=self.key, **facts | {"owner": self.role, "needs": needs})


def _plain(answers: Answers) -> dict[str, Any]:
    return asdict(answers) | {"start_on": answers.start_on.isoformat()}


def _facts(task: DatedTask) -> dict[str, Any]:
    return {name: getattr(task, name) for name in PLANNED} | {
        "owner": str(task.owner),
        "needs": list(task.needs),
    }


def _of_step(tasks: list[DatedTask], number: int) -> tuple[DatedTask, ...]:
    return tuple(task for task in tasks if task.step == number)


def _move_along(task: Task, wanted: DatedTask | None, before: Answers, after: Answers) -> None:
    """Give an undone task its new days, and its new words where it is one of ours."""
    if wanted is None and not task.is_own:
        task.delete()
        return
    moved = {day: shifted(getattr(task, day), before, after) for day in ("starts_on", "due_on")}
    for name, value in (_facts(wanted) if wanted else {}).items():
        setattr(task, name, value)
    if task.is_moved or task.is_own:
        for day, value in moved.items():
            setattr(task, day, value)
    task.save()
