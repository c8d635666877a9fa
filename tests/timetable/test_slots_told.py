"""What a group is told about its hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from minim.timetable import HoursError, Interval, Member, Ranking, grid, rank_slots
from tests.timetable.groups import member

WINTER = date(2026, 11, 23)
WEEKLY: dict[str, Any] = {"zone": "Europe/Berlin", "minutes": 60, "first_on": WINTER}
ATLANTIC = [member(1, "Ana", "America/New_York"), member(2, "Ben", "Europe/Berlin")]
FOUR_ZONES = [
    *ATLANTIC,
    member(3, "Cem", "Europe/Istanbul"),
    member(4, "Dev", "Asia/Kathmandu", "Mon-Fri 9:10-20:25"),
]


def told(ranking: Ranking) -> list[tuple[str, list[str]]]:
    return [(slot.name, [str(one) for one in slot.payments]) for slot in ranking.slots]


def test_four_zones_find_an_hour_and_see_who_pays() -> None:
    ranking = rank_slots(FOUR_ZONES, **WEEKLY, limit=2)

    assert told(ranking) == [
        (
            "Monday 14:00",
            [
                "late for Dev, Mon 18:45",
                "early for Ana, Mon 08:00, at 24 of 26 meetings, first on 23 November",
            ],
        ),
        (
            "Tuesday 14:00",
            [
                "late for Dev, Tue 18:45",
                "early for Ana, Tue 08:00, at 24 of 26 meetings, first on 24 November",
            ],
        ),
    ]
    assert ranking.slots[0].local_times == {1: "Mon 08:00", 2: "Mon 14:00", 3: "Mon 16:00", 4: "Mon 18:45"}
    assert ranking.slots[0].local_times_on(date(2027, 3, 15))[1] == "Mon 09:00"
    assert (ranking.slots[0].from_week_bits, ranking.slots[0].holds, ranking.advice) == (True, True, "")


def test_whoever_paid_before_is_spared() -> None:
    east, west = member(1, "Ana", "America/New_York"), member(2, "Dev", "Asia/Dubai", "Mon-Fri 8-19")

    spared = {
        (ana, dev): rank_slots([replace(east, paid=ana), replace(west, paid=dev)], **WEEKLY, limit=1)
        .slots[0]
        .name
        for ana, dev in ((0.0, 15.0), (15.0, 0.0))
    }

    assert spared == {(0.0, 15.0): "Monday 14:00", (15.0, 0.0): "Monday 15:00"}


def test_a_clock_change_is_told_by_its_day() -> None:
    people = [
        member(1, "Ben", "Europe/Berlin", "Mon 15-16"),
        member(2, "Kim", "Asia/Kolkata", "Mon 19:30-20:30"),
    ]

    ranking = rank_slots(people, **WEEKLY)

    assert [(slot.name, slot.fits_all, slot.holds, slot.from_week_bits) for slot in ranking.slots] == [
        ("Monday 15:00", True, False, True)
    ]
    assert ranking.slots[0].breaks_on == date(2027, 3, 29)
    assert ranking.advice == (
        "No hour fits everybody whatever the clocks do. Monday 15:00 comes closest, but from 29 March it is Mon 18:30 "
        "for Kim, outside their hours, at 8 of 26 meetings. Agree on another hour for that time."
    )


def test_a_busy_time_once_is_a_small_cost_and_always_a_refusal() -> None:
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    weekly = tuple(
        Interval(at, at + timedelta(hours=1)) for at in (monday + timedelta(weeks=k) for k in range(26))
    )
    once, always = (
        rank_slots([member(1, "Ben", "Europe/Berlin", "Mon 10-11:30", busy=busy)], **WEEKLY, quorum=0)
        for busy in (weekly[:1], weekly)
    )

    assert told(once) == [
        (name, ["Ben is not free, at 1 of 26 meetings, first on 23 November"])
        for name in ("Monday 10:00", "Monday 10:30")
    ]
    assert told(always) == []


def test_skipped_days_are_left_out() -> None:
    mondays = [WINTER + timedelta(weeks=week) for week in range(26)]
    people = [member(1, "Ben", "Europe/Berlin", "Mon 10-11; Tue 10-11", exceptions={WINTER: ()})]

    some = rank_slots(people, **WEEKLY, skip=mondays[:1])
    none = rank_slots(people, **WEEKLY, skip=mondays)

    assert [(slot.name, slot.meetings, slot.first_on, slot.points) for slot in some.slots] == [
        ("Monday 10:00", 25, mondays[1], 0.0),
        ("Tuesday 10:00", 26, date(2026, 11, 24), 0.0),
    ]
    assert [slot.name for slot in none.slots] == ["Tuesday 10:00"]


def test_hours_to_the_minute_are_used_when_no_quarter_fits() -> None:
    people = [
        member(1, "Ben", "Europe/Berlin", "Mon 9:10-10:10"),
        member(2, "Kim", "Asia/Kathmandu", "Mon 13-17"),
    ]

    ranking = rank_slots(people, **WEEKLY)

    assert [(slot.name, slot.from_week_bits) for slot in ranking.slots] == [("Monday 09:10", False)]
    assert ranking.slots[0].local_times == {1: "Mon 09:10", 2: "Mon 13:55"}


def test_what_is_offered_is_a_choice() -> None:
    ranking = rank_slots([member(1, "Ben", "Europe/Berlin")], **WEEKLY, limit=7)

    assert [slot.name for slot in ranking.slots] == [
        *("Monday 09:00", "Tuesday 09:00", "Wednesday 09:00", "Thursday 09:00", "Friday 09:00"),
        *("Monday 11:00", "Tuesday 11:00"),
    ]


def test_when_nothing_fits_it_says_who_and_the_way_out() -> None:
    people = [*FOUR_ZONES[:3], member(4, "Dev", "Asia/Kolkata", "Mon-Fri 9:10-18:55")]

    ranking = rank_slots(people, **WEEKLY, limit=3)

    assert ranking.slots == ()
    assert [(slot.name, slot.missing) for slot in ranking.quorum] == [
        ("Monday 14:00", (4,)),
        ("Tuesday 14:00", (4,)),
        ("Wednesday 14:00", (4,)),
    ]
    assert str(ranking.quorum[0].absences[0]).startswith("outside the hours of Dev, Mon 18:30")
    assert ranking.advice == (
        "No 60 minutes of the week fit all 4. Ana (New York) and Dev (Kolkata) share no such time. Without Ana "
        "(New York) or Dev (Kolkata), the others would find an hour. On Monday 14:00, 3 of 4 can. Monday 14:00 would "
        "fit all if Dev could stay until 19:30 on Mondays. Taking turns between two hours, nobody would have to miss "
        "every meeting."
    )


def test_no_hour_is_offered_without_those_a_group_needs() -> None:
    people = [member(key, f"Person {key}", "Europe/Berlin", "Mon 10-11") for key in range(4)]
    fay = member(9, "Fay", "Europe/Berlin", "Tue 10-11", needed=True)

    assert rank_slots([*people, fay], **WEEKLY).quorum == ()
    assert [slot.missing for slot in rank_slots([*people, replace(fay, needed=False)], **WEEKLY).quorum] == [
        (9,)
    ]


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([], "There is nobody in this group yet."),
        (
            [member(1, "Ben", "UTC", "Mon 9-9:30")],
            "Ben has no 60 minutes in a row in their hours. A meeting of 30",
        ),
        (
            [*ATLANTIC, member(3, "Kim", "UTC", "none")],
            "No 60 minutes of the week fit all 3. Kim can never make 60 minutes: ask for their hours first.",
        ),
        (
            [
                member(key, f"P{key}", "UTC", hours)
                for key, hours in enumerate(
                    ("Mon 9-10; Tue 9-10", "Tue 9-10; Wed 9-10", "Mon 9-10; Wed 9-10")
                )
            ],
            "No 60 minutes of the week fit all 3. Without P0 (UTC), P1 (UTC) or P2 (UTC), the others would find an",
        ),
    ],
)
def test_every_refusal_says_why(people: list[Member], said: str) -> None:
    assert rank_slots(people, **WEEKLY).advice.startswith(said)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes": 0}, "at least a minute"),
        ({"minutes": 1441}, "at most a day"),
        ({"zone": "Mars/Base"}, "“Mars/Base” is not a time zone"),
        ({"every_weeks": 0}, "between one week and a year"),
        ({"meetings": 261}, "between 1 and 260 meetings"),
        ({"limit": 0}, "At least one hour"),
        ({"first_on": date(1, 1, 1)}, "between 1970 and 2199"),
    ],
)
def test_what_cannot_be_is_refused_in_words(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(HoursError, match=said):
        rank_slots(ATLANTIC, **{**WEEKLY, **wrong})


def test_a_member_is_named_once() -> None:
    with pytest.raises(HoursError, match="Member 1 is named twice"):
        rank_slots([ATLANTIC[0], ATLANTIC[0]], **WEEKLY)


def test_starts_divide_the_day() -> None:
    assert [len(day) for day in grid(ATLANTIC, **WEEKLY, step=60)] == [24] * 7
    with pytest.raises(HoursError, match="a day divides evenly"):
        grid(ATLANTIC, **WEEKLY, step=7)
