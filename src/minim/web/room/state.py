"""What a browser shows of a room, as plain data. Texts and keys are as other browsers have sealed them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from minim.groups.models import Role
from minim.meetings.cards import DOTS

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from minim.meetings.models import ActionItem, Room
    from minim.people.models import Person
    from minim.web.room.look import Look


@dataclass(frozen=True)
class Known:
    """What the browser has already: texts up to a version, epochs up to a number, of the room of this name."""

    uid: str = ""
    after: int = 0
    epoch: int = 0

    @classmethod
    def of(cls, request: HttpRequest) -> Known:
        return cls(request.GET.get("uid", ""), _count(request, "after"), _count(request, "epoch"))


def state_of(look: Look, person: Person, known: Known) -> dict[str, Any]:
    room, door = look.room, look.door
    fresh = known if known.uid == room.uid else Known(room.uid)
    return {
        "version": room.version,
        "after": fresh.after,
        "now": _ms(timezone.now()),
        "uid": room.uid,
        "people": _people(look),
        "lead": room.lead_id,
        "second": room.second_id,
        "may_take": room.may_be_taken_by(person, look.here, look.roles),
        "step": {
            "at": room.step_at,
            "began": _ms(room.step_began_at),
            "extra": room.step_extra,
            "paused": _ms(room.paused_at) if room.paused_at else None,
        },
        "turn": {"now": room.turn, "spoken": room.spoken},
        **_cards(look, person),
        "table": _table(look, person),
        "theme": _theme(look, person),
        "sent_up": room.sent_up,
        "actions": [_action(item, room) for item in look.actions],
        "agreement": _agreement(look, person),
        "epoch": door.epoch,
        "records": look.records(fresh.epoch),
        "inside": [{"device": device, "person": door.owners.get(device)} for device in sorted(door.inside)],
        "leaving": door.leaving,
        "deserted": door.is_deserted_for(person),
        "asking": door.asking,
        "texts": look.texts(fresh.after),
    }


def _people(look: Look) -> list[dict[str, Any]]:
    return [
        {
            "id": seat.person_id,
            "name": seat.person.name,
            "facilitates": seat.role == Role.FACILITATOR,
            "here": seat.person_id in look.present,
            "inside": seat.person_id in look.door.people_inside,
        }
        for seat in look.seats
    ]


def _cards(look: Look, person: Person) -> dict[str, Any]:
    dots = Counter(card for card, _ in look.dots)
    mine = Counter(card for card, owner in look.dots if owner == person.pk)
    return {
        "cards": [
            {
                "id": card.name,
                "by": card.by_id,
                "dots": dots[card.pk],
                "mine": mine[card.pk],
                "state": card.state,
            }
            for card in look.cards
        ],
        "dots": {
            "open": look.room.dots_open,
            "left": DOTS - mine.total(),
            "each": DOTS,
            "placed": len({owner for _, owner in look.dots}),
        },
    }


def _table(look: Look, person: Person) -> dict[str, Any] | None:
    room, card = look.room, next((card for card in look.cards if card.state == "table"), None)
    if card is None or room.table_began_at is None:
        return None
    ways = list(look.thumbs.values())
    thumbs = {way: ways.count(way) for way in ("up", "side", "down")} | {"mine": look.thumbs.get(person.pk)}
    return {
        "card": card.name,
        "began": _ms(room.table_began_at),
        "minutes": room.table_minutes,
        "extra": room.table_extra,
        "thumbs": thumbs if room.asks_thumbs else None,
    }


def _theme(look: Look, person: Person) -> dict[str, Any] | None:
    """Never who has said yes, nor how many: only whether everybody has."""
    found = look.proposal
    if found is None:
        return None
    return {
        "card": found.card.name,
        "seal": found.seal,
        "ends": _ms(found.ends_at),
        "asked": person.pk in found.asked,
        "mine": person.pk in look.nods,
        "agreed": set(found.asked) <= look.nods,
    }


def _action(item: ActionItem, room: Room) -> dict[str, Any]:
    return {
        "id": item.pk,
        "text": item.text,
        "owner": item.owner_id,
        "owner_name": item.owner.name,
        "due": item.due_on.isoformat() if item.due_on else None,
        "state": item.state,
        "earlier": item.kept_at < room.opened_at,
        "late": item.is_late,
    }


def _agreement(look: Look, person: Person) -> dict[str, Any] | None:
    """How far the group is with its agreement, while that is what it is at."""
    if look.agreed is None:
        return None
    return {"said": len(look.agreed), "of": len(look.seats), "mine": person.pk in look.agreed}


def _count(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
