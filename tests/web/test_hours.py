"""My hours: what Pat says about Pat's own time, and what nobody else gets to see of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from minim.people.hours import availabilities
from minim.people.models import DifferentDay
from minim.timetable import Span, ZoneError, place
from minim.web.hours.forms import DaysForm
from minim.web.hours.zones import find_zone, offered_zones
from tests.web.hours_page import refused_fields, said, value, words

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

NINE_TO_FIVE = {f"day{day}_from": ["09:00"] for day in range(5)} | {
    f"day{day}_until": ["17:00"] for day in range(5)
}


@pytest.fixture
def pat(client: Client, cast: Cast) -> Client:
    client.force_login(cast.pat)
    return client


# My zone and my hours


def test_hours_are_kept_to_the_minute_with_several_spans_a_day(pat: Client, cast: Cast) -> None:
    sent = NINE_TO_FIVE | {
        "zone": "Asia/Kolkata",
        "day1_from": ["08:07", "13:15", ""],
        "day1_until": ["11:53", "00:00", ""],
    }

    answer = pat.post("/hours/", sent)

    assert answer["Location"] == "/hours/"
    hours = "Mon 09:00-17:00; Tue 08:07-11:53, 13:15-24:00; Wed-Fri 09:00-17:00"
    assert said(cast.pat) == ("Asia/Kolkata", hours)
    page = pat.get("/hours/")
    assert (value(page, "day1_from"), value(page, "day1_until")) == (
        ["08:07", "13:15", ""],
        ["11:53", "00:00", ""],
    )
    assert "08:07–11:53, 13:15–24:00" in words(page)


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"day2_from": ["25:00"]}, "day2_from", "“25:00” is no time of day"),
        ({"day2_from": ["09:61"]}, "day2_from", "“09:61” is no time of day"),
        ({"day2_from": ["<b>"]}, "day2_from", "“<b>” is no time of day"),
        ({"day2_until": ["08:00"]}, "day2_from", "This ends at 08:00, before it starts at 09:00."),
        ({"day2_until": [""]}, "day2_from", "09:00 has no end: until when?"),
        ({"day2_from": [""]}, "day2_from", "17:00 has no beginning: from when?"),
        ({"zone": "Europe/Atlantis"}, "zone", "“Europe/Atlantis” is no time zone we know."),
        ({"zone": "../../etc/passwd"}, "zone", "is no time zone we know."),
        ({"zone": ""}, "zone", "Please say where you are"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_everything_typed_stays(
    pat: Client, cast: Cast, change: dict[str, Any], field: str, message: str
) -> None:
    sent = NINE_TO_FIVE | {"zone": "Europe/Berlin", "day4_from": ["07:31"]} | change

    answer = pat.post("/hours/", sent)

    assert answer.status_code == 422
    assert message in words(answer)
    assert field in refused_fields(answer)
    for name, typed in change.items():
        assert value(answer, name)[: len([typed] if isinstance(typed, str) else typed)] == (
            [typed] if isinstance(typed, str) else typed
        )
    assert value(answer, "day4_from")[0] == "07:31"
    assert said(cast.pat) == ("", "")


def test_more_spans_than_we_can_keep_are_refused(pat: Client, cast: Cast) -> None:
    many: dict[str, Any] = {"zone": "UTC"}
    for day in range(7):
        many[f"day{day}_from"] = [f"{2 + 3 * span:02}:0{day}" for span in range(6)]
        many[f"day{day}_until"] = [f"{3 + 3 * span:02}:0{day}" for span in range(6)]

    answer = pat.post("/hours/", many)

    assert (answer.status_code, said(cast.pat)) == (422, ("", ""))
    assert "more spans than we can keep" in words(answer)


def test_monday_is_copied_to_the_working_days_without_a_script_and_not_yet_saved(
    pat: Client, cast: Cast
) -> None:
    sent = {
        "zone": "UTC",
        "day0_from": ["07:00", "13:00"],
        "day0_until": ["11:00", "16:00"],
        "same": "workdays",
    }

    answer = pat.post("/hours/", sent)

    assert answer.status_code == 200
    shown = [value(answer, f"day{day}_from")[:2] for day in (0, 1, 4)]
    assert shown == [["07:00", "13:00"]] * 3
    assert value(answer, "day5_from") == [""]
    assert "Not saved yet" in words(answer)
    assert said(cast.pat) == ("", "")


def test_hours_may_be_written_in_a_line_in_ones_own_language(pat: Client, cast: Cast) -> None:
    pat.post("/hours/written/", {"written": "Mo-Do 8:30-12, 13-17:15; Fr 8-13"})

    assert said(cast.pat)[1] == "Mon-Thu 08:30-12:00, 13:00-17:15; Fri 08:00-13:00"


def test_a_line_that_cannot_be_read_stays_as_it_was_typed(pat: Client, cast: Cast) -> None:
    answer = pat.post("/hours/written/", {"written": "Mon 17:00-9:00"})

    assert (answer.status_code, value(answer, "written")) == (422, ["Mon 17:00-9:00"])
    assert "before they start" in words(answer)
    assert said(cast.pat)[1] == ""


def test_the_roster_speaks_until_somebody_says_otherwise_and_again_when_they_wish(
    pat: Client, cast: Cast
) -> None:
    cast.pat.time_zone, cast.pat.working_hours = "Europe/Berlin", "Mon-Fri 9-17"
    cast.pat.save()
    same = NINE_TO_FIVE | {"zone": "berlin"}

    pat.post("/hours/", same)
    as_roster = said(cast.pat)
    pat.post("/hours/", same | {"day0_from": ["10:00"], "zone": "Lisbon"})
    own = said(cast.pat)
    offered = "Go back to that" in words(pat.get("/hours/"))
    pat.post("/hours/roster/")

    assert (as_roster, own, offered) == (
        ("", ""),
        ("Europe/Lisbon", "Mon 10:00-17:00; Tue-Fri 09:00-17:00"),
        True,
    )
    assert said(cast.pat) == ("", "")


def test_a_roster_that_cannot_be_read_breaks_no_page(pat: Client, cast: Cast) -> None:
    cast.pat.time_zone, cast.pat.working_hours = "Mars/Olympus", "whenever"
    cast.pat.save()

    assert [pat.get(page).status_code for page in ("/hours/", "/calendar/")] == [200, 200]


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("Lord Howe", "Australia/Lord_Howe"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_found_by_what_people_call_it(written: str, zone: str) -> None:
    assert find_zone(written) == zone


def test_a_zone_that_is_almost_right_gets_a_guess() -> None:
    with pytest.raises(ZoneError, match=r"Did you mean Europe/Berlin\?"):
        find_zone("Berln")


def test_every_zone_that_is_offered_is_found() -> None:
    assert [zone for zone in offered_zones() if find_zone(zone) != zone] == []


# Days that differ


def test_time_away_counts_and_disappears_when_it_is_over(pat: Client, cast: Cast) -> None:
    today = timezone.localdate()
    DifferentDay.objects.create(person=cast.pat, on=today - timedelta(days=3))
    first, last = today + timedelta(days=7), today + timedelta(days=9)

    answer = pat.post("/hours/days/", {"kind": "away", "first": first, "last": last})

    assert answer["Location"] == "/hours/#days"
    kept = list(cast.pat.different_days.values_list("on", "hours"))
    assert kept == [(first + timedelta(days=number), "none") for number in range(3)]
    assert f"{first:%a} {first.day} {first:%b %Y} – {last:%a} {last.day} {last:%b %Y}" in words(
        pat.get("/hours/")
    )


def test_over_is_what_is_over_where_one_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 11:00 in Greenwich it is already tomorrow on Kiritimati."""
    monkeypatch.setattr("minim.web.hours.forms.timezone.now", lambda: datetime(2026, 5, 4, 11, tzinfo=UTC))
    sent = {"kind": "away", "first": "2026-05-04"}

    there, here = (DaysForm(sent, zone=place(zone)) for zone in ("Pacific/Kiritimati", "Pacific/Honolulu"))

    assert there.errors == {"first": ["This day is already over. Please choose today or a later one."]}
    assert here.errors == {}


