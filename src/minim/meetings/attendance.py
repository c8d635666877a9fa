"""Attendance: who was there, by coming into the room or by a tick. Seen in the group alone; above it only in totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from minim.groups.models import Group
from minim.meetings.meeting import Meeting
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

QUORUM = 3
"""With fewer people a meeting is a talk between two."""


class How(models.TextChoices):
    JOINED = "joined", "Came into the room"
    TICKED = "ticked", "Was ticked"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def read_by(self, person: Person) -> AttendanceQuerySet:
        """Who was there, for people who sit in the group today."""
        mine = Group.objects.open().of_member(person).values("pk")
        return self.filter(meeting__series__group__in=mine)

    def note(self, meeting: Meeting, person: Person, how: How) -> None:
        """This person is here. Whoever came into the room stays noted as that."""
        self.get_or_create(meeting=meeting, person=person, defaults={"how": how})

    def tick(self, meeting: Meeting, people: Iterable[Person]) -> None:
        """These people, and of the group nobody else, were there."""
        wanted = set(people)
        self.filter(meeting=meeting).exclude(person__in=wanted).delete()
        for person in wanted:
            self.note(meeting, person, How.TICKED)


class Attendance(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=6, choices=How)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_attendance_per_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.meeting}"
