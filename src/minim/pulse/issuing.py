"""Issued: to whom a ballot was signed. Everybody's browser has one signed on any visit, so it tells of no answers."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction

from minim.people.models import Person
from minim.pulse.ballots import encoded, pack
from minim.pulse.blind import NotSignable
from minim.pulse.refusals import PollRefused
from minim.pulse.rounds import Part, Round
from minim.pulse.sealing import Unreadable

if TYPE_CHECKING:
    from minim.pulse.blind import SigningKey


class IssuedQuerySet(models.QuerySet["Issued"]):
    def sign(self, person: Person, round_pk: int, blinded: bytes) -> bytes:
        """Sign one number for this person in this round; the same one as often as it is asked, because an answer can
        get lost when a page is left. Raises PollRefused."""
        part = Part.objects.asking(person).filter(round=round_pk).first()
        if part is None:
            raise PollRefused("nowhere")
        if not part.is_same_people():
            raise PollRefused("changed")
        mark = encoded(sha256(pack("blinded", encoded(blinded))).digest())
        before = self._mark_of(person, part)
        if before not in (None, mark):
            raise PollRefused("issued")
        signed = _signed(part, blinded)
        if before is None:
            self._note(person, part, mark)
        return signed

    def _mark_of(self, person: Person, part: Part) -> str | None:
        marks = self.filter(person=person, round=part.round_id).values_list("blinded", flat=True)
        return next(iter(marks), None)

    def _note(self, person: Person, part: Part, mark: str) -> None:
        try:
            with transaction.atomic():
                self.create(person=person, round=part.round, blinded=mark)
        except IntegrityError:  # another tab was quicker
            if self._mark_of(person, part) != mark:
                raise PollRefused("issued") from None


class Issued(models.Model):
    """`blinded` is a hash of the number that was signed. Any ballot of the round could hide behind any such number, so
    it leads to none; it is there to tell a request that is repeated from a second one."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="issued")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    blinded = models.CharField(max_length=43)

    objects = IssuedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "issued"
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="one_ballot_each")]

    def __str__(self) -> str:
        return f"{self.person} in {self.round}"


def _signed(part: Part, blinded: bytes) -> bytes:
    try:
        key: SigningKey = part.opened_key()
        return key.sign_blinded(blinded)
    except NotSignable:
        raise PollRefused("malformed") from None
    except Unreadable:
        raise PollRefused("nowhere") from None