def test_other_hours_are_written_over_what_was_said_before(pat: Client, cast: Cast) -> None:
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    pat.post("/hours/days/", {"kind": "away", "first": day})

    pat.post(
        "/hours/days/",
        {"kind": "other", "first": day, "other_from": ["10:00", ""], "other_until": ["12:30", ""]},
    )

    (kept,) = cast.pat.different_days.all()
    assert (kept.on.isoformat(), kept.hours) == (day, "Mon-Sun 10:00-12:30")
    counted = availabilities([cast.pat], kept.on, kept.on)[cast.pat.pk]
    assert counted.spans_on(kept.on) == (Span(600, 750),)
    assert "10:00–12:30" in words(pat.get("/hours/"))


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"kind": "away", "first": "2020-01-01"}, "first", "already over"),
        ({"kind": "away", "first": "3020-01-01"}, "first", "more than two years away"),
        ({"kind": "away", "first": "soon"}, "first", "Enter a valid date."),
        ({"kind": "away", "first": "{0}", "last": "{-1}"}, "last", "comes before the first"),
        ({"kind": "away", "first": "{0}", "last": "{700}"}, "last", "more than a year"),
        ({"kind": "other", "first": "{0}"}, "other_from", "from when until when you work then"),
        (
            {"kind": "other", "first": "{0}", "other_from": ["9:00"], "other_until": ["8:00"]},
            "other_from",
            "before it",
        ),
    ],
)
def test_days_that_cannot_be_are_told_and_stay(
    pat: Client, cast: Cast, sent: dict[str, Any], field: str, message: str
) -> None:
    soon = timezone.localdate() + timedelta(days=10)
    filled = {
        name: (soon + timedelta(days=int(text[1:-1]))).isoformat() if str(text).startswith("{") else text
        for name, text in sent.items()
    }

    answer = pat.post("/hours/days/", filled)

    assert (answer.status_code, value(answer, "first")[-1]) == (422, filled["first"])
    assert message in words(answer)
    assert field in refused_fields(answer)
    assert not cast.pat.different_days.exists()


def test_days_become_as_usual_again_and_only_ones_own(pat: Client, cast: Cast) -> None:
    soon = timezone.localdate() + timedelta(days=4)
    for person in (cast.pat, cast.sam):
        DifferentDay.objects.create(person=person, on=soon)

    pat.post("/hours/days/remove/", {"first": "rubbish", "last": "2026-02-31"})
    kept = cast.pat.different_days.count()
    pat.post("/hours/days/remove/", {"first": soon, "last": soon})

    assert (kept, cast.pat.different_days.count(), cast.sam.different_days.count()) == (1, 0, 1)
