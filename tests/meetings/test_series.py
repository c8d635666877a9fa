"""A group finds its time, moves a meeting, changes its rhythm, and every calendar hears of it once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from minim.groups.models import Role
from minim.meetings.models import Invitation, Meeting, MeetingRefused, Series, SeriesRefused
from minim.notices.models import Notice
from minim.timetable import Event, Rhythm
from tests.make import make_group, make_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cast import Cast

MONDAY = date(2026, 11, 30)
BERLIN = Rhythm("Europe/Berlin", MONDAY, 15 * 60, 60, 2)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def series(cast: Cast) -> Series:
    return Series.objects.begin(cast.group, BERLIN, by=cast.fay, place="Room Oak")


def told(kind: str, since: int = 0) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind, pk__gt=since).values_list("recipient__name", flat=True))


def events(kind: str, name: str = "Pat") -> list[Event]:
    letters = Notice.objects.filter(kind=kind, recipient__name=name).order_by("pk")
    return [Event.from_json(letter.calendar) for letter in letters if letter.calendar]


def members(cast: Cast) -> list[str]:
    return sorted(seat.person.name for seat in cast.group.sitting())


def newest() -> int:
    return Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_a_series_begins_with_meetings_for_half_a_year_and_one_invitation_each(
    cast: Cast, series: Series
) -> None:
    starts = [meeting.starts_at for meeting in series.meetings.all()]

    assert starts[:2] == [datetime(2026, 11, 30, 14, tzinfo=UTC), datetime(2026, 12, 14, 14, tzinfo=UTC)]
    assert starts[-1] == datetime(2027, 5, 31, 13, tzinfo=UTC)  # summer time: still three o'clock in Berlin
    assert told("meeting-set") == members(cast)
    (invited,) = events("meeting-set")
    assert (invited.method, invited.summary, invited.place) == ("REQUEST", "Group meeting", "Room Oak")
    assert [guest.email for guest in invited.attendees] == [cast.pat.email]


def test_others_stand_in_an_invitation_only_when_the_group_wants_it(cast: Cast, series: Series) -> None:
    series.describe(place="Room Oak", holidays_of=(), shows_members=True, by=cast.fay)

    (invited,) = events("series-changed")
    assert sorted(guest.name for guest in invited.attendees) == members(cast)
    assert invited.sequence == 1


def test_a_moved_meeting_keeps_its_name_and_everybody_hears_of_it(cast: Cast, series: Series) -> None:
    meeting = series.meetings.all()[1]
    planned = meeting.planned_at

    meeting.move(planned + timedelta(days=1), 90, by=cast.fay)

    meeting.refresh_from_db()
    assert (meeting.planned_at, meeting.is_moved, meeting.minutes) == (planned, True, 90)
    assert told("meeting-moved") == members(cast)
    (moved,) = events("meeting-moved")
    assert (moved.only, moved.starts_at, moved.minutes) == (planned, planned + timedelta(days=1), 90)
    assert moved.uid == events("meeting-set")[0].uid
    assert moved.sequence > events("meeting-set")[0].sequence


def test_a_skipped_meeting_is_cancelled_alone_and_can_be_put_back(cast: Cast, series: Series) -> None:
    meeting = series.meetings.all()[0]

    meeting.skip(by=cast.fay)
    meeting.put_back(by=cast.fay)

    (off,), (on,) = events("meeting-skipped"), events("meeting-moved")
    assert (off.method, off.only) == ("CANCEL", meeting.planned_at)
    assert (on.method, on.only, on.skipped, on.every_weeks) == ("REQUEST", None, (), 2)
    assert on.sequence > off.sequence
    assert not Meeting.objects.get(pk=meeting.pk).skipped


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (timedelta(days=-60), "already over"),
        (timedelta(days=90), "two months"),
        (timedelta(days=14), "already meets"),
        (timedelta(days=14, minutes=30), "already meets"),
    ],
)
def test_a_meeting_moves_only_where_it_can_be(series: Series, by: timedelta, words: str) -> None:
    meeting = series.meetings.all()[0]

    with pytest.raises(MeetingRefused, match=words):
        meeting.move(meeting.starts_at + by)

    assert Notice.objects.filter(kind="meeting-moved").count() == 0


def test_a_new_rhythm_ends_the_old_one_in_calendars_and_leaves_the_past(cast: Cast, series: Series) -> None:
    series.change_from(Rhythm("Europe/Berlin", date(2027, 1, 12), 10 * 60, 60, 1), by=cast.fay)

    old, new = series.stretches.all()
    assert (old.until, new.until) == (date(2027, 1, 11), None)
    assert [meeting.planned_at.date() for meeting in old.meetings.all()][-1] == date(2027, 1, 11)
    (shortened,), (begun,) = events("old-times-end"), events("series-changed")
    assert shortened.until == datetime(2027, 1, 11, 14, tzinfo=UTC)
    assert (shortened.uid, begun.uid) == (old.uid, new.uid)
    assert begun.every_weeks == 1


def test_a_change_before_the_first_meeting_takes_the_old_one_back_whole(cast: Cast, series: Series) -> None:
    series.change_from(Rhythm("Europe/Berlin", MONDAY, 10 * 60, 60, 2), by=cast.fay)

    assert series.stretches.count() == 1
    (cancelled,) = events("old-times-end")
    assert cancelled.method == "CANCEL"


def test_a_rotation_is_one_entry_for_each_turn(cast: Cast) -> None:
    turns = Rhythm("Europe/Berlin", MONDAY, 9 * 60, 60, 1, None, ((0, 9 * 60), (3, 17 * 60)))
    Series.objects.begin(cast.group, turns, by=cast.fay)

    first, second = events("meeting-set")

    assert (first.every_weeks, second.every_weeks) == (2, 2)
    assert (first.minute, second.minute) == (9 * 60, 17 * 60)
    assert first.uid != second.uid


def test_public_holidays_are_left_out_and_named(cast: Cast) -> None:
    weekly = Rhythm("Europe/Berlin", date(2026, 12, 4), 15 * 60, 60, 1)
    series = Series.objects.begin(cast.group, weekly, by=cast.fay, holidays_of=["DE"])

    skipped = [
        (meeting.planned_at.date(), meeting.holiday) for meeting in series.meetings.filter(skipped=True)
    ]

    assert [day for day, _ in skipped] == [date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 26)]
    assert len(events("meeting-set")[0].skipped) == 3
    series.describe(place="", holidays_of=(), shows_members=False, by=cast.fay)
    assert not series.meetings.filter(skipped=True).exists()


def test_whoever_comes_is_invited_and_whoever_goes_is_freed(cast: Cast, series: Series) -> None:
    since, dee = newest(), make_person("Dee")
    people = [(seat.person, Role(seat.role)) for seat in cast.group.sitting() if seat.person != cast.pat]
    cast.group.seat([*people, (dee, Role.PARTICIPANT)], MONDAY)
    (stretch,) = Invitation.objects.stretches_out_of_step(MONDAY)

    Invitation.objects.settle(stretch)

    assert told("meeting-set", since) == ["Dee"]
    assert told("series-ended", since) == ["Pat"]
    assert events("series-ended")[0].method == "CANCEL"
    assert list(Invitation.objects.stretches_out_of_step(MONDAY)) == []


def test_the_meetings_of_a_closed_group_end(cast: Cast, series: Series) -> None:
    everybody = members(cast)
    cast.group.close(MONDAY)

    Series.objects.end_closed()

    assert told("series-ended") == everybody
    series.refresh_from_db()
    assert series.ended_on is not None


def test_planning_ahead_adds_what_has_come_into_sight_and_nothing_twice(cast: Cast, series: Series) -> None:
    before = series.meetings.count()
    with time_machine.travel(datetime(2026, 12, 20, 9, tzinfo=UTC), tick=False):
        Series.objects.plan_ahead()
        Series.objects.plan_ahead()

        assert series.meetings.count() == before + 1
        assert Notice.objects.exclude(kind="meeting-set").count() == 0


def test_a_holiday_that_comes_into_sight_is_told_three_weeks_before(cast: Cast) -> None:
    Series.objects.begin(cast.group, Rhythm("Europe/Berlin", MONDAY, 900, 60, 1), holidays_of=["DE-BY"])
    since = newest()
    with time_machine.travel(datetime(2027, 7, 5, 9, tzinfo=UTC), tick=False):
        Series.objects.plan_ahead()

    assert told("meeting-skipped", since) == members(cast)
    letter = Notice.objects.get(kind="meeting-skipped", recipient=cast.pat)
    assert letter.due_at == datetime(2027, 10, 11, 14, tzinfo=UTC)  # All Saints is a Monday in 2027
    (off,) = events("meeting-skipped")
    assert (off.method, off.only) == ("CANCEL", datetime(2027, 11, 1, 14, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (Rhythm("Europe/Berlin", date(2026, 11, 20), 900, 60), "already over"),
        (Rhythm("Europe/Berlin", date(2026, 11, 22), 300, 60), "already have begun"),
        (Rhythm("Europe/Berlin", date(2028, 11, 22), 900, 60), "more than a year"),
    ],
)
def test_a_rhythm_that_cannot_begin_is_refused_and_nothing_is_kept(
    cast: Cast, rhythm: Rhythm, words: str
) -> None:
    with pytest.raises(SeriesRefused, match=words):
        Series.objects.begin(cast.group, rhythm)

    assert not Series.objects.exists()
    assert not Notice.objects.exists()


def test_only_who_leads_may_change_and_only_the_group_and_its_organizer_see_it(
    cast: Cast, series: Series
) -> None:
    seen = {person.name for person in (cast.olive, cast.fay, cast.pat, cast.bo, cast.sam, cast.root)
            if Series.objects.seen_by(person).exists()}  # fmt: skip
    led = {person.name for person in (cast.olive, cast.fay, cast.pat, cast.sam)
           if Series.objects.led_by(person).exists()}  # fmt: skip

    assert (seen, led) == ({"Olive", "Fay", "Pat"}, {"Fay"})


def test_a_group_has_one_time(cast: Cast, series: Series) -> None:
    with pytest.raises(SeriesRefused, match="already has a time"):
        Series.objects.begin(cast.group, BERLIN)

    assert make_group().pk
