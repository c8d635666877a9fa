"""What a browser shows of a room, as plain data. Texts and keys are as other browsers have sealed them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from minim.groups.models import Role
from minim.meetings.cards import DOTS
from minim.meetings.door import Door
from minim.meetings.models import ActionItem, Agreement, Dot, Settled, Text
from minim.playbook.formats import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest

    from minim.groups.models import Seat
    from minim.meetings.models import Card, Room
    from minim.people.models import Person


@dataclass(frozen=True)
class Known:
    """What the browser has already: texts up to a version, epochs up to a number, of the room of this name."""

    uid: str = ""
    after: int = 0
    epoch: int = 0

    @classmethod
    def of(cls, request: HttpRequest) -> Known:
        return cls(request.GET.get("uid", ""), _count(request, "after"), _count(request, "epoch"))


def state_of(room: Room, person: Person, known: Known) -> dict[str, Any]:
    here = room.here()
    present = here | room.ticked()
    seats = list(room.sitting().order_by("person__name", "person_id"))
    fresh = known if known.uid == room.uid else Known(room.uid)
    epochs = list(room.epochs.filter(number__gt=fresh.epoch))
    newest = epochs[-1] if epochs else room.epochs.last()
    door = Door.of(room, newest, {seat.person_id for seat in seats})
    return {
        "version": room.version,
        "now": _ms(timezone.now()),
        "uid": room.uid,
        "people": _people(room, seats, present, door.people_inside),
        "lead": room.lead_id,
        "second": room.second_id,
        "may_take": room.may_be_taken_by(person, here, {seat.person_id: seat.role for seat in seats}),
        "step": {
            "at": room.step_at,
            "began": _ms(room.step_began_at),
            "extra": room.step_extra,
            "paused": _ms(room.paused_at) if room.paused_at else None,
        },
        "turn": {"now": room.turn, "spoken": room.spoken},
        **_cards(room, person),
        "actions": _actions(room),
        "agreement": _agreement(room, person, seats),
        "epoch": newest.number if newest else 0,
        "records": [epoch.record for epoch in epochs],
        "inside": [{"device": device, "person": door.owners.get(device)} for device in sorted(door.inside)],
        "leaving": door.leaving,
        "deserted": door.is_deserted_for(person),
        "asking": door.asking,
        "texts": _texts(room, fresh.after),
    }


def _people(room: Room, seats: Iterable[Seat], present: set[int], inside: set[int]) -> list[dict[str, Any]]:
    """Everybody with a seat, whoever leads first."""
    return [
        {
            "id": seat.person_id,
            "name": seat.person.name,
            "facilitates": seat.role == Role.FACILITATOR,
            "here": seat.person_id in present,
            "inside": seat.person_id in inside,
        }
        for seat in sorted(seats, key=lambda seat: seat.person_id != room.lead_id)
    ]


def _cards(room: Room, person: Person) -> dict[str, Any]:
    cards = list(room.cards.in_order())
    placed = list(Dot.objects.filter(card__room=room).values_list("card", "person"))
    dots = Counter(card for card, _ in placed)
    mine = Counter(card for card, owner in placed if owner == person.pk)
    return {
        "cards": [
            {
                "id": card.name,
                "by": card.by_id,
                "dots": dots[card.pk],
                "mine": mine[card.pk],
                "state": card.state,
            }
            for card in cards
        ],
        "dots": {
            "open": room.dots_open,
            "left": DOTS - mine.total(),
            "each": DOTS,
            "placed": len({owner for _, owner in placed}),
        },
        "table": _table(room, person, cards),
    }


def _table(room: Room, person: Person, cards: list[Card]) -> dict[str, Any] | None:
    card = next((card for card in cards if card.state == "table"), None)
    if card is None or room.table_began_at is None:
        return None
    return {
        "card": card.name,
        "began": _ms(room.table_began_at),
        "minutes": room.table_minutes,
        "extra": room.table_extra,
        "thumbs": _thumbs(room, person) if room.asks_thumbs else None,
    }


def _thumbs(room: Room, person: Person) -> dict[str, Any]:
    shown = dict(room.thumbs.values_list("person", "way"))
    ways = list(shown.values())
    return {way: ways.count(way) for way in ("up", "side", "down")} | {"mine": shown.get(person.pk)}


def _actions(room: Room) -> list[dict[str, Any]]:
    """What is open, and what was settled in this meeting."""
    lately = Q(state=Settled.OPEN) | Q(settled_at__gte=room.opened_at)
    items = ActionItem.objects.filter(lately, group=room.meeting.series.group_id).select_related("owner")
    return [
        {
            "id": item.pk,
            "text": item.text,
            "owner": item.owner_id,
            "owner_name": item.owner.name,
            "due": item.due_on.isoformat() if item.due_on else None,
            "state": item.state,
            "earlier": item.kept_at < room.opened_at,
            "late": item.is_late,
        }
        for item in items
    ]


def _agreement(room: Room, person: Person, seats: list[Seat]) -> dict[str, Any] | None:
    """How far the group is with its agreement, while that is what it is at."""
    if room.step.kind != Kind.AGREEMENT:
        return None
    yeses = Agreement.objects.now_of(room.meeting.series.group).said_yes([seat.person for seat in seats])
    return {"said": len(yeses), "of": len(seats), "mine": person.pk in yeses}


def _texts(room: Room, after: int) -> list[dict[str, Any]]:
    """Texts that came after this version."""
    texts = Text.objects.filter(card__room=room, at__gt=after).select_related("card").order_by("at", "pk")
    return [
        {"card": text.card.name, "kind": text.kind, "revision": text.revision, "envelope": text.envelope}
        for text in texts
    ]


def _count(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
