"""Cards of a room: what is on the table, in which order, and what browsers have sealed on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F

from minim.meetings.room import Room, RoomRefused
from minim.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DOTS = 3
MOST_CARDS = 200


class CardMoved(Exception):
    """Somebody else has written on the card since it was read."""


class State(models.TextChoices):
    WAITING = "waiting", "Waiting"
    TABLE = "table", "On the table"
    DONE = "done", "Done"
    THEME = "theme", "A sentence that is being asked about"


class CardQuerySet(models.QuerySet["Card"]):
    def of_topics(self) -> CardQuerySet:
        return self.exclude(state=State.THEME)

    def in_order(self) -> CardQuerySet:
        """What is on the table, what waits, most dots first, and what is done. A hand's order stands before dots."""
        rank = models.Case(
            models.When(state=State.TABLE, then=0), models.When(state=State.WAITING, then=1), default=2
        )
        counted = self.of_topics().annotate(dot_count=Count("dots"), rank=rank)
        return counted.order_by("rank", F("place").asc(nulls_last=True), "-dot_count", "pk")


class Card(models.Model):
    """`name` is chosen by the browser that made it. What stands on it is in its texts, sealed."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="cards")
    name = models.CharField(max_length=36)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    place = models.PositiveIntegerField(null=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "name"], name="one_card_per_name")]

    def __str__(self) -> str:
        return self.name


class Text(models.Model):
    """The newest text of one kind on a card, as the browser sealed it. `at` is the version of the room it came with."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=5, choices=[("topic", "Topic"), ("note", "Note"), ("theme", "Theme")])
    revision = models.PositiveIntegerField(default=1)
    at = models.PositiveIntegerField()
    envelope = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "kind"], name="one_text_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.card}"


class Dot(models.Model):
    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="dots")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"dot of {self.person}"


class Thumb(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="thumbs")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(
        max_length=4, choices=[("up", "Go on"), ("side", "Either way"), ("down", "Enough")]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="one_thumb_per_person")]

    def __str__(self) -> str:
        return self.way


def put_texts(room: Room, person: Person, texts: Sequence[Mapping[str, Any]]) -> None:
    """Keep what a browser has sealed. Each text names its card, its kind and, in `after`, the revision it came from.

    Raises CardMoved when one of them has another revision by now, and RoomRefused; then nothing is kept.
    """
    room.changed()
    for text in texts:
        card = _card(room, person, text)
        known = card.texts.filter(kind=text["kind"]).first()
        if text["after"] != (known.revision if known else 0):
            raise CardMoved
        written = known or Text(card=card, kind=text["kind"], revision=0)
        written.revision, written.at, written.envelope = written.revision + 1, room.version, text["envelope"]
        written.save()


def drop_card(room: Room, name: str, person: Person) -> None:
    """Take a card away, with all that stands on it: one's own, or any if one leads. Raises RoomRefused."""
    card = reach_card(room, name)
    if card.by_id != person.pk and not room.is_led_by(person):
        raise RoomRefused("Only whoever wrote it, or whoever leads, takes a card away.")
    if card.state == State.TABLE:
        room.clear_table()
        room.save()
    card.delete()
    room.changed()


def put_dot(room: Room, name: str, person: Person) -> None:
    """Raises RoomRefused when all dots are placed, or dots are closed."""
    card = reach_card(room, name)
    _refuse_closed_dots(room)
    if Dot.objects.filter(card__room=room, person=person).count() >= DOTS:
        raise RoomRefused(f"Your {DOTS} dots are placed. Take one back first.")
    card.dots.create(person=person)
    room.changed()


def take_dot(room: Room, name: str, person: Person) -> None:
    _refuse_closed_dots(room)
    mine = reach_card(room, name).dots.filter(person=person).first()
    if mine:
        mine.delete()
        room.changed()


def move_card(room: Room, name: str, way: str) -> None:
    """One place up or down among those that wait. From then on the order is a hand's."""
    waiting = list(room.cards.in_order().filter(state=State.WAITING))
    at = next((n for n, card in enumerate(waiting) if card.name == name), None)
    if at is None:
        raise RoomRefused("That card does not wait any more.")
    to = at - 1 if way == "up" else at + 1
    if 0 <= to < len(waiting):
        waiting[at], waiting[to] = waiting[to], waiting[at]
    for place, card in enumerate(waiting):
        card.place = place
    Card.objects.bulk_update(waiting, ["place"])
    room.changed()


def take_up(room: Room, name: str) -> None:
    """Put a card on the table, with the time one topic has in this step; what lay there is done."""
    card = reach_card(room, name)
    room.cards.filter(state=State.TABLE).exclude(pk=card.pk).update(state=State.DONE)
    card.state = State.TABLE
    card.save(update_fields=["state"])
    room.thumbs.all().delete()
    step = room.step
    room.set_table(step.each_minutes or room.minutes_left(step.minutes))
    room.save()
    room.changed()


def finish_topic(room: Room) -> None:
    room.cards.filter(state=State.TABLE).update(state=State.DONE)
    room.thumbs.all().delete()
    room.clear_table()
    room.save()
    room.changed()


def ask_thumbs(room: Room) -> None:
    _refuse_empty_table(room)
    room.thumbs.all().delete()
    room.asks_thumbs = True
    room.save()
    room.changed()


def show_thumb(room: Room, person: Person, way: str) -> None:
    if not room.asks_thumbs:
        raise RoomRefused("Nobody asks for thumbs at the moment.")
    room.thumbs.update_or_create(person=person, defaults={"way": way})
    room.changed()


def give_more(room: Room, minutes: int) -> None:
    _refuse_empty_table(room)
    room.extend_table(minutes)
    room.thumbs.all().delete()
    room.save()
    room.changed()


def reach_card(room: Room, name: str) -> Card:
    card = room.cards.of_topics().filter(name=name).first()
    if card is None:
        raise RoomRefused("That card is not there any more.")
    return card


def _card(room: Room, person: Person, text: Mapping[str, Any]) -> Card:
    """The card a text belongs to; a topic makes its own."""
    card = room.cards.filter(name=text["card"]).first()
    if (card is None and text["after"]) or (card and card.state == State.THEME):
        raise RoomRefused("That card is not there any more.")
    if card is None:
        if text["kind"] != "topic":
            raise RoomRefused("That card is not there any more.")
        if room.cards.count() >= MOST_CARDS:
            raise RoomRefused(f"There are {MOST_CARDS} cards already. Take some away first.")
        return room.cards.create(name=text["card"], by=person)
    return card


def _refuse_closed_dots(room: Room) -> None:
    if not room.dots_open:
        raise RoomRefused("Dots are closed. Whoever leads can open them again.")


def _refuse_empty_table(room: Room) -> None:
    if not room.cards.filter(state=State.TABLE).exists():
        raise RoomRefused("No topic is on the table.")
