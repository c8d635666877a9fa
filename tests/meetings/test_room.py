"""A meeting is held: who comes in, who leads, whose turn it is, what is on the table, and how it is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from minim.meetings import cards, keys
from minim.meetings.cards import MOST_CARDS
from minim.meetings.door import begin_anew
from minim.meetings.models import (
    ActionItem,
    Agreement,
    Attendance,
    Card,
    CardMoved,
    EpochTaken,
    How,
    Meeting,
    Room,
    RoomRefused,
    Settled,
    Text,
)
from minim.meetings.room import AWAY_AFTER, LEFT_OPEN, LONGEST
from minim.meetings.turns import Turns
from minim.people.models import Person
from minim.worker.erasing import Eraser, erase_closed
from tests.make import make_group
from tests.meetings.rooms import entry_of, meet_now, open_room, record_of
from tests.meetings.sealed import text_on

if TYPE_CHECKING:
    from tests.cast import Cast


def others(cast: Cast) -> list[int]:
    """The two nameless people in Pat's and Fay's group."""
    seats = cast.group.sitting().exclude(person__in=[cast.fay, cast.pat])
    return list(seats.values_list("person", flat=True))


def order_of(room: Room) -> list[str]:
    return [card.name for card in room.cards.in_order()]


# --- who may come in --------------------------------------------------------------------------------------------


def test_a_room_opens_an_hour_before_and_for_its_group_alone(cast: Cast) -> None:
    early, due = meet_now(cast.group, timedelta(hours=2)), meet_now(cast.sams_group, timedelta(minutes=50))

    def may(person: object) -> list[Meeting]:
        return list(Meeting.objects.open_to(person))  # type: ignore[arg-type]

    assert may(cast.pat) == []
    assert early in may(cast.fay)  # whoever leads may open it early
    assert may(cast.sam) == [due]
    assert may(cast.olive) == may(cast.bo) == may(cast.root) == []


def test_once_whoever_leads_has_opened_it_everybody_may_come(cast: Cast) -> None:
    meeting = meet_now(cast.group, timedelta(hours=5))

    Room.objects.open(meeting, cast.fay)

    assert list(Meeting.objects.open_to(cast.pat)) == [meeting]
    assert list(Room.objects.entered_by(cast.pat)) == list(Room.objects.all())
    assert list(Room.objects.entered_by(cast.sam)) == []


def test_a_room_that_was_tried_early_opens_again_when_its_meeting_is_due(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        meeting = meet_now(cast.group, timedelta(hours=5))
        Room.objects.open(meeting, cast.fay).close()
        meeting.refresh_from_db()
        assert (meeting.was_held_early, meeting.is_closed) == (True, True)
        assert not Meeting.objects.open_to(cast.pat).exists()

        clock.shift(timedelta(hours=4, minutes=10))

        assert not meeting.is_closed
        assert list(Meeting.objects.open_to(cast.pat)) == [meeting]
        assert Room.objects.open(meeting, cast.pat).lead == cast.fay


def test_a_skipped_meeting_has_no_room(cast: Cast) -> None:
    meeting = meet_now(cast.group, timedelta(minutes=5))
    meeting.skip(by=cast.fay)

    assert not Meeting.objects.open_to(cast.pat).filter(pk=meeting.pk).exists()


def test_who_loses_the_seat_loses_the_room(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)

    cast.group.seats.filter(person=cast.pat).update(left_on=timezone.localdate())

    assert not Room.objects.entered_by(cast.pat).exists()
    assert not Meeting.objects.open_to(cast.pat).exists()
    assert cast.pat.pk not in room.sitting().values_list("person", flat=True)


def test_coming_in_is_noted_as_attendance_once(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)

    room.enter(cast.pat)

    noted = Attendance.objects.filter(meeting=room.meeting).order_by("person__name")
    assert list(noted.values_list("person__name", "how")) == [("Fay", How.JOINED), ("Pat", How.JOINED)]


def test_whoever_is_silent_counts_as_away_and_comes_back(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        room = open_room(cast.group, cast.fay, cast.pat)
        clock.shift(AWAY_AFTER - timedelta(seconds=1))
        room.stay(cast.fay)
        version = room.version
        clock.shift(timedelta(seconds=2))

        assert room.here() == {cast.fay.pk}
        room.stay(cast.fay)
        assert Room.objects.get().version == version  # nothing new for anybody
        room.stay(cast.pat)

    assert room.here() == {cast.fay.pk, cast.pat.pk}
    assert Room.objects.get().version == version + 1


def test_nobody_comes_into_a_room_that_was_closed_in_between(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay)
    Room.objects.get().close()

    with pytest.raises(Room.DoesNotExist):
        room.enter(cast.pat)
    with pytest.raises(Room.DoesNotExist):
        room.stay(cast.fay)


def come_below(boss: Person, person: Person) -> None:
    """Reporting lines change: this person now reports to somebody of their own group."""
    person.manager = boss
    person.save(update_fields=["manager"])
    Person.objects.renumber()


def test_whoever_comes_to_stand_above_a_group_mate_is_shut_out_at_once(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)
    for person in (cast.fay, cast.pat):
        keys.knock(room, person, entry_of(person))

    come_below(cast.pat, cast.fay)

    assert not Meeting.objects.open_to(cast.pat).exists()
    assert not Room.objects.entered_by(cast.pat).exists()
    assert Room.objects.entered_by(cast.fay).exists()
    keys.take_out_seatless()
    assert [(knock.person, knock.gone) for knock in room.knocks.order_by("pk")] == [
        (cast.fay, False),
        (cast.pat, True),
    ]


def test_what_changes_beside_an_open_room_is_told_in_it(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)
    versions = [room.version]

    def told() -> bool:
        versions.append(Room.objects.get().version)
        return versions[-1] > versions[-2]

    Agreement.objects.agree(cast.group, cast.pat, read=Agreement.objects.now_of(cast.group).mark)
    assert told()
    Agreement.objects.take_back(cast.group, cast.pat)
    assert told()
    item = ActionItem.objects.keep(cast.group, "Ask her", owner=cast.pat)
    assert told()
    item.settle(Settled.DONE)
    assert told()
    ActionItem.objects.keep(cast.sams_group, "Something else", owner=cast.sam)
    assert not told()


# --- who leads --------------------------------------------------------------------------------------------------


def test_the_lead_is_handed_over_and_whoever_led_helps_on(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)

    room.name_second(cast.pat)
    room.hand_over(cast.pat)

    assert (room.lead, room.second) == (cast.pat, cast.fay)
    with pytest.raises(RoomRefused):
        room.hand_over(cast.sam)


def test_nobody_takes_over_while_the_lead_is_there_and_anybody_when_it_is_silent(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        room = open_room(cast.group, cast.fay, cast.pat)
        with pytest.raises(RoomRefused):
            room.take_over(cast.pat)

        clock.shift(AWAY_AFTER + timedelta(seconds=1))
        room.stay(cast.pat)
        room.take_over(cast.pat)
        assert room.lead == cast.pat

        room.stay(cast.fay)
        room.take_over(cast.fay)  # the group's own Facilitator comes back
        assert room.lead == cast.fay


# --- rounds -----------------------------------------------------------------------------------------------------


def test_in_a_round_everybody_who_is_here_gets_the_word_once_whoever_leads_first(cast: Cast) -> None:
    room = open_room(cast.group, cast.pat, cast.fay)
    room.go_to(1)  # "Who we are", of a first meeting

    turns = [room.turn]
    while room.turn is not None:
        room.pass_turn(room.speaking_order())
        turns.append(room.turn)

    assert turns == [cast.fay.pk, cast.pat.pk, None]
    assert room.spoken == [cast.fay.pk, cast.pat.pk]


@given(
    st.lists(st.integers(1, 9), min_size=1, unique=True),
    st.lists(st.one_of(st.none(), st.integers(1, 9)), max_size=30),
)
def test_however_the_word_is_passed_nobody_is_left_out_or_asked_twice(
    order: list[int], acts: list[int | None]
) -> None:
    round_ = Room.__new__(Room)
    round_.spoken, round_.turn = [], None
    Turns.begin_round(round_, order[0], order)
    for act in acts:
        if act is None:
            Turns.pass_turn(round_, order)
        elif act in order:
            Turns.give_turn(round_, act)

    for _ in range(len(order) + 1):
        Turns.pass_turn(round_, order)

    assert sorted(round_.spoken) == sorted(order)
    assert round_.turn is None


# --- the clock --------------------------------------------------------------------------------------------------


def test_a_pause_takes_no_time_from_the_step_or_the_topic(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        room = open_room(cast.group, cast.fay)
        cards.put_texts(room, cast.fay, [text_on("one")])
        cards.take_up(room, "one")
        step, table = room.step_began_at, room.table_began_at
        assert table is not None
        clock.shift(timedelta(minutes=1))
        room.pause()
        clock.shift(timedelta(minutes=7))
        room.pause()  # twice is once
        room.resume()
        room.resume()

    assert room.step_began_at - step == timedelta(minutes=7)
    assert room.table_began_at is not None
    assert room.table_began_at - table == timedelta(minutes=7)


def test_a_step_that_does_not_exist_is_refused(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay)

    with pytest.raises(RoomRefused):
        room.go_to(len(room.format.steps))


def test_going_on_clears_the_table(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay)
    cards.put_texts(room, cast.fay, [text_on("one")])
    cards.take_up(room, "one")

    room.go_to(2)

    assert room.table_began_at is None
    assert [card.state for card in room.cards.all()] == ["done"]


# --- cards ------------------------------------------------------------------------------------------------------


def test_dots_make_the_order_and_can_be_taken_back_until_they_are_closed(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)
    cards.put_texts(room, cast.fay, [text_on("one"), text_on("two"), text_on("three")])
    for name in ("two", "three", "three"):
        cards.put_dot(room, name, cast.pat)

    assert order_of(room) == ["three", "two", "one"]
    with pytest.raises(RoomRefused, match="dots are placed"):
        cards.put_dot(room, "one", cast.pat)
    cards.take_dot(room, "three", cast.pat)
    cards.put_dot(room, "two", cast.pat)
    assert order_of(room) == ["two", "three", "one"]
    room.dots_open = False
    with pytest.raises(RoomRefused, match="closed"):
        cards.take_dot(room, "two", cast.pat)


def test_a_hand_moves_a_card_and_what_is_on_the_table_stays_first(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay)
    cards.put_texts(room, cast.fay, [text_on(name) for name in ("one", "two", "three", "four")])
    cards.take_up(room, "four")
    cards.move_card(room, "three", "up")
    cards.move_card(room, "three", "up")
    cards.move_card(room, "three", "up")  # it is the first of those that wait
    assert order_of(room) == ["four", "three", "one", "two"]

    cards.take_up(room, "two")

    assert order_of(room) == ["two", "three", "one", "four"]
    with pytest.raises(RoomRefused):
        cards.move_card(room, "four", "up")


def test_thumbs_are_asked_counted_and_cleared(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)
    cards.put_texts(room, cast.pat, [text_on("one")])
    with pytest.raises(RoomRefused):
        cards.ask_thumbs(room)
    cards.take_up(room, "one")
    with pytest.raises(RoomRefused):
        cards.show_thumb(room, cast.pat, "up")
    cards.ask_thumbs(room)
    cards.show_thumb(room, cast.pat, "up")
    cards.show_thumb(room, cast.pat, "down")
    cards.show_thumb(room, cast.fay, "up")
    assert sorted(room.thumbs.values_list("way", flat=True)) == ["down", "up"]

    cards.give_more(room, 5)

    assert (room.table_extra, room.asks_thumbs, room.thumbs.count()) == (300, False, 0)


def test_two_who_write_on_one_card_do_not_overwrite_each_other(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)
    cards.put_texts(room, cast.fay, [text_on("one")])
    cards.put_texts(room, cast.pat, [text_on("one", "note", 0, "pats")])

    with pytest.raises(CardMoved):
        cards.put_texts(room, cast.fay, [text_on("one", "note", 0, "fays")])
    cards.put_texts(room, cast.fay, [text_on("one", "note", 1, "both")])

    note = Text.objects.get(kind="note")
    assert (note.revision, note.envelope["sealed"], note.at) == (2, "both", room.version)


def test_one_takes_away_ones_own_cards_and_whoever_leads_any(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)
    cards.put_texts(room, cast.fay, [text_on("fays")])
    cards.put_texts(room, cast.pat, [text_on("pats"), text_on("another")])

    with pytest.raises(RoomRefused):
        cards.drop_card(room, "fays", cast.pat)
    cards.drop_card(room, "pats", cast.pat)
    cards.drop_card(room, "another", cast.fay)

    assert order_of(room) == ["fays"]
    with pytest.raises(RoomRefused):
        cards.put_texts(room, cast.pat, [text_on("pats", "note")])


def test_there_is_an_end_to_cards(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay)
    Card.objects.bulk_create(
        Card(room=room, name=f"card {number}", by=cast.fay) for number in range(MOST_CARDS)
    )

    with pytest.raises(RoomRefused, match=str(MOST_CARDS)):
        cards.put_texts(room, cast.fay, [text_on("one more")])


# --- keys -------------------------------------------------------------------------------------------------------


def test_of_two_who_make_the_next_epoch_one_is_first(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)
    fay, pat = entry_of(cast.fay), entry_of(cast.pat)
    keys.knock(room, cast.fay, fay)
    keys.knock(room, cast.pat, pat)

    keys.add_epoch(room, cast.fay, record_of(room, 1, fay["device"], fay))
    with pytest.raises(EpochTaken):
        keys.add_epoch(room, cast.pat, record_of(room, 1, pat["device"], pat))
    keys.add_epoch(room, cast.fay, record_of(room, 2, fay["device"], fay, pat))

    assert keys.inside(room.epochs.last()) == {fay["device"], pat["device"]}


def test_whoever_is_not_inside_lets_nobody_in_and_nobody_lets_in_a_stranger(cast: Cast) -> None:
    room = open_room(cast.group, cast.fay, cast.pat)
    fay, pat, sam = entry_of(cast.fay), entry_of(cast.pat), entry_of(cast.sam)
    keys.knock(room, cast.fay, fay)
    keys.knock(room, cast.pat, pat)
    keys.add_epoch(room, cast.fay, record_of(room, 1, fay["device"], fay))

    for by, person, members in (
        (pat, cast.pat, (fay, pat)),  # not in
        (fay, cast.pat, (fay, pat)),  # in somebody else's name
        (fay, cast.fay, (fay, sam)),  # a stranger, who never knocked
    ):
        with pytest.raises(RoomRefused):
            keys.add_epoch(room, person, record_of(room, 2, by["device"], *members))
    with pytest.raises(RoomRefused, match="somebody else"):
        keys.knock(room, cast.pat, entry_of(cast.pat, fay["device"]))


def test_a_room_without_anybody_inside_begins_anew_and_empty(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        room = open_room(cast.group, cast.fay, cast.pat)
        fay, before = entry_of(cast.fay), room.uid
        keys.knock(room, cast.fay, fay)
        keys.add_epoch(room, cast.fay, record_of(room, 1, fay["device"], fay))
        cards.put_texts(room, cast.fay, [text_on("one")])
        with pytest.raises(RoomRefused):
            begin_anew(room, cast.pat)

        clock.shift(AWAY_AFTER + timedelta(seconds=1))
        room.stay(cast.pat)
        begin_anew(room, cast.pat)

    assert room.uid != before
    assert [room.cards.count(), room.epochs.count(), room.knocks.count()] == [0, 0, 0]


# --- the end ----------------------------------------------------------------------------------------------------

INSIDE = ("room", "presence", "card", "text", "dot", "thumb", "knock", "epoch")


def left_of_rooms() -> int:
    return sum(apps.get_model("meetings", name)._default_manager.count() for name in INSIDE)


def full_room(cast: Cast) -> Room:
    room = open_room(cast.group, cast.fay, cast.pat)
    fay = entry_of(cast.fay)
    keys.knock(room, cast.fay, fay)
    keys.add_epoch(room, cast.fay, record_of(room, 1, fay["device"], fay))
    cards.put_texts(room, cast.fay, [text_on("one"), text_on("two")])
    cards.put_dot(room, "one", cast.pat)
    cards.take_up(room, "one")
    cards.ask_thumbs(room)
    cards.show_thumb(room, cast.pat, "up")
    return room


def test_closing_leaves_nothing_but_who_was_there(cast: Cast) -> None:
    room = full_room(cast)
    assert all(apps.get_model("meetings", name)._default_manager.exists() for name in INSIDE)

    room.close()

    assert left_of_rooms() == 0
    assert Attendance.objects.count() == 2
    meeting = cast.group.series.meetings.earliest("starts_at")
    assert (meeting.closed_at is not None, meeting.erased_at) == (True, None)


def test_a_closed_room_is_opened_again_by_whoever_leads_on_purpose_and_is_empty(cast: Cast) -> None:
    meeting = full_room(cast).meeting
    Room.objects.get().close()

    for person, anew in ((cast.pat, True), (cast.fay, False)):
        with pytest.raises(RoomRefused):
            Room.objects.open(meeting, person, anew=anew)
    assert not Meeting.objects.open_to(cast.pat).exists()
    again = Room.objects.open(meeting, cast.fay, anew=True)

    assert again.cards.count() == 0
    assert Meeting.objects.get(pk=meeting.pk).closed_at is None


@pytest.mark.parametrize(
    ("later", "seen", "closes"),
    [
        (timedelta(minutes=79), False, False),  # the hour is over, but not for long
        (timedelta(minutes=81), False, True),
        (timedelta(minutes=81), True, False),  # they are still talking
        (LONGEST - timedelta(minutes=1), True, False),
        (LONGEST + timedelta(minutes=1), True, True),  # whatever happens
    ],
)
def test_a_room_that_was_left_open_is_closed(cast: Cast, later: timedelta, seen: bool, closes: bool) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        room = full_room(cast)
        clock.shift(later)
        if seen:
            room.stay(cast.pat)

        for overdue in Room.objects.overdue():
            overdue.close()

    assert Room.objects.exists() is not closes
    assert (left_of_rooms() == 0) is closes


def test_a_room_opened_early_is_not_closed_before_its_meeting(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        Room.objects.open(meet_now(cast.group, timedelta(hours=3)), cast.fay)
        clock.shift(LEFT_OPEN * 2)

        assert not Room.objects.overdue().exists()


def test_the_worker_says_when_a_closed_meeting_is_erased(transactional_db: None) -> None:
    from threading import Event

    group = make_group()
    facilitator = group.sitting()[0].person
    room = open_room(group, facilitator)
    cards.put_texts(room, facilitator, [text_on("one")])
    room.close()

    assert Eraser(Event()).work() is True
    assert group.series.meetings.earliest("starts_at").erased_at is not None
    assert erase_closed() is False
