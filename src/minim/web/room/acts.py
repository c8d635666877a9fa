"""What can be done in a room, and by whom. Each act is one line of the story, told to the room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from minim.meetings import cards, keys, proposal
from minim.meetings.door import begin_anew
from minim.meetings.models import ActionItem, Attendance, How, RoomRefused, Settled
from minim.people.models import Person
from minim.pulse.themes import send_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from minim.meetings.models import Room
    from minim.web.room.said import Said

MOST_EXTRA = 60
STEPS = 100


@dataclass(frozen=True)
class Act:
    """`leads`: only whoever leads the room, or helps leading, does this."""

    do: Callable[[Room, Person, Said], None]
    leads: bool = False


def _knock(room: Room, me: Person, said: Said) -> None:
    entry = said.entry()
    if entry["person"] != str(me.pk):
        raise RoomRefused("Everybody asks for themselves.")
    keys.knock(room, me, entry)


def _add_epoch(room: Room, me: Person, said: Said) -> None:
    keys.add_epoch(room, me, said.record())
    proposal.let_go(room)


def _send_up(room: Room, me: Person, said: Said) -> None:
    salt, sentence = said.text("salt", proposal.SALT), said.text("sentence", proposal.LONGEST)
    agreed = proposal.take_up_sentence(room, _card(said), salt, sentence)
    send_up(room.meeting.series.group.program, agreed, timezone.now().date())


def _pass_turn(room: Room, me: Person, said: Said) -> None:
    if room.turn != me.pk and not room.is_led_by(me):
        raise RoomRefused("It is somebody else’s turn.")
    room.pass_turn(room.speaking_order())
    _keep(room)


def _give_turn(room: Room, me: Person, said: Said) -> None:
    room.give_turn(_member(room, said).pk)
    _keep(room)


def _extend(room: Room, me: Person, said: Said) -> None:
    room.extend_step(said.whole("seconds", -60 * MOST_EXTRA, 60 * MOST_EXTRA))
    _keep(room)


def _pause(room: Room, me: Person, said: Said) -> None:
    room.pause()
    _keep(room)


def _resume(room: Room, me: Person, said: Said) -> None:
    room.resume()
    _keep(room)


def _open_dots(room: Room, me: Person, said: Said) -> None:
    room.dots_open = True
    _keep(room)


def _close_dots(room: Room, me: Person, said: Said) -> None:
    room.dots_open = False
    _keep(room)


def _keep_action(room: Room, me: Person, said: Said) -> None:
    text = said.text("text", 5_000)
    group = room.meeting.series.group
    ActionItem.objects.keep(group, text, owner=_member(room, said, "owner"), due_on=said.day("due"))
    room.refresh_from_db(fields=["version"])


def _settle(room: Room, me: Person, said: Said) -> None:
    state = Settled(said.one_of("state", *Settled.values))
    items = ActionItem.objects.filter(group=room.meeting.series.group_id)
    item = items.filter(pk=said.whole("id", 1, 2**62)).first()
    if item is None:
        raise RoomRefused("That item is not there any more.")
    item.settle(state)
    room.refresh_from_db(fields=["version"])


def _name_second(room: Room, me: Person, said: Said) -> None:
    room.name_second(_member(room, said) if said.words.get("person") else None)


def _tick(room: Room, me: Person, said: Said) -> None:
    person = _member(room, said)
    if said.yes("there"):
        Attendance.objects.note(room.meeting, person, How.TICKED)
    else:
        Attendance.objects.filter(meeting=room.meeting, person=person, how=How.TICKED).delete()
    room.changed()


def _member(room: Room, said: Said, name: str = "person") -> Person:
    """Somebody who sits in this group today. Raises RoomRefused."""
    person = Person.objects.filter(pk=said.whole(name, 1, 2**62)).first()
    if person is None or not room.sitting().filter(person=person).exists():
        raise RoomRefused("That person does not sit in this group any more.")
    return person


def _keep(room: Room) -> None:
    room.save()
    room.changed()


def _card(said: Said) -> str:
    return said.text("card", 36)


ACTS: dict[str, Act] = {
    "knock": Act(_knock),
    "epoch": Act(_add_epoch),
    "leave": Act(lambda room, me, said: room.leave(me, said.text("device"))),
    "begin-anew": Act(lambda room, me, said: begin_anew(room, me)),
    "texts": Act(lambda room, me, said: cards.put_texts(room, me, said.texts())),
    "drop": Act(lambda room, me, said: cards.drop_card(room, _card(said), me)),
    "dot": Act(lambda room, me, said: cards.put_dot(room, _card(said), me)),
    "undot": Act(lambda room, me, said: cards.take_dot(room, _card(said), me)),
    "thumb": Act(lambda room, me, said: cards.show_thumb(room, me, said.one_of("way", "up", "side", "down"))),
    "propose": Act(lambda room, me, said: proposal.propose(room, me, said.theme(), said.text("seal"))),
    "nod": Act(lambda room, me, said: proposal.nod(room, me, _card(said))),
    "send-up": Act(_send_up),
    "pass-turn": Act(_pass_turn),
    "keep-action": Act(_keep_action),
    "settle": Act(_settle),
    "take-over": Act(lambda room, me, said: room.take_over(me)),
    "go-to": Act(lambda room, me, said: room.go_to(said.whole("at", 0, STEPS)), leads=True),
    "extend": Act(_extend, leads=True),
    "pause": Act(_pause, leads=True),
    "resume": Act(_resume, leads=True),
    "give-turn": Act(_give_turn, leads=True),
    "open-dots": Act(_open_dots, leads=True),
    "close-dots": Act(_close_dots, leads=True),
    "move": Act(
        lambda room, me, said: cards.move_card(room, _card(said), said.one_of("way", "up", "down")),
        leads=True,
    ),
    "take-up": Act(lambda room, me, said: cards.take_up(room, _card(said)), leads=True),
    "finish": Act(lambda room, me, said: cards.finish_topic(room), leads=True),
    "ask-thumbs": Act(lambda room, me, said: cards.ask_thumbs(room), leads=True),
    "more": Act(
        lambda room, me, said: cards.give_more(room, said.whole("minutes", 1, MOST_EXTRA)), leads=True
    ),
    "hand-over": Act(lambda room, me, said: room.hand_over(_member(room, said)), leads=True),
    "name-second": Act(_name_second, leads=True),
    "tick": Act(_tick, leads=True),
    "close": Act(lambda room, me, said: room.close(), leads=True),
}
