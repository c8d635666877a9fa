"""A sentence that somebody would like to send up: sealed for the group until each of those present has said yes.

A no is never sent, and nobody sees who has said yes: when the time is over without everybody's yes, the sentence
disappears, and nothing tells whether somebody refused or was only slow.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from minim.meetings.cards import Card, State, Text
from minim.meetings.room import Room, RoomRefused
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

WINDOW = timedelta(minutes=3)
FEWEST = 3
"""Between two people everybody would know who refused."""
LONGEST = 200
SALT = 22
"""Characters of the secret that stands before the sentence: 128 bits in base64url."""


class ProposalGone(Exception):
    """The sentence is not there any more: its time was over, somebody came in, or another browser has sent it up."""


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def standing(self) -> ProposalQuerySet:
        return self.filter(began_at__gt=timezone.now() - WINDOW)

    def over(self) -> ProposalQuerySet:
        return self.filter(began_at__lte=timezone.now() - WINDOW)

    def let_go(self) -> None:
        """As if they had never been: the cards, the sealed sentences and every yes."""
        cards = list(self.values_list("card", flat=True))
        self.delete()
        Card.objects.filter(pk__in=cards).delete()


class Proposal(models.Model):
    """`asked` are the ids of those who were present. `seal` is the SHA-256, in hexadecimal, of salt and sentence: what
    goes up is what was agreed to, and nobody can guess the sentence from it.
    """

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="proposal")
    card = models.OneToOneField(Card, on_delete=models.CASCADE, related_name="+")
    seal = models.CharField(max_length=64)
    asked = models.JSONField()
    began_at = models.DateTimeField(default=timezone.now)

    objects = ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"sentence in {self.room}"

    @property
    def ends_at(self) -> datetime:
        return self.began_at + WINDOW

    def is_agreed(self) -> bool:
        return set(self.asked) <= set(self.nods.values_list("person", flat=True))


class Nod(models.Model):
    """Somebody's yes to a sentence, for as long as it is being asked about."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="nods")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_nod_per_person")]

    def __str__(self) -> str:
        return f"yes of {self.person}"


def propose(room: Room, person: Person, text: Mapping[str, Any], seal: str) -> None:
    """Ask everybody who is present about a sealed sentence. Raises RoomRefused."""
    asked = sorted(room.here())
    if len(asked) < FEWEST:
        raise RoomRefused(f"At least {FEWEST} of you have to be here: of two, each would know who refused.")
    if room.ticked() - set(asked):
        raise RoomRefused(
            "Somebody is here without a device, and could not say yes. Let them come into the room first."
        )
    if Proposal.objects.standing().filter(room=room).exists():
        raise RoomRefused("You are being asked about a sentence already. One at a time.")
    Proposal.objects.filter(room=room).let_go()
    room.changed()
    card = room.cards.create(name=text["card"], state=State.THEME)
    Text.objects.create(card=card, kind="theme", at=room.version, envelope=text["envelope"])
    made = Proposal.objects.create(room=room, card=card, seal=seal, asked=asked)
    made.nods.create(person=person)


def nod(room: Room, person: Person, name: str) -> None:
    """Say yes. Others hear of it only when it was the last that was wanted. Raises ProposalGone and RoomRefused."""
    proposal = _reach(room, name)
    if person.pk not in proposal.asked:
        raise RoomRefused("This is asked of those who were here when it was proposed.")
    proposal.nods.get_or_create(person=person)
    if proposal.is_agreed():
        room.changed()


def take_up_sentence(room: Room, name: str, salt: str, sentence: str) -> str:
    """What everybody agreed to; nothing of it stays in the room. Raises ProposalGone and RoomRefused."""
    proposal = _reach(room, name)
    seal = hashlib.sha256(f"{salt}{sentence}".encode()).hexdigest()
    if not proposal.is_agreed() or not hmac.compare_digest(seal, proposal.seal):
        raise RoomRefused("That is not what everybody agreed to.")
    room.sent_up += 1
    room.save(update_fields=["sent_up"])
    let_go(room)
    return sentence


def let_go(room: Room) -> None:
    """Whoever comes in was not asked, and whoever waited long enough shall not wonder: the sentence disappears."""
    standing = Proposal.objects.filter(room=room)
    if standing.exists():
        standing.let_go()
        room.changed()


def let_go_of_old() -> None:
    """Sentences whose time is over without everybody's yes disappear."""
    for room in Room.objects.filter(proposal__in=Proposal.objects.over()):
        let_go(room)


def _reach(room: Room, name: str) -> Proposal:
    proposal = Proposal.objects.standing().filter(room=room, card__name=name).first()
    if proposal is None:
        raise ProposalGone
    return proposal
