"""Days, numbers, shares, words and zones, as people write them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

import pytest

from minim.roster import read_sheet
from minim.roster.values import read_day, read_level, read_number, read_share, read_status, read_yes
from minim.roster.zones import WINDOWS, read_zone

MAY = date(2024, 5, 3)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-03", MAY), ("2024-05-03T00:00:00Z", MAY), ("2024/5/3", MAY), ("03.05.2024", MAY), ("3/5/2024", MAY),
        ("3 May 2024", MAY), ("May 3, 2024", MAY), ("03-May-2024", MAY), ("20240503", MAY),
    ],
)  # fmt: skip
def test_days(written: str, day: date) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize(
    "written", ["2024-13-01", "31.02.2024", "yesterday", "1/1/1850", "45000", "0000-00-00"]
)
def test_impossible_days(written: str) -> None:
    with pytest.raises(ValueError, match="is not a day we know"):
        read_day(written)


@pytest.mark.parametrize(
    ("days", "expected", "warned"),
    [
        (["03/04/2024", "25/04/2024"], date(2024, 4, 3), False),
        (["03/04/2024", "04/25/2024"], date(2024, 3, 4), False),
        (["03/04/2024"], date(2024, 3, 4), True),
        (["03.04.2024"], date(2024, 4, 3), False),
    ],
)
def test_the_whole_column_tells_the_order_of_day_and_month(
    days: list[str], expected: date, warned: bool
) -> None:
    sheet = read_sheet("id,name,start date\n" + "".join(f"{at},Pat,{day}\n" for at, day in enumerate(days)))

    assert (sheet.error_count, sheet.rows[0].started_on) == (0, expected)
    assert any("two ways" in problem.message for problem in sheet.problems) is warned


def test_numbers_shares_levels_and_words() -> None:
    assert [read_number(word, lowest=0, highest=60) for word in ("4", "4.5", "4,5", "4 years")] == [
        4,
        4.5,
        4.5,
        4,
    ]
    assert [read_share(word) for word in ("0.8", "80 %", "80%", "80", "0,8", "1")] == [
        0.8,
        0.8,
        0.8,
        0.8,
        0.8,
        1.0,
    ]
    assert [read_level(word) for word in ("5", "L5", "Level 4", "M-3")] == [5, 5, 4, 3]
    assert [read_yes(word) for word in ("Yes", "x", "nein", "0")] == [True, True, False, False]
    assert [read_status(word) for word in ("Active", "On leave", "Terminated", "opted out")] == [
        "active", "away", "left", "opted-out",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (lambda word: read_number(word, lowest=0, highest=60), "many"),
        (lambda word: read_number(word, lowest=0, highest=60), "61"),
        (read_share, "140 %"), (read_share, "-1"), (read_level, "Senior"), (read_yes, "perhaps"),
        (read_status, "asleep"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(read: object, written: str) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match=r"^(is|has|should) "):
        read(written)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("utc", "UTC"),
        ("Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"), ("W. Europe Standard Time", "Europe/Berlin"),
        ("(UTC+01:00) Amsterdam, Berlin, Rome", "Europe/Amsterdam"), ("India Standard Time", "Asia/Kolkata"),
        ("UTC+2", "Etc/GMT-2"), ("GMT-05:00", "Etc/GMT+5"), ("+00:00", "UTC"),
    ],
)  # fmt: skip
def test_zones(written: str, name: str) -> None:
    assert read_zone(written).name == name


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Europe/Olso", "Did you mean Europe/Oslo?"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("UTC+19", "No place is that far from UTC"),
        ("the moon", "Write it like Europe/Berlin"),
    ],
)
def test_unknown_zones_come_with_a_way_out(written: str, hint: str) -> None:
    zone = read_zone(written)

    assert (zone.name, hint in zone.note) == ("", True)


def test_an_offset_is_taken_with_a_word_of_warning() -> None:
    assert read_zone("UTC+2").note == (
        "UTC+2 never changes to summer time. If that matters, write Europe/Athens or Africa/Johannesburg instead."
    )


def test_every_zone_we_answer_with_exists() -> None:
    names = {*WINDOWS.values(), *(read_zone(name).name for name in available_timezones() - {"localtime"})}

    assert all(ZoneInfo(name) for name in names)
