"""Room: a meeting while it lasts. Everything in it hangs on this one row, and goes with it."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from minim.groups.models import Group, Role, Seat
from minim.lib.bus import Versioned, tell
from minim.meetings.attendance import Attendance, How
from minim.meetings.clock import Clock
from minim.meetings.format import next_format
from minim.meetings.meeting import Meeting
from minim.meetings.turns import Turns
from minim.people.models import Person
from minim.playbook import Format, Step, format_of
from minim.playbook.formats import Kind, Speaks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minim.groups.models import SeatQuerySet

LONGEST = timedelta(hours=24)
"""After so long everything is erased, whatever happens."""
LEFT_OPEN = timedelta(minutes=20)
"""So long after its planned end, and after the last sign of anybody, a room that was left open is closed."""
AWAY_AFTER = timedelta(seconds=40)
"""Browsers say every fifteen seconds that they are there."""


class RoomRefused(Exception):
    """Something that cannot be done in this room now; the message says why."""


class RoomQuerySet(models.QuerySet["Room"]):
    @transaction.atomic
    def open(self, meeting: Meeting, person: Person, *, anew: bool = False) -> Room:
        """The room of this meeting, opened by whoever comes first. Raises RoomRefused.

        A meeting that was closed is opened again only with `anew`, and by whoever leads the group.
        """
        meeting = Meeting.objects.select_for_update().select_related("series__group").get(pk=meeting.pk)
        room = self.filter(meeting=meeting).first()
        if room:
            return room
        facilitator = meeting.series.members().filter(role=Role.FACILITATOR).first()
        if meeting.is_closed and not (anew and facilitator and facilitator.person_id == person.pk):
            raise RoomRefused("This meeting is closed, and what was said in it is gone.")
        Meeting.objects.filter(pk=meeting.pk).update(closed_at=None, erased_at=None)
        plan = next_format(meeting.series.group).to_json()
        lead = facilitator.person if facilitator else person
        return self.create(meeting=meeting, plan=plan, lead=lead)

    def entered_by(self, person: Person) -> RoomQuerySet:
        """Open rooms of groups this person sits in today, above nobody there."""
        mine = Seat.objects.above_nobody().filter(person=person, group__closed_on=None)
        return self.filter(meeting__series__group__in=mine.values("group"))

    def look_again(self, group: Group) -> None:
        """What an open room shows of its group has changed beside it: its agreement, or its action items."""
        for room in self.filter(meeting__series__group=group):
            room.changed()

    def overdue(self) -> RoomQuerySet:
        """Rooms that nobody closed: a day old, or over as planned and deserted."""
        now = timezone.now()
        seen = Presence.objects.filter(room=models.OuterRef("pk"), seen_at__gt=now - LEFT_OPEN)
        old = self.filter(opened_at__lte=now - LONGEST)
        left = self.filter(~models.Exists(seen), opened_at__lte=now - LEFT_OPEN)
        over = [room.pk for room in left.select_related("meeting") if room.meeting.ends_at + LEFT_OPEN <= now]
        return self.filter(Q(pk__in=old.values("pk")) | Q(pk__in=over))


class Room(Clock, Turns, Versioned):
    """`uid` names the room to the browsers' keys, and is another one whenever a group begins anew.

    `plan` is the format as it was when the room was opened, as `playbook.format_of` reads it. `lead` leads now, and may
    hand over; `second` helps. Neither texts nor keys stand here: only what browsers have sealed, in cards and keys.
    """

    meeting = models.OneToOneField(Meeting, primary_key=True, on_delete=models.CASCADE, related_name="room")
    uid = models.CharField(max_length=64, unique=True, default=token_urlsafe)
    plan = models.JSONField()
    lead = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    second = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    dots_open = models.BooleanField(default=True)
    sent_up = models.PositiveSmallIntegerField(default=0, help_text="Sentences that everybody let go up")
    opened_at = models.DateTimeField(default=timezone.now)

    objects = RoomQuerySet.as_manager()

    def __str__(self) -> str:
        return f"room of {self.meeting}"

    @property
    def format(self) -> Format:
        return format_of(self.plan)

    @property
    def step(self) -> Step:
        return self.format.steps[self.step_at]

    def locked(self) -> Room:
        """This room as it is now; whoever else wants to change it waits for our transaction. Raises DoesNotExist."""
        return Room.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=self.pk)

    def sitting(self) -> SeatQuerySet:
        """The seats of whoever may be in here today."""
        return Seat.objects.above_nobody().filter(group__series__meetings=self.pk).select_related("person")

    def is_led_by(self, person: Person) -> bool:
        return person.pk in (self.lead_id, self.second_id)

    # --- who is here -------------------------------------------------------------------------------------------------

    @transaction.atomic
    def enter(self, person: Person) -> None:
        """Come in, which is also how attendance is noted. Raises DoesNotExist when it was closed in between."""
        self.locked()
        Presence.objects.update_or_create(room=self, person=person, defaults={"seen_at": timezone.now()})
        Attendance.objects.note(self.meeting, person, How.JOINED)
        self.changed()

    def here(self) -> set[int]:
        """Whose browser gave a sign of life lately."""
        lately = timezone.now() - AWAY_AFTER
        return set(self.presences.filter(seen_at__gt=lately).values_list("person", flat=True))

    def ticked(self) -> set[int]:
        """Who is here in person, as whoever leads has ticked."""
        ticked = Attendance.objects.filter(meeting=self.pk, how=How.TICKED)
        return set(ticked.values_list("person", flat=True))

    def present(self) -> set[int]:
        return self.here() | self.ticked()

    def stay(self, person: Person, device: str = "") -> None:
        """A sign of life; `device` is the browser that gives it, if it has the room's key.

        Others hear of it only when somebody had been silent for long. Raises DoesNotExist like `enter`.
        """
        now = timezone.now()
        if device:
            self.knocks.filter(person=person, device=device).update(inside_at=now)
        awake = self.presences.filter(person=person, seen_at__gt=now - AWAY_AFTER)
        if not awake.update(seen_at=now):
            self.enter(person)

    def leave(self, person: Person, device: str) -> None:
        """Go with one browser: whoever stays makes a new key."""
        mine = self.knocks.filter(person=person)
        mine.filter(device=device).update(gone=True)
        if not mine.filter(gone=False).exists():
            self.presences.filter(person=person).update(seen_at=timezone.now() - LONGEST)
        self.changed()

    # --- who leads ---------------------------------------------------------------------------------------------------

    def may_be_taken_by(self, person: Person, here: set[int], roles: Mapping[int, str]) -> bool:
        """Whoever leads is silent, or it is the group's own Facilitator who comes back to lead."""
        if person.pk == self.lead_id or person.pk not in here or person.pk not in roles:
            return False
        return self.lead_id not in here or roles[person.pk] == Role.FACILITATOR

    def take_over(self, person: Person) -> None:
        """Lead from now on. Raises RoomRefused while whoever leads is there."""
        roles = dict(self.sitting().values_list("person", "role"))
        if not self.may_be_taken_by(person, self.here(), roles):
            raise RoomRefused("Whoever leads is here. They can hand over to you.")
        self.hand_over(person)

    def hand_over(self, person: Person) -> None:
        """Let this person lead; whoever led so far goes on helping."""
        self._refuse_strangers(person)
        before, self.lead = self.lead, person
        if self.second_id == person.pk:
            self.second = before
        self.save(update_fields=["lead", "second"])
        self.changed()

    def name_second(self, person: Person | None) -> None:
        if person:
            self._refuse_strangers(person)
        self.second = person
        self.save(update_fields=["second"])
        self.changed()

    def _refuse_strangers(self, person: Person) -> None:
        if not self.sitting().filter(person=person).exists():
            raise RoomRefused("That person does not sit in this group any more.")

    # --- steps -------------------------------------------------------------------------------------------------------

    def go_to(self, at: int) -> None:
        """Go to a step: its clock begins, and in a round the word goes to whoever leads. Raises RoomRefused."""
        if not 0 <= at < len(self.plan["steps"]):
            raise RoomRefused("This meeting has no such step.")
        self.begin_step(at)
        self.cards.filter(state="table").update(state="done")
        if self.step.kind in (Kind.ROUND, Kind.CLOSE) or self.step.speaks == Speaks.EACH:
            self.begin_round(self.lead_id, self.speaking_order())
        else:
            self.end_round()
        self.save()
        self.changed()

    def speaking_order(self) -> list[int]:
        """Whoever leads, then the others by name, as many as are here."""
        here = self.present()
        seats = self.sitting().order_by("person__name", "person_id").values_list("person", flat=True)
        return sorted((pk for pk in seats if pk in here), key=lambda pk: pk != self.lead_id)

    # --- the end -----------------------------------------------------------------------------------------------------

    @transaction.atomic
    def empty(self) -> None:
        """Let go of everything that was written, and of its keys; the room has another name from here on."""
        for things in (self.cards, self.epochs, self.knocks):
            things.all().delete()
        self.uid = token_urlsafe()
        self.clear_table()
        self.save()
        self.changed()

    @transaction.atomic
    def close(self) -> None:
        """End the meeting: what was written in it is deleted. The worker then empties what databases keep behind."""
        Meeting.objects.filter(pk=self.meeting_id).update(closed_at=timezone.now())
        topic = self.topic
        self.delete()
        tell(topic)


class Presence(models.Model):
    """Somebody in a room, and when their browser last said so."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects: models.Manager[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_presence_per_room")]

    def __str__(self) -> str:
        return f"{self.person} in {self.room}"
