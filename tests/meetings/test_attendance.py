"""Who was there: noted by coming in or by a tick, seen in the group alone, and above it only in totals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from minim.groups.models import Role
from minim.meetings.attendance import Totals, day_of, may_be_ticked, seats_at
from minim.meetings.models import Attendance, How, Meeting
from tests.make import make_group, make_people, make_person
from tests.meetings.held import FIRST, NOW, make_meetings, were_there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from time_machine import Traveller

    from minim.people.models import Person
    from tests.cast import Cast


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def noted(meeting: Meeting) -> list[tuple[str, str]]:
    return sorted(Attendance.objects.at(meeting).values_list("person__name", "how"))


def everybody(cast: Cast) -> list[Person]:
    return [seat.person for seat in cast.group.sitting()]


# Noting


def test_whoever_came_into_the_room_stays_noted_as_that_when_ticked(cast: Cast) -> None:
    (meeting,) = make_meetings(cast.group, 1)

    Attendance.objects.note(meeting, cast.pat, How.JOINED)
    Attendance.objects.note(meeting, cast.pat, How.TICKED)
    Attendance.objects.tick(meeting, [cast.pat, cast.fay])

    assert noted(meeting) == [("Fay", "ticked"), ("Pat", "joined")]


def test_who_is_unticked_was_not_there(cast: Cast) -> None:
    (meeting,) = make_meetings(cast.group, 1)
    Attendance.objects.note(meeting, cast.pat, How.JOINED)

    Attendance.objects.tick(meeting, [cast.fay])

    assert noted(meeting) == [("Fay", "ticked")]


def test_nobody_without_a_seat_is_noted(cast: Cast) -> None:
    (meeting,) = make_meetings(cast.group, 1)

    Attendance.objects.tick(meeting, [cast.fay, cast.sam, cast.olive])
    Attendance.objects.note(meeting, cast.bo, How.JOINED)

    assert noted(meeting) == [("Fay", "ticked")]
    assert Attendance.objects.count() == 1


def test_who_left_later_was_there_and_who_came_later_was_not(cast: Cast) -> None:
    first, second = make_meetings(cast.group, 2)
    nora = make_person("Nora")
    seats = [(seat.person, Role(seat.role)) for seat in cast.group.sitting() if seat.person != cast.pat]
    cast.group.seat([*seats, (nora, Role.PARTICIPANT)], day_of(second))

    for meeting in (first, second):
        Attendance.objects.tick(meeting, [cast.fay, cast.pat, nora])

    assert noted(first) == [("Fay", "ticked"), ("Pat", "ticked")]
    assert noted(second) == [("Fay", "ticked"), ("Nora", "ticked"), ("Pat", "ticked")]  # Pat left that day


def test_only_who_sits_in_the_group_reads_it(cast: Cast) -> None:
    (meeting,) = make_meetings(cast.group, 1)
    were_there([meeting], everybody(cast))
    everyone = (cast.fay, cast.pat, cast.olive, cast.bo, cast.sam, cast.root)

    readers = [person.name for person in everyone if Attendance.objects.read_by(person).exists()]

    assert readers == ["Fay", "Pat"]


def test_it_can_be_put_right_from_the_beginning_on_for_two_weeks(cast: Cast, clock: Traveller) -> None:
    (meeting,) = make_meetings(cast.group, 1)
    open_at = {}

    for ago in (
        -timedelta(minutes=1),
        timedelta(),
        timedelta(days=14, minutes=-1),
        timedelta(days=14),
    ):
        clock.move_to(FIRST + ago, tick=False)
        open_at[ago] = may_be_ticked(meeting)
    meeting.skipped = True
    clock.move_to(FIRST, tick=False)

    assert list(open_at.values()) == [False, True, True, False]
    assert not may_be_ticked(meeting)


def test_a_meeting_held_early_counts_on_the_day_it_was_held(cast: Cast) -> None:
    meeting = make_meetings(cast.group, 8)[-1]
    meeting.closed_at = NOW
    meeting.save()
    cast.group.seats.filter(person=cast.pat).update(left_on=NOW.date() + timedelta(days=1))

    Attendance.objects.note(meeting, cast.pat, How.JOINED)

    assert meeting.starts_at > NOW
    assert noted(meeting) == [("Pat", "joined")]
    assert may_be_ticked(meeting)


# Totals


def test_totals_are_told_once_three_meetings_were_held(cast: Cast) -> None:
    meetings = make_meetings(cast.group, 5)
    fay, pat, *others = everybody(cast)
    told = []

    for number, people in enumerate(([fay, pat], [fay], [fay, pat, *others], [fay, pat, *others])):
        were_there(meetings[number:], people)
        told.append(Attendance.objects.totals_of(cast.group))

    assert told == [Totals(1), Totals(2), Totals(3, 2.5, 2), Totals(4, 3.0, 2)]


def test_a_meeting_of_which_nobody_noted_anything_does_not_count(cast: Cast) -> None:
    make_meetings(cast.group, 4)

    assert Attendance.objects.totals_of(cast.group) == Totals(0)


def test_a_meeting_that_goes_on_or_was_left_out_does_not_count(cast: Cast, clock: Traveller) -> None:
    over, off, now = make_meetings(cast.group, 3)
    were_there([over, off, now], *[everybody(cast)] * 3)
    Meeting.objects.filter(pk=off.pk).update(skipped=True)

    clock.move_to(now.starts_at + timedelta(minutes=30), tick=False)
    during = Attendance.objects.totals_of(cast.group)
    clock.move_to(now.ends_at, tick=False)

    assert (during, Attendance.objects.totals_of(cast.group)) == (Totals(1), Totals(2))


def test_totals_are_those_of_one_group(cast: Cast) -> None:
    were_there(make_meetings(cast.sams_group, 4), *[[cast.sam]] * 4)

    assert Attendance.objects.totals_of(cast.group) == Totals(0)
    assert Attendance.objects.totals_of(cast.sams_group) == Totals(4, 1.0, 4)


# Who was missing


def test_absences_in_a_row_are_counted_up_to_a_meeting(cast: Cast) -> None:
    meetings = make_meetings(cast.group, 4)
    fay, pat, ana, ben = everybody(cast)
    were_there(meetings, [fay, pat, ana], [fay, ana], [fay, pat, ana], [fay])

    in_a_row = [Attendance.objects.missed_in_a_row(meeting) for meeting in meetings]

    assert in_a_row == [
        {ben.pk: 1},
        {ben.pk: 2, pat.pk: 1},
        {ben.pk: 3},
        {ben.pk: 4, pat.pk: 1, ana.pk: 1},
    ]


def test_meetings_nobody_noted_or_that_were_left_out_break_no_row(cast: Cast) -> None:
    meetings = make_meetings(cast.group, 4)
    fay, *others = everybody(cast)
    were_there(meetings, [fay], [], [fay, *others], [fay])
    Meeting.objects.filter(pk=meetings[2].pk).update(skipped=True)

    assert Attendance.objects.missed_in_a_row(meetings[3]) == {other.pk: 2 for other in others}
    assert Attendance.objects.missed_in_a_row(meetings[1]) == {}


def test_who_was_not_in_the_group_yet_has_missed_nothing(cast: Cast) -> None:
    first, second = make_meetings(cast.group, 2)
    nora = make_person("Nora")
    seats = [(seat.person, Role(seat.role)) for seat in cast.group.sitting()]
    cast.group.seat([*seats, (nora, Role.PARTICIPANT)], day_of(second))
    were_there([first, second], *[[person for person, _ in seats]] * 2)

    assert Attendance.objects.missed_in_a_row(first) == {}
    assert Attendance.objects.missed_in_a_row(second) == {nora.pk: 1}


# Whatever happens


class TestWhateverHappens(TestCase):
    """People come and go, come into rooms and are ticked in any order: the list names only who had a seat that day."""

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.one_of(
                st.tuples(st.just("seat"), st.integers(0, 5), st.integers(0, 40)),
                st.tuples(st.just("leave"), st.integers(0, 5), st.integers(0, 40)),
                st.tuples(st.just("join"), st.integers(0, 5), st.integers(0, 2)),
                st.tuples(st.just("tick"), st.sets(st.integers(0, 5)), st.integers(0, 2)),
                st.tuples(st.just("close"), st.integers(-30, 1), st.integers(0, 2)),
            ),
            max_size=14,
        )
    )
    def test_the_list_names_only_who_had_a_seat_that_day(self, acts: list[tuple[str, object, int]]) -> None:
        group = make_group(2, on=date(2026, 10, 1))
        people = make_people(6)
        meetings = make_meetings(group, 3)

        for act, who, number in acts:
            self._do(act, who, number, people, meetings)

        for meeting in meetings:
            meeting.refresh_from_db()
            day = day_of(meeting)
            sat = {
                seat.person_id
                for seat in group.seats.all()
                if seat.taken_on <= day and (seat.left_on is None or day <= seat.left_on)
            }
            named = set(Attendance.objects.at(meeting).values_list("person_id", flat=True))
            assert named <= sat
            assert set(seats_at(meeting).values_list("person_id", flat=True)) == sat

    def _do(self, act: str, who: object, number: int, people: list[Person], meetings: list[Meeting]) -> None:
        group, on = meetings[0].series.group, date(2026, 10, 1) + timedelta(days=number)
        if act == "tick":
            assert isinstance(who, set)
            Attendance.objects.tick(meetings[number], [people[index] for index in who])
            return
        assert isinstance(who, int)
        if act == "close":
            at = meetings[number].starts_at + timedelta(days=who)
            Meeting.objects.filter(pk=meetings[number].pk).update(closed_at=at)
            meetings[number].refresh_from_db()
        elif act == "join":
            Attendance.objects.note(meetings[number], people[who], How.JOINED)
        elif act == "leave":
            group.seats.current().filter(person=people[who], taken_on__lte=on).update(left_on=on)
        elif not group.seats.current().filter(person=people[who]).exists():
            group.seats.create(program=group.program, person=people[who], taken_on=on)
