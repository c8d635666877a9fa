"""Hours as people write them, and as we write them back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minim.timetable import DEFAULT_HOURS, HoursError, Span, WorkingHours, parse_hours

spans = st.integers(0, 1439).flatmap(
    lambda start: st.integers(start + 1, 1440).map(lambda end: Span(start, end))
)
weeks = st.lists(st.lists(spans, max_size=4).map(tuple), min_size=7, max_size=7).map(
    lambda days: WorkingHours(tuple(days))
)

READ = {
    "Mon-Fri 09:00-17:30": "Mon-Fri 09:00-17:30",
    "Mo-Do 8:30-16:30; Fr 8-13": "Mon-Thu 08:30-16:30; Fri 08:00-13:00",
    "9-17": "Mon-Fri 09:00-17:00",
    "9-12, 13-17": "Mon-Fri 09:00-12:00, 13:00-17:00",
    "Mon 9-17, Tue 10-18": "Mon 09:00-17:00; Tue 10:00-18:00",
    "Mon, Wed/Fri 9am-5:30pm": "Mon 09:00-17:30; Wed 09:00-17:30; Fri 09:00-17:30",
    "12am-12pm": "Mon-Fri 00:00-12:00",
    "weekdays 0900 to 1730": "Mon-Fri 09:00-17:30",
    "Sun-Thu 8-16": "Mon-Thu 08:00-16:00; Sun 08:00-16:00",
    "lun-ven 9h30–18h": "Mon-Fri 09:30-18:00",
    "lunes a viernes 9-18": "Mon-Fri 09:00-18:00",
    "Mo bis Fr 8 Uhr bis 16 Uhr": "Mon-Fri 08:00-16:00",
    "Mo–Fr: 08.30–17.00": "Mon-Fri 08:30-17:00",
    "every day 22-24": "Mon-Sun 22:00-24:00",
    "Mon 22:00-24:00; Tue 0:00-6:00": "Mon 22:00-24:00; Tue 00:00-06:00",
    "Mon-Fri 9-17; Wed off": "Mon-Tue 09:00-17:00; Thu-Fri 09:00-17:00",
    "Mon 9-12, 11-15, 15-16": "Mon 09:00-16:00",
    "none": "none",
}

REFUSED = {
    "": "No hours are given.",
    "25:00": "“25:00” is no time of day: hours end at 24:00 and minutes at 59.",
    "Mon 9:60-10": "“9:60” is no time of day: hours end at 24:00 and minutes at 59.",
    "13pm-14": "“13pm” is no time of day: before pm, hours run from 1 to 12.",
    "9-5": "These hours end at 05:00, before they start at 09:00. Did you mean 09:00-17:00?",
    "22-6": "These hours end at 06:00, before they start at 22:00. Hours over midnight are two entries",
    "9-9": "These hours end at 09:00, before they start at 09:00.",
    "Funday 9-17": "“funday” is no day we know.",
    "Mon": "Mon has no hours.",
    "Mon-Fri": "Mon has no hours.",
    "Mon 9-17 Tue": "Tue has no hours.",
    "9": "09:00 has no end.",
    "Mon 9:00 17:00": "09:00 has no end.",
    "Mon 9- Tue 8-10": "09:00 has no end.",
    "<b>9-17</b>": "We do not understand “<” here.",
    "Mon " * 100: "400 characters are far more than a week of hours needs.",
}


@pytest.mark.parametrize("written", READ)
def test_hours_are_read(written: str) -> None:
    assert str(parse_hours(written)) == READ[written]


@pytest.mark.parametrize("written", REFUSED)
def test_impossible_hours_are_refused_with_the_way_out(written: str) -> None:
    with pytest.raises(HoursError) as answer:
        parse_hours(written)

    assert str(answer.value).startswith(REFUSED[written])


@given(weeks)
def test_hours_survive_being_written_and_read(week: WorkingHours) -> None:
    assert parse_hours(str(week)) == week


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(written: str) -> None:
    try:
        week = parse_hours(written)
    except HoursError as answer:
        written = str(answer)
        assert written.endswith((".", "?"))
    else:
        assert parse_hours(str(week)) == week


def test_the_usual_week_has_forty_hours() -> None:
    assert (str(DEFAULT_HOURS), DEFAULT_HOURS.minutes) == ("Mon-Fri 08:00-18:00", 50 * 60)


@pytest.mark.parametrize("ends", [(60, 60), (61, 60), (-1, 60), (0, 1441)])
def test_a_span_lies_within_one_day(ends: tuple[int, int]) -> None:
    with pytest.raises(HoursError, match="no time within one day"):
        Span(*ends)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(HoursError, match="seven days"):
        WorkingHours(((Span(540, 600),),))
