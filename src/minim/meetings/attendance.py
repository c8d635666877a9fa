"""Attendance: who was there, by coming into the room or by a tick. Seen in the group alone; above it only in totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone

from minim.groups.models import Group, Seat
from minim.meetings.meeting import Meeting
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from minim.groups.models import SeatQuerySet

QUORUM = 3
"""With fewer people a meeting is a talk between two."""
ENOUGH = 3
"""So many meetings have to be held before an average is told: one of two would nearly say who was there."""
TICKED_FOR = timedelta(days=14)
"""So long after a meeting began its attendance can be put right."""
LOOKED_BACK = 26
"""As many meetings back absences in a row are counted."""


class How(models.TextChoices):
    JOINED = "joined", "Came into the room"
    TICKED = "ticked", "Was ticked"


@dataclass(frozen=True, slots=True)
class Totals:
    """What may be known above a group. `average` comes in half people; `few` is how many meetings had no quorum.

    Both are None until ENOUGH meetings were held.
    """

    held: int
    average: float | None = None
    few: int | None = None


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def read_by(self, person: Person) -> AttendanceQuerySet:
        """Who was there, for people who sit in the group today."""
        mine = Group.objects.open().of_member(person).values("pk")
        return self.filter(meeting__series__group__in=mine)

    def at(self, meeting: Meeting) -> AttendanceQuerySet:
        """Who was there. Never anybody who had no seat on that day, whatever was noted."""
        return self.filter(meeting=meeting, person__in=seats_at(meeting).values("person"))

    def note(self, meeting: Meeting, person: Person, how: How) -> None:
        """This person is here, if they have a seat. Whoever came into the room stays noted as that."""
        if seats_at(meeting).filter(person=person).exists():
            self.get_or_create(meeting=meeting, person=person, defaults={"how": how})

    @transaction.atomic
    def tick(self, meeting: Meeting, people: Iterable[Person]) -> None:
        """Of everybody who had a seat these people were there, and nobody else."""
        sat = set(seats_at(meeting).values_list("person_id", flat=True))
        wanted = sat & {person.pk for person in people}
        self.filter(meeting=meeting).exclude(person__in=wanted).delete()
        ticked = [Attendance(meeting=meeting, person_id=pk, how=How.TICKED) for pk in sorted(wanted)]
        self.bulk_create(ticked, ignore_conflicts=True)

    def totals_of(self, group: Group) -> Totals:
        """How the meetings of this group were attended, as far as somebody noted it."""
        counts = [count for meeting, count in _held(group) if meeting.closed_at or meeting.is_over]
        if len(counts) < ENOUGH:
            return Totals(len(counts))
        average = round(2 * sum(counts) / len(counts)) / 2
        return Totals(len(counts), average, sum(count < QUORUM for count in counts))

    def missed_in_a_row(self, meeting: Meeting) -> dict[int, int]:
        """For everybody who missed this meeting: how many in a row by then, this one included."""
        if not self.filter(meeting=meeting).exists():
            return {}
        until = meeting.series.meetings.planned().filter(starts_at__lte=meeting.starts_at)
        held = until.filter(attendances__isnull=False).distinct().order_by("-starts_at", "-pk")
        seats = list(Seat.objects.filter(group=meeting.series.group_id))
        missed: dict[int, int] = {}
        away = {seat.person_id for seat in seats}
        for one in held.prefetch_related("attendances")[:LOOKED_BACK]:
            there = {noted.person_id for noted in one.attendances.all()}
            away &= {seat.person_id for seat in seats if is_expected(seat, day_of(one))} - there
            missed |= {person: missed.get(person, 0) + 1 for person in away}
        return missed


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


def day_of(meeting: Meeting) -> date:
    """The day on which people met: an earlier one than planned, if the room was opened and closed early."""
    return timezone.localdate(min(meeting.starts_at, meeting.closed_at or meeting.starts_at))


def seats_at(meeting: Meeting) -> SeatQuerySet:
    """The seats of whoever could be at a meeting: those of its day, also of whoever left in its course."""
    day = day_of(meeting)
    taken = Seat.objects.filter(group__series__meetings=meeting, taken_on__lte=day)
    return taken.filter(Q(left_on=None) | Q(left_on__gte=day))


def may_be_ticked(meeting: Meeting) -> bool:
    """From its beginning on, for two weeks."""
    began_at = min(meeting.starts_at, meeting.closed_at or meeting.starts_at)
    return not meeting.skipped and began_at <= timezone.now() < began_at + TICKED_FOR


def is_expected(seat: Seat, day: date) -> bool:
    """Whoever left on that very day was not awaited any more."""
    return seat.taken_on <= day and (seat.left_on is None or seat.left_on > day)


def _held(group: Group) -> list[tuple[Meeting, int]]:
    """Meetings of which somebody noted who was there, with how many."""
    meetings = Meeting.objects.planned().filter(series__group=group)
    counted = meetings.annotate(came=Count("attendances")).filter(came__gt=0)
    return [(meeting, meeting.came) for meeting in counted]  # type: ignore[attr-defined]
