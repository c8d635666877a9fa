"""Mailing: a letter to many, written by an Organizer, that leaves once at a chosen hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from minim.groups.models import Role, Seat
from minim.notices import kinds
from minim.notices.checking import LONGEST_SUBJECT, check
from minim.notices.filling import Words
from minim.notices.kinds import TO_MANY, kind_of
from minim.notices.models import Letter, Notice, State, Wording, WordsProblem
from minim.people.models import Person
from minim.programs.invitations import Invitation, Part, facts_of
from minim.programs.models import Program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from minim.notices.kinds import Kind
    from minim.notices.models import NoticeQuerySet
    from minim.people.queries import PersonQuerySet


class Audience(models.TextChoices):
    COULD = "could", "Everybody who could take part"
    COMPANY = "company", "Everybody in the company"
    UNASKED = "unasked", "Everybody who could take part and has not answered"
    COULD_LEAD = "could-lead", "People who take part and could lead"
    SEATED = "seated", "Everybody who sits in a group"
    LEADING = "leading", "Everybody who leads a group"


AUDIENCES = {
    kinds.ANNOUNCEMENT: (Audience.COULD, Audience.COMPANY),
    kinds.INVITATION: (Audience.UNASKED,),
    kinds.INVITATION_TO_LEAD: (Audience.COULD_LEAD,),
    kinds.KICK_OFF: (Audience.SEATED, Audience.LEADING),
    kinds.BEFORE_FIRST: (Audience.LEADING,),
    kinds.RETROSPECTIVE: (Audience.SEATED, Audience.LEADING),
    kinds.THANKS: (Audience.SEATED, Audience.LEADING),
}
"""To whom each letter may go; the first is the usual one."""
PARTS = {kinds.INVITATION: Part.TAKE_PART, kinds.INVITATION_TO_LEAD: Part.LEAD}
CADENCES = {"weekly": "every week", "biweekly": "every two weeks"}


class MailingQuerySet(models.QuerySet["Mailing"]):
    def overseen_by(self, person: Person) -> MailingQuerySet:
        return self.filter(program__in=Program.objects.overseen_by(person).order_by().values("pk"))

    def due(self) -> MailingQuerySet:
        return self.filter(left_at=None, due_at__lte=timezone.now()).order_by("due_at", "pk")

    def begin(self, program: Program, kind: str, by: Person) -> Mailing:
        """A draft in the words that are used now. Raises UnknownKind for a letter that goes to nobody by hand."""
        if kind not in TO_MANY:
            raise kinds.UnknownKind(f"No letter to many is called “{kind[:60]}”.")
        words = Wording.objects.words_of(kind)
        return self.create(
            program=program,
            kind=kind,
            audience=AUDIENCES[kind][0],
            subject=words.subject,
            body=words.body,
            written_by=by,
        )

    def sent_kinds(self, program: Program) -> set[str]:
        """Which letters have left for this program, by the names of their kinds."""
        return set(self.filter(program=program).exclude(left_at=None).values_list("kind", flat=True))

    def send_due(self) -> int:
        """Let everything leave whose hour has come; how many mailings those were. Any number of workers may do this."""
        return sum(mailing.leave() for mailing in self.due())


class Mailing(models.Model):
    """A draft until it has an hour, then scheduled until it leaves; from then on it is what was said."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=10, choices=Audience)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = models.TextField(help_text="Markdown")
    written_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, help_text="Scheduled for; empty while it is a draft")
    left_at = models.DateTimeField(null=True)
    addressed = models.PositiveIntegerField(default=0, help_text="To how many it went when it left")

    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} for {self.program}"

    @property
    def about(self) -> Kind:
        return kind_of(self.kind)

    @property
    def words(self) -> Words:
        return Words(self.subject, self.body)

    @property
    def occasion(self) -> str:
        return f"mailing-{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.due_at is None and self.left_at is None

    @property
    def is_scheduled(self) -> bool:
        return self.due_at is not None and self.left_at is None

    @property
    def has_left(self) -> bool:
        return self.left_at is not None

    def rewrite(self, subject: str, body: str, audience: str, by: Person) -> bool:
        """Other words, or another audience; false once it has an hour. Raises WordsProblem."""
        subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
        if problems := check(subject, body, self.about):
            raise WordsProblem(problems)
        facts = {"subject": subject, "body": body, "audience": audience, "written_by": by}
        return self._while_draft().update(**facts, written_at=timezone.now()) == 1

    def schedule(self, due_at: datetime, by: Person | None) -> bool:
        """Let it leave at that hour; false when it has one already."""
        return self._while_draft().update(due_at=due_at, written_by=by) == 1

    def call_off(self) -> bool:
        """Make it a draft again; false when it has left, or had no hour."""
        return Mailing.objects.filter(pk=self.pk, left_at=None).exclude(due_at=None).update(due_at=None) == 1

    def throw_away(self) -> bool:
        """Forget a draft; false for anything that is more."""
        return self._while_draft().delete()[0] > 0

    @transaction.atomic
    def leave(self) -> bool:
        """Post it to everybody, in one piece or not at all; false when somebody else did, or it was called off. Whoever
        posts it has changed the row first, so a second worker waits here and then finds that it has left."""
        now = timezone.now()
        if not Mailing.objects.filter(pk=self.pk, left_at=None, due_at__lte=now).update(left_at=now):
            return False
        self.refresh_from_db()
        people = list(self.recipients())
        Notice.objects.post_all(self.letters_to(people), once=self.occasion, sender=self.written_by)
        Mailing.objects.filter(pk=self.pk).update(addressed=len(people))
        return True

    def recipients(self) -> PersonQuerySet:
        """Everybody it would go to now: who is there, has an address, and has not said never to it."""
        people = _audience(self.program, Audience(self.audience)).exclude(email=None).exclude(email="")
        part = PARTS.get(self.kind)
        if part:
            silent = Invitation.objects.not_to_ask().filter(program=self.program, part=part)
            return people.exclude(pk__in=silent.values("person"))
        return people

    def letters_to(self, people: list[Person]) -> list[Letter]:
        """Their letters. With an invitation, everybody is asked."""
        part = PARTS.get(self.kind)
        asked = Invitation.objects.ask(self.program, people, part) if part else {}
        seats = _seats_of(self.program, people)
        return [
            Letter(
                self.kind,
                person,
                self._facts(seats.get(person.pk), facts_of(asked[person.pk]) if part else {}),
                words=self.words,
            )
            for person in people
        ]

    def letter_as_for(self, person: Person, words: Words | None = None) -> tuple[str, str]:
        """Subject and body as this person would read them. Their link is not in it: it is theirs alone."""
        facts = self._facts(_seats_of(self.program, [person]).get(person.pk), _own_page())
        return Letter(self.kind, person, facts).written(words or self.words)

    def try_on(self, reader: Person, as_for: Person) -> Notice | None:
        """Send it to one's own address, with the facts of somebody it would go to; None when one has stopped such
        letters."""
        facts = self._facts(_seats_of(self.program, [as_for]).get(as_for.pk), _own_page())
        trial = Letter(self.kind, reader, facts, words=self.words)
        posted = f"{self.occasion}-trial-{timezone.now().timestamp()}"
        Notice.objects.post_all([trial], once=posted)
        return Notice.objects.posted_for(posted).first()

    def notices(self) -> NoticeQuerySet:
        """What was posted when it left."""
        return Notice.objects.posted_for(self.occasion)

    def write_again(self) -> int:
        """Send once more what came back or could not leave, to the addresses of today; how many those are."""
        lost = self.notices().in_state(State.BOUNCED) | self.notices().in_state(State.FAILED)
        return sum(notice.try_again() for notice in lost.order_by("pk"))

    def _while_draft(self) -> MailingQuerySet:
        return Mailing.objects.filter(pk=self.pk, due_at=None, left_at=None)

    def _facts(self, seat: Sitting | None, own: Mapping[str, str]) -> dict[str, Any]:
        return {
            "program": self.program.name,
            "organizer": self.written_by.name if self.written_by else "",
            "cadence": CADENCES[self.program.cadence],
            "minutes": self.program.meeting_minutes,
            "trust_url": f"{settings.BASE_URL}/trust/",
            "invitations_url": _own_page()["answer_url"],
            "group": seat.group if seat else None,
            "facilitator": seat.facilitator if seat else None,
            "is_facilitator": bool(seat and seat.leads),
            **own,
        }


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where somebody sits in a program."""

    group: str
    facilitator: str
    leads: bool


def _own_page() -> dict[str, str]:
    return {"answer_url": f"{settings.BASE_URL}/account/invitations/"}


def _audience(program: Program, audience: Audience) -> PersonQuerySet:
    people = Person.objects.inside()
    never = program.invitations.filter(part=Part.TAKE_PART, said="never").values("person")
    sitting = Seat.objects.current().filter(group__program=program, group__closed_on=None).order_by()
    if audience == Audience.COMPANY:
        return people.exclude(pk__in=never)
    if audience == Audience.SEATED:
        return people.filter(pk__in=sitting.values("person"))
    if audience == Audience.LEADING:
        return people.filter(pk__in=sitting.filter(role=Role.FACILITATOR).values("person"))
    if audience == Audience.COULD_LEAD:
        enrolled = program.enrolments.filter(taken_out=False).values("person")
        leading = sitting.filter(role=Role.FACILITATOR).values("person")
        settled = Q(willing=True) | Q(pk__in=leading)
        return people.taking_part().filter(pk__in=enrolled).exclude(settled)
    return program.could_take_part().exclude(pk__in=never)


def _seats_of(program: Program, people: list[Person]) -> dict[int, Sitting]:
    """Where each of them sits, by the person's key; in one query, however many they are."""
    sitting = Seat.objects.current().filter(group__program=program, group__closed_on=None)
    seats, wanted = list(sitting.select_related("group", "person")), {person.pk for person in people}
    leaders = {seat.group_id: seat.person.name for seat in seats if seat.role == Role.FACILITATOR}
    return {
        seat.person_id: Sitting(
            seat.group.name, leaders.get(seat.group_id, ""), seat.role == Role.FACILITATOR
        )
        for seat in seats
        if seat.person_id in wanted
    }
