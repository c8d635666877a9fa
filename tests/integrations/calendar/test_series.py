"""What a calendar shows is what the timetable planned, meeting by meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import recurring_ical_events
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar as Parsed

from minim.integrations.calendar.writing import calendar_of
from minim.timetable.series import Clock, Rhythm
from tests.integrations.calendar.examples import BIWEEKLY, make_event, moved, planned, rhythms, turns_of
from tests.integrations.calendar.reader import read

if TYPE_CHECKING:
    from collections.abc import Iterable

Times = list[tuple[datetime, datetime]]

FAR = datetime(2200, 1, 1, tzinfo=UTC)


def strictly(data: bytes, end: datetime = FAR) -> Times:
    """Read by RFC 5545 alone; zones by what the calendar says about them."""
    return sorted(read(data).meetings(end).values())


def expanded(data: bytes, start: datetime, end: datetime) -> list[datetime]:
    """Starts, read by a library that knows zones by their names; it measures lengths on the wall clock, so no ends."""
    found = recurring_ical_events.of(Parsed.from_ical(data)).between(start, end)
    return sorted(event.start.astimezone(UTC) for event in found)


def plan(rhythm: Rhythm, *, without: Iterable[int] = ()) -> dict[int, tuple[datetime, datetime]]:
    meetings = rhythm.occurrences(rhythm.first_on, rhythm.until or date(2060, 1, 1))
    return {
        each.number: (each.starts_at, each.ends_at) for each in meetings if each.number not in set(without)
    }


@given(rhythm=rhythms(), data=st.data())
@settings(max_examples=120, deadline=None)
def test_every_reader_shows_every_meeting_where_it_was_planned(rhythm: Rhythm, data: st.DataObject) -> None:
    numbers = st.sampled_from(sorted(plan(rhythm)))
    skipped = data.draw(st.sets(numbers, max_size=3))
    shifted = data.draw(st.dictionaries(numbers, st.integers(-50, 50).filter(bool), max_size=3))
    event = make_event(
        rhythm,
        skipped=tuple(planned(rhythm, number) for number in skipped),
        moved=tuple(moved(rhythm, number, hours=hours) for number, hours in shifted.items()),
    )

    written = calendar_of([event], method="REQUEST")

    shift = {number: timedelta(hours=hours) for number, hours in shifted.items()}
    wanted = sorted(
        (start + shift.get(number, timedelta()), end + shift.get(number, timedelta()))
        for number, (start, end) in plan(rhythm, without=skipped).items()
    )
    assert strictly(written) == wanted
    around = event.starts_at - timedelta(days=7), event.starts_at + timedelta(days=1100)
    assert expanded(written, *around) == [start for start, _ in wanted]


@given(rhythm=rhythms(turns=True))
@settings(max_examples=60, deadline=None)
def test_a_rotation_is_one_event_for_each_turn(rhythm: Rhythm) -> None:
    events = turns_of(rhythm)

    written = [calendar_of([event], method="REQUEST") for event in events]

    assert sorted(time for each in written for time in strictly(each)) == sorted(plan(rhythm).values())


def test_an_hour_stays_where_the_group_put_it_for_years() -> None:
    rhythm = Rhythm("Europe/Berlin", date(2027, 1, 5), 14 * 60, 60, 2)

    written = calendar_of([make_event(rhythm)], method="REQUEST")

    starts = [start for start, _ in strictly(written, datetime(2047, 1, 1, tzinfo=UTC))]
    assert {start.hour for start in starts if start.month in {12, 1, 2}} == {13}
    assert {start.hour for start in starts if start.month in {5, 6, 7, 8}} == {12}
    assert len(starts) == 522


def test_vobject_reads_the_same_days_and_exceptions() -> None:
    event = make_event(skipped=(planned(BIWEEKLY, 3),), moved=(moved(BIWEEKLY, 4, hours=24),))

    found = vobject.readOne(calendar_of([event], method="REQUEST").decode())

    series, exception = found.vevent_list
    assert [each.astimezone(UTC) for each in series.getrruleset(addRDate=True)] == [
        start for start, _ in plan(BIWEEKLY, without=[3]).values()
    ]
    assert exception.recurrence_id.value.astimezone(UTC) == planned(BIWEEKLY, 4)
    assert exception.dtstart.value.astimezone(UTC) == planned(BIWEEKLY, 4) + timedelta(hours=24)


def test_a_meeting_in_a_gap_keeps_its_name_and_its_length() -> None:
    """On 28 March 2027 there is no 2:30 in Berlin."""
    rhythm = Rhythm("Europe/Berlin", date(2027, 3, 14), 150, 60, 2, date(2027, 5, 1))
    gap = rhythm.occurrence(1)
    event = make_event(rhythm, moved=(moved(rhythm, 1, hours=5),))

    calendar = read(calendar_of([event], method="REQUEST"))

    assert gap.clock is Clock.GAP
    assert [line.value for line in calendar.events[1].all("RECURRENCE-ID")] == ["20270328T023000"]
    assert calendar.meetings(FAR)[gap.starts_at][0] == gap.starts_at + timedelta(hours=5)


@pytest.mark.parametrize(
    ("first_on", "minutes", "length"),
    [(date(2027, 3, 28), 60, "PT1H"), (date(2027, 3, 28), 120, "PT2H"), (date(2027, 10, 31), 90, "PT1H30M")],
)
def test_a_first_meeting_across_a_change_says_its_length_instead_of_its_end(
    first_on: date, minutes: int, length: str
) -> None:
    """From 1:30 in Berlin, to a time the clock skips, to one it shows an hour later, and to one it shows twice."""
    event = make_event(Rhythm("Europe/Berlin", first_on, 90, minutes, 1, date(2028, 1, 1)))

    (written,) = read(calendar_of([event], method="REQUEST")).events

    assert written.one("DURATION").value == length
    assert not written.all("DTEND")


def test_a_meeting_moved_to_the_second_of_two_equal_hours_is_named_in_utc() -> None:
    rhythm = Rhythm("Europe/Berlin", date(2027, 10, 17), 150, 60, 1, date(2027, 12, 1))
    event = make_event(rhythm, moved=(moved(rhythm, 2, hours=1),))

    calendar = read(calendar_of([event], method="REQUEST"))

    assert calendar.events[1].one("DTSTART").value == "20271031T013000Z"
    assert calendar.events[1].one("RECURRENCE-ID").value == "20271031T023000"


def test_exceptions_the_series_does_not_plan_are_left_out() -> None:
    """events_of drops them as well; an event can also come from somewhere else."""
    strange = planned(BIWEEKLY, 3) + timedelta(minutes=1)
    late = planned(BIWEEKLY, 200)
    event = make_event()

    written = calendar_of([replace(event, skipped=(strange, late))], method="REQUEST")

    assert written == calendar_of([event], method="REQUEST")
