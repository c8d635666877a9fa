"""ActionItem: what somebody said they would do. Kept, for the group alone, and carried from meeting to meeting."""

from __future__ import annotations

from datetime import timedelta
from datetime import timezone as zone
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from minim.groups.models import Group
from minim.meetings.room import Room
from minim.people.models import Person

if TYPE_CHECKING:
    from datetime import date

    from minim.meetings.meeting import Meeting

LONGEST_ACTION = 300
MOST_OPEN = 60
"""More open items than a group can remember; then something has to be settled first."""
SETTLED_FOR = timedelta(days=90)
"""What is settled is remembered so long."""
BEFORE, AFTER = timedelta(hours=2), timedelta(hours=12)
"""What is kept so long before and after a meeting was taken on in it."""
LAST_ZONE = zone(-timedelta(hours=12))
"""Where a day lasts longest."""


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

    def settled_since(self, ago: timedelta) -> ActionItemQuerySet:
        """What was done or dropped lately, the latest first."""
        settled = self.exclude(state=Settled.OPEN).filter(settled_at__gt=timezone.now() - ago)
        return settled.order_by("-settled_at", "-pk")

    def kept_in(self, meeting: Meeting) -> ActionItemQuerySet:
        """What was taken on at this meeting, or around it."""
        ended_at = meeting.closed_at or meeting.starts_at
        began_at = min(ended_at, meeting.starts_at)
        return self.filter(
            group=meeting.series.group_id, kept_at__gt=began_at - BEFORE, kept_at__lte=ended_at + AFTER
        )

    @transaction.atomic
    def keep(self, group: Group, text: str, *, owner: Person, due_on: date | None = None) -> ActionItem:
        """Keep what somebody will do. Raises ActionRefused."""
        Group.objects.select_for_update().get(pk=group.pk)
        text = tidy(text)
        _refuse_strangers(group, owner)
        if self.open().filter(group=group).count() >= MOST_OPEN:
            raise ActionRefused(f"There are {MOST_OPEN} open items already. Settle some of them first.")
        Room.objects.look_again(group)
        return self.create(group=group, text=text, owner=owner, due_on=due_on)

    def forget_closed(self) -> None:
        """A group's items go with the group."""
        self.exclude(group__closed_on=None).delete()

    def forget_settled(self) -> None:
        """What was done or dropped long ago is nobody's business any more."""
        self.exclude(state=Settled.OPEN).filter(settled_at__lte=timezone.now() - SETTLED_FOR).delete()


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
    def is_open(self) -> bool:
        return self.state == Settled.OPEN

    @property
    def is_late(self) -> bool:
        """Only once its day is over for everybody on earth."""
        return self.is_open and self.due_on is not None and self.due_on < earliest_day()

    def settle(self, state: Settled) -> None:
        """Done, no longer needed, or open after all."""
        self.state = state
        self.settled_at = None if state == Settled.OPEN else timezone.now()
        self.save(update_fields=["state", "settled_at"])
        Room.objects.look_again(self.group)

    def change(self, text: str, *, owner: Person, due_on: date | None) -> None:
        """Say it otherwise, by another day, or let somebody else take it on. Raises ActionRefused."""
        text = tidy(text)
        _refuse_strangers(self.group, owner)
        self.text, self.owner, self.due_on = text, owner, due_on
        self.save(update_fields=["text", "owner", "due_on"])
        Room.objects.look_again(self.group)

    def take_on(self, person: Person) -> None:
        """Let it be this person's from now on. Raises ActionRefused."""
        self.change(self.text, owner=person, due_on=self.due_on)


def tidy(text: str) -> str:
    """An item as it is kept, in one line. Raises ActionRefused when there is nothing, or too much."""
    text = " ".join(text.replace("\0", "").split())
    if not text:
        raise ActionRefused("Say in a few words what will be done.")
    if len(text) > LONGEST_ACTION:
        raise ActionRefused(
            f"That is {len(text):,} characters. Make it shorter than {LONGEST_ACTION}: "
            "one step, small enough to be done."
        )
    return text


def earliest_day() -> date:
    """Today, where it is earliest."""
    return timezone.now().astimezone(LAST_ZONE).date()


def _refuse_strangers(group: Group, owner: Person) -> None:
    if not group.seats.current().filter(person=owner).exists():
        raise ActionRefused("Only somebody of this group can take that on.")
