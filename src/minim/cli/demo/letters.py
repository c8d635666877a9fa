"""What Larkfield's managers were written before their groups began, and what they answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.groups.models import Seat
from minim.notices import kinds
from minim.programs.invitations import Invitation, Said
from minim.rollout.models import Mailing

if TYPE_CHECKING:
    from minim.people.models import Person
    from minim.programs.models import Program

SENT = ((kinds.ANNOUNCEMENT, 39), (kinds.INVITATION, 37), (kinds.KICK_OFF, 30))
"""Which letters left, and how many days ago."""
ANSWERED, EVERY = 36, 11
"""How many days ago people said yes; every eleventh has not answered."""


def write_letters(program: Program, olive: Person) -> None:
    for kind, days_ago in SENT:
        send(Mailing.objects.begin(program, kind, olive), days_ago)
    answer(program)
    Mailing.objects.begin(program, kinds.RETROSPECTIVE, olive)


def send(mailing: Mailing, days_ago: int) -> None:
    """As if it had left then, to those who have a seat now: newcomers were not there yet."""
    then = timezone.now() - timedelta(days=days_ago)
    mailing.schedule(timezone.now(), mailing.written_by)
    mailing.leave()
    seated = Seat.objects.current().filter(program=mailing.program).order_by().values("person")
    mailing.notices().exclude(recipient__in=seated).delete()
    Invitation.objects.filter(program=mailing.program).exclude(person__in=seated).delete()
    mailing.notices().update(sent_at=then, created_at=then, due_at=then)
    Mailing.objects.filter(pk=mailing.pk).update(
        written_at=then, due_at=then, left_at=then, addressed=mailing.notices().count()
    )


def answer(program: Program) -> None:
    then = timezone.now() - timedelta(days=ANSWERED)
    asked = program.invitations.order_by("pk")
    asked.update(asked_at=timezone.now() - timedelta(days=SENT[1][1]))
    yes = [pk for number, pk in enumerate(asked.values_list("pk", flat=True), start=1) if number % EVERY]
    Invitation.objects.filter(pk__in=yes).update(said=Said.YES, said_at=then)
