"""Which letters somebody may see.

Outside the demo only that a letter was written, to whom, of which kind, and what became of it; and only for the
Organizers of a program its recipient takes part in, or took part in. In the demo everybody also sees their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q

from minim.groups.models import Seat
from minim.notices.models import Notice
from minim.programs.models import Enrolment, Program

if TYPE_CHECKING:
    from minim.notices.models import NoticeQuerySet
    from minim.people.models import Person


def letters_seen_by(person: Person) -> NoticeQuerySet:
    mine = Q(recipient=person) if settings.DEMO else Q(pk__in=[])
    return Notice.objects.shown().filter(mine | _overseen_by(person))


def letters_overseen_by(person: Person) -> NoticeQuerySet:
    return Notice.objects.shown().filter(_overseen_by(person))


def _overseen_by(person: Person) -> Q:
    if not person.is_organizer:
        return Q(pk__in=[])
    programs = Program.objects.overseen_by(person).values("pk")
    enrolled = Enrolment.objects.filter(program__in=programs).values("person")
    seated = Seat.objects.filter(program__in=programs).values("person")
    return Q(recipient__in=enrolled) | Q(recipient__in=seated)
