"""One sentence goes up only when each of those present lets it, and disappears without a trace otherwise."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from minim.meetings.models import Attendance, Card, How, Nod, Proposal, ProposalGone, Room, RoomRefused, Text
from minim.meetings.proposal import WINDOW, let_go, let_go_of_old, nod, propose, take_up_sentence
from tests.meetings.rooms import open_room
from tests.meetings.sealed import text_on

if TYPE_CHECKING:
    from minim.people.models import Person
    from tests.cast import Cast

SALT, SENTENCE = "s" * 22, "We decide too late."
SEAL = hashlib.sha256(f"{SALT}{SENTENCE}".encode()).hexdigest()


@pytest.fixture
def dee(cast: Cast) -> Person:
    return cast.group.sitting().exclude(person__in=[cast.fay, cast.pat])[0].person


@pytest.fixture
def room(cast: Cast, dee: Person) -> Room:
    return open_room(cast.group, cast.fay, cast.pat, dee)


@pytest.fixture
def asked(cast: Cast, room: Room) -> Room:
    """Pat has proposed a sentence."""
    propose(room, cast.pat, text_on("it", "theme"), SEAL)
    return room


def traces() -> list[int]:
    return [kind.objects.count() for kind in (Proposal, Nod, Card, Text)]


def test_when_each_of_those_present_has_said_yes_it_may_go_up(cast: Cast, asked: Room, dee: Person) -> None:
    nod(asked, cast.fay, "it")
    with pytest.raises(RoomRefused):
        take_up_sentence(asked, "it", SALT, SENTENCE)
    nod(asked, dee, "it")

    assert take_up_sentence(asked, "it", SALT, SENTENCE) == SENTENCE
    assert traces() == [0, 0, 0, 0]
    assert Room.objects.get().sent_up == 1


def test_nothing_goes_up_but_what_was_agreed_to(cast: Cast, asked: Room, dee: Person) -> None:
    nod(asked, cast.fay, "it")
    nod(asked, dee, "it")

    for salt, sentence in ((SALT, "Pat decides too late."), ("t" * 22, SENTENCE)):
        with pytest.raises(RoomRefused, match="not what everybody agreed to"):
            take_up_sentence(asked, "it", salt, sentence)
    assert Proposal.objects.exists()


def test_nobody_hears_of_a_yes_but_of_the_last(cast: Cast, asked: Room, dee: Person) -> None:
    before = Room.objects.get().version

    nod(asked, cast.fay, "it")
    nod(asked, cast.fay, "it")
    after_one = Room.objects.get().version
    nod(asked, dee, "it")

    assert (after_one, Room.objects.get().version) == (before, before + 1)


def test_without_everybodys_yes_it_disappears_and_everybody_hears_the_same(cast: Cast, asked: Room) -> None:
    nod(asked, cast.fay, "it")
    before = Room.objects.get().version

    let_go_of_old()
    assert Proposal.objects.exists()
    with time_machine.travel(timezone.now() + WINDOW + timedelta(seconds=1), tick=False):
        with pytest.raises(ProposalGone):
            nod(asked, cast.fay, "it")
        let_go_of_old()

    assert traces() == [0, 0, 0, 0]
    assert Room.objects.get().version == before + 1


def test_whoever_came_later_is_not_asked_and_the_sentence_goes_with_the_key(cast: Cast, asked: Room) -> None:
    cy = cast.group.sitting().exclude(person__in=[*asked.present(), cast.fay, cast.pat])[0].person
    asked.enter(cy)

    with pytest.raises(RoomRefused, match="who were here"):
        nod(asked, cy, "it")
    let_go(asked)

    assert traces() == [0, 0, 0, 0]


def test_two_are_too_few_since_each_would_know_who_refused(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)

    with pytest.raises(RoomRefused, match="At least 3 of you"):
        propose(room, cast.pat, text_on("it", "theme"), SEAL)
    assert traces() == [0, 0, 0, 0]


def test_whoever_is_here_without_a_device_could_not_say_yes(cast: Cast, room: Room) -> None:
    cy = cast.group.sitting().exclude(person__in=room.here())[0].person
    Attendance.objects.note(room.meeting, cy, How.TICKED)

    with pytest.raises(RoomRefused, match="without a device"):
        propose(room, cast.pat, text_on("it", "theme"), SEAL)


def test_one_sentence_at_a_time(cast: Cast, asked: Room) -> None:
    with pytest.raises(RoomRefused, match="One at a time"):
        propose(asked, cast.fay, text_on("other", "theme"), SEAL)
    assert Card.objects.get().name == "it"


def test_a_sentence_is_no_topic(asked: Room) -> None:
    assert list(asked.cards.in_order()) == []


def test_closing_the_room_takes_it_along(asked: Room) -> None:
    asked.close()

    assert traces() == [0, 0, 0, 0]
