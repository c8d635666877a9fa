"""Which letters somebody may see.

Outside the demo only that a letter was written, to whom, of which kind, and what became of it; and only for the
Organizers of a program its recipient takes part in, or took part in. In the demo everybody also sees their own.

Letters one can do without are never listed for an Organizer. Whoever stopped them has none, and a reminder goes to
those who have not said no: a row that is missing would tell on its reader. Nor are those that were confided: there the
row itself would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q

from minim.groups.models import Seat
from minim.notices.kinds import KINDS
from minim.notices.models import Notice
from minim.people.models import Person
from minim.programs.models import Enrolment, Program

if TYPE_CHECKING:
    from minim.notices.models import NoticeQuerySet
    from minim.people.queries import PersonQuerySet

TELL_ON_THEIR_READER = tuple(kind.name for kind in KINDS.values() if kind.optional or kind.confided)
LISTED_KINDS = tuple(
    kind for kind in KINDS.values() if not kind.urgent and kind.name not in TELL_ON_THEIR_READER
)


def letters_seen_by(person: Person) -> NoticeQuerySet:
    mine = Q(recipient=person) if settings.DEMO else Q(pk__in=[])
    return Notice.objects.shown().filter(mine | (_overseen_by(person) & ~Q(kind__in=TELL_ON_THEIR_READER)))


def letters_overseen_by(person: Person) -> NoticeQuerySet:
    return letters_for_everybody().filter(_overseen_by(person))


def letters_for_everybody() -> NoticeQuerySet:
    """Letters whose number depends on nobody's own choice or answer."""
    return Notice.objects.shown().exclude(kind__in=TELL_ON_THEIR_READER)


def optional_letters_overseen_by(person: Person) -> NoticeQuerySet:
    """Only to find addresses that do not work; neither their number nor their hour may be shown."""
    return Notice.objects.shown().filter(_overseen_by(person), kind__in=TELL_ON_THEIR_READER)


def people_overseen_by(person: Person) -> PersonQuerySet:
    programs = Program.objects.overseen_by(person).values("pk")
    enrolled = Enrolment.objects.filter(program__in=programs).values("person")
    seated = Seat.objects.filter(program__in=programs).values("person")
    return Person.objects.filter(Q(pk__in=enrolled) | Q(pk__in=seated))


def _overseen_by(person: Person) -> Q:
    if not person.is_organizer:
        return Q(pk__in=[])
    return Q(recipient__in=people_overseen_by(person).order_by().values("pk"))
