"""Answers: who comes, as far as they said. Seen in the group alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from minim.groups.models import Seat
from minim.meetings.asking import keys_of
from minim.meetings.meeting import Meeting
from minim.meetings.stretch import Stretch, uid_of_stretch
from minim.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


class Said(models.TextChoices):
    """What iCalendar calls PARTSTAT."""

    ACCEPTED = "ACCEPTED", "I am coming"
    TENTATIVE = "TENTATIVE", "Perhaps"
    DECLINED = "DECLINED", "I cannot come"


@dataclass(frozen=True)
class Asked:
    """What an answer is about: all meetings of a stretch, or one of them."""

    person: Person
    stretch: Stretch
    meeting: Meeting | None = None


class AnswerQuerySet(models.QuerySet["Answer"]):
    def asked(self, token: str) -> Asked | None:
        """What a link is about; None when nobody wrote it, or its reader no longer sits in the group."""
        keys = keys_of(token)
        if keys is None:
            return None
        stretch = Stretch.objects.select_related("series__group__program").filter(pk=keys.stretch).first()
        person = Person.objects.filter(pk=keys.person).first()
        if stretch is None or person is None or not _sits_there(person, stretch):
            return None
        meeting = stretch.meetings.filter(pk=keys.meeting).first()
        return None if keys.meeting and meeting is None else Asked(person, stretch, meeting)

    def give(self, asked: Asked, said: Said, at: datetime | None = None) -> bool:
        """Note what somebody said; false when they have said something since."""
        at = at or timezone.now()
        mine = self.filter(person=asked.person, stretch=asked.stretch, meeting=asked.meeting)
        if mine.filter(said_at__gt=at).exists():
            return False
        mine.delete()
        self.create(person=asked.person, stretch=asked.stretch, meeting=asked.meeting, said=said, said_at=at)
        if asked.meeting is None:
            coming = asked.stretch.meetings.filter(starts_at__gt=timezone.now())
            self.filter(person=asked.person, meeting__in=coming, said_at__lte=at).delete()
        return True

    def by_mail(self, uid: str, email: str, said: Said, recurrence: datetime | None, at: datetime) -> bool:
        """Note an answer that came from a calendar; false when it answers nothing of ours."""
        stretch = Stretch.objects.filter(uid=uid_of_stretch(uid)).select_related("series").first()
        person = Person.objects.filter(email__iexact=email).first()
        if stretch is None or person is None or not _sits_there(person, stretch):
            return False
        meeting = stretch.meetings.filter(planned_at=recurrence).first() if recurrence else None
        if recurrence and meeting is None:
            return False
        self.give(Asked(person, stretch, meeting), said, at)
        return True


class Answer(models.Model):
    """`meeting` is empty when the answer is for all of the stretch's meetings."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    stretch = models.ForeignKey(Stretch, on_delete=models.CASCADE, related_name="answers")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="answers")
    said = models.CharField(max_length=9, choices=Said)
    said_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "stretch"], condition=Q(meeting=None), name="one_answer_for_all_meetings"
            ),
            models.UniqueConstraint(fields=["person", "meeting"], name="one_answer_per_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.said}"


def _sits_there(person: Person, stretch: Stretch) -> bool:
    return Seat.objects.current().filter(person=person, group=stretch.series.group_id).exists()
