"""What a draft is made of: groups, seats, and the steps that changed them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from minim.groups.models import Group, Role
from minim.people.models import Person
from minim.programs.models import Cohort


class DraftGroup(models.Model):
    """A group of a draft. `continues` is today's group that it would become, if any; `group` what it became."""

    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.CASCADE, related_name="draft_groups"
    )
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
    """One person's place in a draft. Without a group they are left out, and `reason` says why.

    Pinned means decided by hand: in a group, they stay there; without one, they stay left out.
    """

    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.CASCADE, related_name="draft_seats"
    )
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

    `before` and `after` are lists of rows: {"seat": pk, "draft_group": pk | null, "role": …, "pinned": …, "reason": …}
    or {"draft_group": pk, "name": …, "locked": …}.
    """

    assignment = models.ForeignKey("assignments.Assignment", on_delete=models.CASCADE, related_name="steps")
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
