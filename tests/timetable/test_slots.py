"""Hours for a group: checked against a slow twin that looks at every minute on everybody's wall clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from math import isclose
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from minim.timetable import (
    Availability,
    Cell,
    Interval,
    Member,
    Price,
    Span,
    WorkingHours,
    clock_changes,
    common_slots,
    grid,
    parse_hours,
    rank_slots,
    week_bits,
)
from tests.timetable.groups import CHANGES, LIVELY, NIGHTS, Asked, groups
from tests.timetable.test_availability import works_at

slow = settings(deadline=None, max_examples=40)
starts = st.one_of(
    st.tuples(st.integers(0, 6), st.integers(0, 95)),
    st.tuples(st.sampled_from((6, 5, 0)), st.integers(0, 16)),
)
"""A weekday and a quarter hour, often one of the nights in which clocks change."""

# --- the slow twin -------------------------------------------------------------------------------------------------


def cell_by_the_clock(people: Sequence[Member], asked: Asked, weekday: int, minute: int) -> Cell:
    days = asked.days(weekday)
    missing, paying, breaks, loads = 0, 0, [], []
    for who in people:
        charges = [charges_on(who, asked, day, minute) for day in days]
        share = sum(points(each) for each in charges) / max(1, len(days))
        loads.append(share * (1 + (who.paid - min(each.paid for each in people)) / 10))
        outside = [day for day, each in zip(days, charges, strict=True) if Price.OUTSIDE in each]
        blocked = sum(Price.BUSY in each for each in charges)
        fits_now = bool(days) and Price.OUTSIDE not in charges[0]
        if blocked * 2 > len(days) or (len(outside) * 2 > len(days) and not fits_now):
            missing += 1
        else:
            paying += any(set(each) & set(Price) for each in charges)
            breaks += outside[:1]
    return Cell(missing, paying, sum(loads) + max(loads), min(breaks, default=None), bool(days))


def charges_on(who: Member, asked: Asked, day: date, minute: int) -> set[str]:
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=ZoneInfo(asked.zone))
    start, there = wall.astimezone(UTC), who.availability
    each = [start + timedelta(minutes=minute) for minute in range(asked.minutes)]
    begin, last = (moment.astimezone(ZoneInfo(there.zone)) for moment in (each[0], each[-1]))
    usual = Availability(there.hours, there.zone)
    comes, could = (all(works_at(known, moment) for moment in each) for known in (there, usual))
    found: set[str] = set()
    if not comes and not could:
        found |= {Price.OUTSIDE}
    else:
        found |= hour_charges(there.hours, begin, last)
    end = start + timedelta(minutes=asked.minutes)
    away = not comes and bool({begin.date(), last.date()} & set(there.exceptions))
    if away or any(busy.start < end and start < busy.end for busy in there.busy):
        found |= {Price.BUSY}
    return found


def hour_charges(week: WorkingHours, begin: datetime, last: datetime) -> set[str]:
    spans, start = week.days[begin.weekday()], begin.hour * 60 + begin.minute
    days = (last.replace(tzinfo=None) - begin.replace(tzinfo=None)).total_seconds() / 60
    end = start + days + 1
    opens, closes = (spans[0].start, spans[-1].end) if spans else (1440, 0)
    early, late = start < 540 and start - opens < 120, end > 1020 and closes - end < 120
    said = {
        Price.EARLY: early,
        Price.LATE: late,
        Price.LUNCH: start < 780 and end > 720,
        Price.FRIDAY: begin.weekday() == 4 and end > 840,
        "very": (early and start < 420) or (late and end > 1140),
    }
    return {word for word, true in said.items() if true}


def points(charges: set[str]) -> float:
    known = {"early": 1, "late": 1, "lunch": 0.5, "friday": 0.5, "outside": 5, "busy": 2, "very": 1}
    return sum(known[str(charge)] for charge in charges)


@settings(deadline=None, max_examples=100)
@given(groups(most=3), st.lists(starts, min_size=5, max_size=6))
def test_every_start_agrees_with_the_clock(
    drawn: tuple[Asked, list[Member]], looked_at: list[tuple[int, int]]
) -> None:
    agree(*drawn, looked_at)


def agree(asked: Asked, people: list[Member], looked_at: list[tuple[int, int]]) -> None:
    week = grid(people, **asked.words())

    for weekday, quarter in looked_at:
        found, true = week[weekday][quarter], cell_by_the_clock(people, asked, weekday, quarter * 15)
        assert isclose(found.points, true.points, abs_tol=1e-4)
        assert replace(found, points=0.0) == replace(true, points=0.0)


@st.composite
def nights(draw: st.DrawFn) -> tuple[Asked, list[Member], list[tuple[int, int]]]:
    """Somebody whose clock changes, a group that may live elsewhere, and starts around that change."""
    zone, home = draw(st.sampled_from(LIVELY)), draw(st.sampled_from(LIVELY))
    on = draw(
        st.sampled_from(
            [one.on for one in clock_changes([zone], date(2018, 1, 1), date(2031, 12, 31))] or CHANGES
        )
    )
    first_on = on - timedelta(days=draw(st.integers(0, 13)))
    asked = Asked(home, draw(st.sampled_from((15, 50, 90))), first_on, 1, draw(st.integers(1, 3)), ())
    change = datetime.combine(on, time(2), tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(home))
    quarter = change.weekday() * 96 + change.hour * 4 + change.minute // 15
    near = draw(st.lists(st.integers(quarter - 14, quarter + 14), min_size=8, max_size=8, unique=True))
    week = parse_hours(draw(st.sampled_from(NIGHTS)))
    begin = change.astimezone(UTC) + timedelta(minutes=15 * draw(st.integers(-8, 8)))
    busy = (Interval(begin, begin + timedelta(minutes=draw(st.sampled_from((1, 15, 60))))),)
    people = [
        Member(1, "Night", Availability(week, zone)),
        Member(2, "Busy", Availability(week, home, {}, busy)),
    ]
    return asked, people, [divmod(start % 672, 96) for start in near]


@settings(deadline=None, max_examples=100)
@given(nights())
def test_nights_in_which_clocks_change_agree_too(
    drawn: tuple[Asked, list[Member], list[tuple[int, int]]],
) -> None:
    agree(*drawn)


@slow
@given(groups())
def test_what_is_offered_is_what_the_grid_shows(drawn: tuple[Asked, list[Member]]) -> None:
    asked, people = drawn
    week, ranking = grid(people, **asked.words(), step=5), rank_slots(people, **asked.words(), quorum=1)

    for slot in (*ranking.slots, *ranking.quorum):
        cell = week[slot.weekday][slot.minute // 5]
        payers = {one.key for one in slot.payments}
        assert cell == Cell(len(slot.missing), len(payers), slot.points, slot.breaks_on, True)
        assert not payers & set(slot.missing)
        assert {one.key for one in slot.absences} == set(slot.missing)
    assert all(slot.fits_all for slot in ranking.slots)
    assert [slot.points for slot in ranking.slots] == sorted(slot.points for slot in ranking.slots)
    fits = any(cell.offered and not cell.missing for day in week for cell in day)
    assert bool(ranking.slots) == fits
    assert bool(ranking.advice) != any(slot.holds for slot in ranking.slots)


# --- properties ----------------------------------------------------------------------------------------------------


@slow
@given(groups(plain=True))
def test_the_rule_that_forms_groups_finds_no_hour_that_is_not_offered(
    drawn: tuple[Asked, list[Member]],
) -> None:
    asked, people = drawn
    asked = replace(asked, skip=())
    found = common_slots(
        [week_bits(who.availability.hours, who.availability.zone, on=asked.first_on) for who in people],
        asked.minutes,
    )
    ranking, week = rank_slots(people, **asked.words(), limit=400), grid(people, **asked.words())
    monday = asked.first_on - timedelta(days=asked.first_on.weekday())
    places = [ZoneInfo(name) for name in {asked.zone, *(who.availability.zone for who in people)}]

    for quarter in found:
        begin = datetime.combine(monday, time.min, tzinfo=UTC)
        wall = (
            begin + timedelta(minutes=quarter * 15) + offset(ZoneInfo(asked.zone), local(monday, asked.zone))
        )
        weekday, minute = wall.weekday(), wall.hour * 60 + wall.minute
        day = asked.days(weekday)[0]
        start = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=ZoneInfo(asked.zone))
        if any(changes(there, begin - timedelta(days=2), start + timedelta(days=1)) for there in places):
            continue
        cell = week[weekday][minute // 15]
        assert not cell.missing
        assert cell.breaks_on is None or cell.breaks_on > day
        near = [
            slot
            for slot in ranking.slots
            if abs(slot.weekday * 1440 + slot.minute - weekday * 1440 - minute) < 30
        ]
        assert near
        exact = [slot for slot in near if (slot.weekday, slot.minute) == (weekday, minute)]
        assert all(slot.from_week_bits for slot in exact)


def local(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))


def offset(there: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(there).utcoffset() or timedelta(0)


def changes(there: ZoneInfo, start: datetime, end: datetime) -> bool:
    hours = int((end - start).total_seconds()) // 3600 + 1
    return len({offset(there, start + timedelta(hours=hour)) for hour in range(hours)}) > 1


@slow
@given(groups(), st.randoms())
def test_the_order_of_members_never_matters(drawn: tuple[Asked, list[Member]], chance: Random) -> None:
    asked, people = drawn
    mixed = chance.sample(people, len(people))

    assert rank_slots(mixed, **asked.words()) == rank_slots(people, **asked.words())
    assert grid(mixed, **asked.words()) == grid(people, **asked.words())


@slow
@given(groups(), st.data())
def test_wider_hours_never_make_an_hour_worse(drawn: tuple[Asked, list[Member]], data: st.DataObject) -> None:
    asked, people = drawn
    at = data.draw(st.integers(0, len(people) - 1))
    who = people[at].availability
    more = data.draw(
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1380), st.integers(30, 60)), max_size=5)
    )
    days = [list(spans) for spans in who.hours.days]
    for day, start, length in more:
        days[day].append(Span(start, start + length))
    wider = Availability(
        WorkingHours(tuple(map(tuple, days))),
        who.zone,
        {day: spans for day, spans in who.exceptions.items() if spans},
        who.busy[1:],
    )
    others = [*people[:at], replace(people[at], availability=wider), *people[at + 1 :]]

    before, after = grid(people, **asked.words()), grid(others, **asked.words())

    for old, new in zip(sum(before, ()), sum(after, ()), strict=True):
        assert new.missing <= old.missing
        assert new.points <= old.points + 1e-6
