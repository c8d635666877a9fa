"""Agreement: how a group wants to be with each other, version by version, and who has said yes to which."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from minim.groups.models import Group, Seat
from minim.meetings.room import Room
from minim.people.models import Person
from minim.playbook import our_agreement

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 3_000
"""About as much as one page of paper holds."""


class AgreementRefused(ValueError):
    """Words that cannot be an agreement; the message says why."""


class AgreementMoved(Exception):
    """Somebody has changed the agreement since it was read; `now` is the version that stands."""

    def __init__(self, now: Agreement) -> None:
        super().__init__("The agreement has changed in the meantime.")
        self.now = now


@dataclass(frozen=True, slots=True)
class Standing:
    """What an Organizer may know: whether there is an agreement and whether all have said yes. Never who."""

    is_made: bool
    is_agreed_by_all: bool


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def read_by(self, person: Person) -> AgreementQuerySet:
        """Versions this person may read: those of open groups in which they sit today."""
        return self.filter(group__in=Group.objects.open().of_member(person).values("pk"))

    def now_of(self, group: Group) -> Agreement:
        """The version that stands. A group that has none yet begins with ours, which is no row until somebody acts."""
        return self.filter(group=group).order_by("-number").first() or Agreement(
            group=group, number=1, words=our_agreement().words
        )

    @transaction.atomic
    def write(self, group: Group, words: str, *, by: Person, read: str) -> Agreement:
        """Make a new version, to which nobody has agreed yet. `read` is the mark of the version they began with.

        Raises AgreementRefused, and AgreementMoved when somebody else was quicker. The same words make no new version.
        """
        words = tidy(words)
        now = self._standing_as_read(group, read)
        if words == now.words:
            return now
        if now.pk is None:
            now.save()
        Room.objects.look_again(group)
        return self.create(group=group, number=now.number + 1, words=words, written_by=by)

    @transaction.atomic
    def agree(self, group: Group, person: Person, *, read: str) -> Agreement:
        """Say one's own yes to the words one has read. Raises AgreementMoved when others stand now."""
        now = self._standing_as_read(group, read)
        if now.pk is None:
            now.save()
        now.yeses.get_or_create(person=person)
        Room.objects.look_again(group)
        return now

    def take_back(self, group: Group, person: Person) -> None:
        """Take one's yes back from the version that stands."""
        now = self.now_of(group)
        if now.pk:
            now.yeses.filter(person=person).delete()
            Room.objects.look_again(group)

    def standing_of(self, group: Group) -> Standing:
        now = self.filter(group=group).order_by("-number").first()
        if now is None:
            return Standing(is_made=False, is_agreed_by_all=False)
        seated = set(Seat.objects.current().filter(group=group).values_list("person", flat=True))
        agreed = set(now.yeses.values_list("person", flat=True))
        return Standing(is_made=True, is_agreed_by_all=bool(seated) and seated <= agreed)

    def forget_closed(self) -> None:
        """A group's words go with the group."""
        self.exclude(group__closed_on=None).delete()

    def _standing_as_read(self, group: Group, read: str) -> Agreement:
        """The version that stands, and goes on standing until the transaction ends."""
        Group.objects.select_for_update().get(pk=group.pk)
        now = self.now_of(group)
        if now.mark != read:
            raise AgreementMoved(now)
        return now


class Agreement(models.Model):
    """One version. `words` are Markdown of the group's own; nobody wrote them where they are the ones of minim."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="agreements")
    number = models.PositiveIntegerField()
    words = models.TextField()
    written_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    written_on = models.DateField(default=timezone.localdate)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["group", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="one_agreement_per_number"),
        ]

    def __str__(self) -> str:
        return f"agreement {self.number} of {self.group}"

    @property
    def mark(self) -> str:
        """Another one for other words: it tells which words somebody had before their eyes."""
        return sha256(self.words.encode()).hexdigest()[:16]

    def said_yes(self, people: Iterable[Person]) -> dict[int, Yes]:
        """The yeses of these people, by person."""
        if self.pk is None:
            return {}
        return {yes.person_id: yes for yes in self.yeses.filter(person__in=people)}


class Yes(models.Model):
    """One person's own yes to one version."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="yeses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_on = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name_plural = "yeses"
        constraints = [models.UniqueConstraint(fields=["agreement", "person"], name="one_yes_per_person")]

    def __str__(self) -> str:
        return f"{self.person} to {self.agreement}"


def tidy(words: str) -> str:
    """Words as they are kept. Raises AgreementRefused when there are none, or too many."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    tidied = "\n".join(line.rstrip() for line in lines).strip()
    if not tidied:
        raise AgreementRefused("An agreement needs words. A single sentence is enough.")
    if len(tidied) > LONGEST:
        raise AgreementRefused(
            f"That is {len(tidied):,} characters; {LONGEST:,} fill a page, and nobody remembers more than a page."
        )
    return tidied
