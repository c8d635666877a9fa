"""What browsers need from each other to share a key: who asks to be let in, and each epoch in its turn.

The server carries all of it and can open none of it. What it checks keeps honest people from tripping over each other;
whether to believe it is for the browsers to say (`static/room/crypto.js`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from minim.groups.models import Seat
from minim.meetings.room import AWAY_AFTER, Room, RoomRefused
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_DEVICES = 5
"""Browsers of one person in one room."""


class EpochTaken(Exception):
    """Somebody else was quicker to make the next epoch."""


class Knock(models.Model):
    """A device that asks to be let in, and then is in. `entry` is its request, signed by itself.

    `inside_at` is when it last said that it has the room's key: who has lost it cannot let anybody in.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="knocks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=64)
    entry = models.JSONField()
    gone = models.BooleanField(default=False)
    inside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "device"], name="one_knock_per_device")]

    def __str__(self) -> str:
        return f"a device of {self.person}"

    def has_key(self) -> bool:
        """Whether it said lately that it can let others in."""
        return self.inside_at is not None and self.inside_at > timezone.now() - AWAY_AFTER


class Epoch(models.Model):
    """Who is in the room from here on, with the new key wrapped to each: `record` as a member's browser made it."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="epochs")
    number = models.PositiveIntegerField()
    record = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["room", "number"], name="one_epoch_per_number")]

    def __str__(self) -> str:
        return f"epoch {self.number} of {self.room}"


def take_out_seatless() -> None:
    """Whoever may not be here any more goes at once, and whoever stays makes a new key."""
    seated = Seat.objects.above_nobody().filter(
        person=OuterRef("person"), group__series__meetings=OuterRef("room")
    )
    for lost in Knock.objects.filter(~Exists(seated), gone=False).select_related("room"):
        Knock.objects.filter(pk=lost.pk).update(gone=True)
        lost.room.changed()


def knock(room: Room, person: Person, entry: Mapping[str, Any]) -> None:
    """Ask to be let in. Raises RoomRefused."""
    device = entry["device"]
    if room.knocks.exclude(person=person).filter(device=device).exists():
        raise RoomRefused(
            "This browser is in the room as somebody else. Please use another one, or sign out there."
        )
    others = room.knocks.filter(person=person, gone=False).exclude(device=device)
    if others.count() >= MOST_DEVICES:
        raise RoomRefused(f"You are here with {MOST_DEVICES} browsers already. Leave with one of them first.")
    room.knocks.update_or_create(
        device=device, defaults={"person": person, "entry": dict(entry), "gone": False}
    )
    room.changed()


def add_epoch(room: Room, person: Person, record: Mapping[str, Any]) -> None:
    """Keep the next epoch, if nobody else was quicker. Raises EpochTaken and RoomRefused."""
    newest = room.epochs.last()
    if record["epoch"] != (newest.number if newest else 0) + 1:
        raise EpochTaken
    if (record["group"], record["meeting"]) != (str(room.meeting.series.group_id), room.uid):
        raise RoomRefused("This belongs to another meeting.")
    devices = dict(room.knocks.filter(gone=False).values_list("device", "person"))
    seated = set(room.sitting().values_list("person", flat=True))
    if devices.get(record["by"]) != person.pk:
        raise RoomRefused("Only a browser that is in the room can let somebody in.")
    if newest and record["by"] not in inside(newest):
        raise RoomRefused("Only a browser that is in the room can let somebody in.")
    for member in record["members"]:
        if devices.get(member["device"]) not in seated:
            raise RoomRefused("Somebody among them is not in this group, or has gone.")
    room.changed()
    made = room.epochs.create(number=record["epoch"], record=dict(record))
    came = inside(made) - inside(newest)
    room.knocks.filter(device__in=came).update(inside_at=timezone.now())


def inside(epoch: Epoch | None) -> set[str]:
    """Devices that are in."""
    return {member["device"] for member in epoch.record["members"]} if epoch else set()
