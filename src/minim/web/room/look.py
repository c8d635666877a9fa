"""A room as it looks to everybody in it. When something changes all ask at once, and one look serves them all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from minim.groups.models import Seat
from minim.meetings.door import Door
from minim.meetings.models import ActionItem, Agreement, Dot, Proposal, Room, Settled, Text
from minim.meetings.room import AWAY_AFTER
from minim.playbook.formats import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from minim.meetings.models import Card

FRESH_SECONDS = 5.0
"""So long a look may be kept while its room has no other version: presences change without one."""
MOST_KEPT = 256


@dataclass
class Look:
    room: Room
    made_at: float = field(default_factory=time.monotonic)
    _texts: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    _records: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    @classmethod
    def at(cls, meeting: int, version: int | None = None) -> Look | None:
        """A look at the room of this meeting: that of this version, if somebody has it; None when it is closed."""
        kept = _kept.get(meeting)
        if kept and kept.is_fresh and version in (None, kept.room.version):
            return kept
        try:
            return cls.of(Room.objects.select_related("meeting__series").get(pk=meeting))
        except Room.DoesNotExist:
            forget(meeting)
            return None

    @classmethod
    def of(cls, room: Room) -> Look:
        """A look at this version of the room; somebody else's, if it is fresh."""
        kept = _kept.get(room.pk)
        if kept and kept.is_fresh and (kept.room.uid, kept.room.version) == (room.uid, room.version):
            return kept
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[room.pk] = made = cls(room)
        return made

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self.made_at < FRESH_SECONDS

    @property
    def group(self) -> int:
        return self.room.meeting.series.group_id

    @cached_property
    def seats(self) -> list[Seat]:
        """Whoever may be here, whoever leads first."""
        seats = Seat.objects.at_hand(self.group)
        return sorted(seats, key=lambda seat: seat.person_id != self.room.lead_id)

    @cached_property
    def roles(self) -> dict[int, str]:
        return {seat.person_id: seat.role for seat in self.seats}

    @cached_property
    def seen_at(self) -> dict[int, datetime]:
        return dict(self.room.presences.values_list("person", "seen_at"))

    @cached_property
    def here(self) -> set[int]:
        lately = timezone.now() - AWAY_AFTER
        return {person for person, seen_at in self.seen_at.items() if seen_at > lately}

    @cached_property
    def present(self) -> set[int]:
        return self.here | self.room.ticked()

    @cached_property
    def door(self) -> Door:
        return Door.of(self.room, self.room.epochs.last(), set(self.roles))

    @cached_property
    def cards(self) -> list[Card]:
        return list(self.room.cards.in_order())

    @cached_property
    def dots(self) -> list[tuple[int, int]]:
        """Each dot as card and person."""
        return list(Dot.objects.filter(card__room=self.room.pk).values_list("card", "person"))

    @cached_property
    def thumbs(self) -> dict[int, str]:
        return dict(self.room.thumbs.values_list("person", "way")) if self.room.asks_thumbs else {}

    @cached_property
    def proposal(self) -> Proposal | None:
        """A sentence that is being asked about."""
        return Proposal.objects.standing().filter(room=self.room.pk).select_related("card").first()

    @cached_property
    def nods(self) -> set[int]:
        return set(self.proposal.nods.values_list("person", flat=True)) if self.proposal else set()

    @cached_property
    def actions(self) -> list[ActionItem]:
        """What is open, and what was settled in this meeting."""
        lately = Q(state=Settled.OPEN) | Q(settled_at__gte=self.room.opened_at)
        items = ActionItem.objects.filter(lately, group=self.group)
        return list(items.select_related("owner"))

    @cached_property
    def agreed(self) -> set[int] | None:
        """Who has said yes to the agreement, while that is what the group is at."""
        if self.room.step.kind != Kind.AGREEMENT:
            return None
        now = Agreement.objects.now_of(self.room.meeting.series.group)
        return set(now.said_yes([seat.person for seat in self.seats]))

    def texts(self, after: int) -> list[dict[str, Any]]:
        """Texts that came after this version."""
        if after not in self._texts:
            newer = Text.objects.filter(card__room=self.room.pk, at__gt=after).order_by("at", "pk")
            self._texts[after] = [
                {
                    "card": text.card.name,
                    "kind": text.kind,
                    "revision": text.revision,
                    "envelope": text.envelope,
                }
                for text in newer.select_related("card")
            ]
        return self._texts[after]

    def records(self, after: int) -> list[dict[str, Any]]:
        """Epochs after the one of this number."""
        if after not in self._records:
            newer = self.room.epochs.filter(number__gt=after)
            self._records[after] = list(newer.values_list("record", flat=True))
        return self._records[after]

    def is_quiet(self, person: int, since: timedelta) -> bool:
        """Whether this person gave no sign of life for so long."""
        seen_at = self.seen_at.get(person)
        return seen_at is None or seen_at < timezone.now() - since


_kept: dict[int, Look] = {}


def forget(room: int) -> None:
    """The room is closed: nothing of it stays here either."""
    _kept.pop(room, None)
