"""Invitation: somebody is asked to take part, or to facilitate, and says yes, not now or never."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minim.people.models import Person
    from minim.programs.models import Program

SALT = "minim.programs.invitation"
LEFT_IN_PEACE = timedelta(days=90)
"""Whoever said “not now” is asked again after so long at the earliest."""


class Part(models.TextChoices):
    TAKE_PART = "take-part", "To take part"
    LEAD = "lead", "To facilitate"


class Said(models.TextChoices):
    YES = "yes", "Yes"
    NOT_NOW = "not-now", "Not now"
    NEVER = "never", "Never"


NO = (Said.NOT_NOW, Said.NEVER)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def asked(self, token: str) -> Invitation | None:
        """What a link is about; None when we did not write it, or nobody is there any more to answer."""
        try:
            key = int(signing.Signer(salt=SALT).unsign(token))
        except signing.BadSignature:
            return None
        found = self.select_related("program", "person").filter(pk=key).first()
        return found if found and found.person.is_active else None

    def of(self, person: Person) -> InvitationQuerySet:
        """This person's own, newest first."""
        return self.filter(person=person).select_related("program").order_by("-asked_at", "-pk")

    def declined(self) -> InvitationQuerySet:
        """Answered with a no, for now or for good. Being asked anew does not make it a yes."""
        return self.filter(said__in=NO)

    def not_to_ask(self) -> InvitationQuerySet:
        """Whoever has said yes, never, or not now a short while ago."""
        just_now = Q(said=Said.NOT_NOW, said_at__gt=timezone.now() - LEFT_IN_PEACE)
        return self.filter(Q(said__in=(Said.YES, Said.NEVER)) | just_now)

    def ask(self, program: Program, people: Iterable[Person], part: Part) -> dict[int, Invitation]:
        """Ask everybody at once; their invitations by the person's key. What they said before stands until they say
        something else."""
        people, now = list(people), timezone.now()
        self.bulk_create(
            [Invitation(program=program, person=person, part=part, asked_at=now) for person in people],
            batch_size=500,
            update_conflicts=True,
            update_fields=["asked_at"],
            unique_fields=["program", "person", "part"],
        )
        asked = self.filter(program=program, part=part, asked_at=now)
        return {invitation.person_id: invitation for invitation in asked}


class Invitation(models.Model):
    """Between this person and the Organizers of the program, and seen by nobody else."""

    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="program_invitations"
    )
    part = models.CharField(max_length=9, choices=Part)
    asked_at = models.DateTimeField(default=timezone.now)
    said = models.CharField(max_length=7, choices=Said, blank=True)
    said_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "person", "part"], name="one_invitation_per_part")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_part_display().lower()} in {self.program}"

    @property
    def token(self) -> str:
        """What its link carries, the same in every letter: nobody can make one up for somebody else."""
        return signing.Signer(salt=SALT).sign(str(self.pk))

    @property
    def is_to_lead(self) -> bool:
        return self.part == Part.LEAD

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for: none was given, or a “not now” before we asked again."""
        return not self.said or (
            self.said == Said.NOT_NOW and self.said_at is not None and self.said_at < self.asked_at
        )

    @transaction.atomic
    def answer(self, said: Said) -> None:
        """The last word counts. A no takes effect at once; a yes never undoes what an Organizer decided by hand."""
        self.said, self.said_at = said, timezone.now()
        self.save(update_fields=["said", "said_at"])
        if self.is_to_lead:
            self.person.willing = said == Said.YES
            self.person.save(update_fields=["willing"])
        elif said == Said.YES:
            self.program.welcome(self.person)
        else:
            self.program.enrolments.filter(person=self.person, taken_out=False).delete()


def facts_of(invitation: Invitation) -> dict[str, str]:
    """What the letter says that only this one reader may know."""
    return {"answer_url": f"{settings.BASE_URL}/invitation/{invitation.token}/"}
