"""ActionItem: what somebody said they would do. Kept, for the group alone, and carried from meeting to meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from minim.groups.models import Group
from minim.people.models import Person

if TYPE_CHECKING:
    from datetime import date

LONGEST_ACTION = 300
MOST_OPEN = 60
"""More open items than a group can remember; then something has to be settled first."""


class ActionRefused(ValueError):
    """An action item that cannot be kept; the message says why."""


class Settled(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer needed"


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def read_by(self, person: Person) -> ActionItemQuerySet:
        """Items this person may read: those of open groups in which they sit today."""
        return self.filter(group__in=Group.objects.open().of_member(person).values("pk"))

    def open(self) -> ActionItemQuerySet:
        return self.filter(state=Settled.OPEN)

    def keep(self, group: Group, text: str, *, owner: Person, due_on: date | None = None) -> ActionItem:
        """Keep what somebody will do. Raises ActionRefused."""
        text = " ".join(text.replace("\0", "").split())
        if not text:
            raise ActionRefused("Say in a few words what will be done.")
        if len(text) > LONGEST_ACTION:
            raise ActionRefused(
                f"That is {len(text):,} characters. Make it shorter than {LONGEST_ACTION}: one step, small enough to be done."
            )
        if not group.seats.current().filter(person=owner).exists():
            raise ActionRefused("Only somebody of this group can take that on.")
        if self.open().filter(group=group).count() >= MOST_OPEN:
            raise ActionRefused(f"There are {MOST_OPEN} open items already. Settle some of them first.")
        return self.create(group=group, text=text, owner=owner, due_on=due_on)

    def forget_closed(self) -> None:
        """A group's items go with the group."""
        self.exclude(group__closed_on=None).delete()


class ActionItem(models.Model):
    """`due_on` is the day it is meant to be done by, if somebody named one."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=LONGEST_ACTION)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=7, choices=Settled, default=Settled.OPEN)
    kept_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["kept_at", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        return self.state == Settled.OPEN and self.due_on is not None and self.due_on < timezone.localdate()

    def settle(self, state: Settled) -> None:
        """Done, no longer needed, or open after all."""
        self.state = state
        self.settled_at = None if state == Settled.OPEN else timezone.now()
        self.save(update_fields=["state", "settled_at"])
