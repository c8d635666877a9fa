"""Assignment: who should sit where. Asked for, formed, reviewed as a draft, published."""

from __future__ import annotations


from django.conf import settings
from django.db import models

from minim.groups.models import Group, Role
from minim.lib.leases import Leased, LeasedQuerySet
from minim.people.models import Person
from minim.programs.models import Cohort, Program


class State(models.TextChoices):
    WAITING = "waiting", "Waiting"
    FORMING = "forming", "Being formed"
    DRAFT = "draft", "Draft"
    IMPOSSIBLE = "impossible", "Impossible"
    FAILED = "failed", "Failed"
    PUBLISHED = "published", "Published"
    SET_ASIDE = "set-aside", "Set aside"


class AssignmentQuerySet(LeasedQuerySet):
    def waiting(self) -> AssignmentQuerySet:
        """What a worker should form now: asked for, or left behind by a worker that died."""
        return self.filter(state__in=(State.WAITING, State.FORMING)).order_by("created_at", "pk")

    def overseen_by(self, person: Person) -> AssignmentQuerySet:
        return self.filter(program__organizers=person)

    def drafts(self) -> AssignmentQuerySet:
        return self.filter(state=State.DRAFT)


class Assignment(Leased):
    """One plan for a program, from the request to its publication.

    `choices` keeps what the Organizer asked for (sizes, band, wishes), so that the rules which formed the plan also
    judge it later. `version` grows with every change; whoever acts on an older version is told so.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="assignments")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    choices = models.JSONField(default=dict)
    seed = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=5.0, help_text="How long the engine may think, per cohort")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    progress = models.JSONField(default=dict)
    explanation = models.JSONField(default=dict)
    clash = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether people can still be moved."""
        return self.state == State.DRAFT


class DraftGroup(models.Model):
    """A group of a draft. `continues` is today's group that it would become, if any; `group` what it became."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="draft_groups")
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    locked = models.BooleanField(default=False)
    continues = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="draft_groups"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "name"], name="one_draft_group_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DraftSeat(models.Model):
    """One person's place in a draft. Without a group they are left out, and `reason` says why."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="draft_seats")
    draft_group = models.ForeignKey(
        DraftGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="draft_seats"
    )
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=11, choices=Role, default=Role.PARTICIPANT)
    pinned = models.BooleanField(default=False)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "person"], name="one_draft_seat_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.draft_group or 'no group'}"


class Step(models.Model):
    """One change to a draft, with what stood there before and after, so that it can be undone and redone.

    `before` and `after` are lists of rows: {"seat": pk, "draft_group": pk | null, "role": …, "pinned": …} or
    {"draft_group": pk, "name": …, "locked": …}.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    sentence = models.CharField(max_length=300)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    undone = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["assignment", "number"], name="steps_in_order")]

    def __str__(self) -> str:
        return self.sentence
