"""Finding a group's time: who may look, what they see, what bad input gets, and how a time is set."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.meetings.models import Series, SeriesRefused
from minim.notices.models import Notice
from minim.people.models import BusyCalendar, BusyTime
from minim.timetable import Rhythm
from tests.make import make_group, make_person, make_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from minim.groups.models import Group
    from minim.people.models import Person
    from tests.cast import Cast

MONDAY = date(2026, 12, 7)
ZONES = ("Europe/Berlin", "Europe/Lisbon", "America/Toronto", "Africa/Nairobi")
SEARCH = {"zone": "Europe/Berlin", "weeks": "2", "minutes": "60", "from": "2026-12-07"}
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def fay(client: Client, cast: Cast) -> Client:
    """Fay, whose group lives in four zones."""
    seats = cast.group.sitting()
    for seat, zone in zip(seats, ZONES, strict=True):
        seat.person.own_zone = zone
        seat.person.own_hours = "Mon-Fri 9:00-17:30"
        seat.person.save()
    client.force_login(cast.fay)
    return client


def find(group: Group) -> str:
    return reverse("times:find", args=[group.pk])


def choose(group: Group) -> str:
    return reverse("times:choose", args=[group.pk])


def page(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def words(answer: Any) -> str:
    return " ".join((page(answer).main or page(answer)).get_text(" ").split())


def offers(answer: Any) -> list[str]:
    return [" ".join(card.get_text(" ").split()) for card in page(answer).select(".offer")]


# Who may look


@pytest.mark.parametrize(
    ("who", "status"), [("fay", 200), ("olive", 200), ("pat", 404), ("sam", 404), ("bo", 404), ("root", 404)]
)
def test_the_facilitator_and_the_organizer_find_times_and_nobody_else(
    client: Client, cast: Cast, who: str, status: int
) -> None:
    client.force_login(getattr(cast, who))

    looked = [client.get(find(cast.group)), client.get(choose(cast.group), {"slot": "1-900"})]
    client.post(choose(cast.group), {"slot": "1-900"})

    assert [answer.status_code for answer in looked] == [status, status]
    assert Series.objects.exists() == (status == 200)


def test_a_facilitator_of_another_group_does_not_find_it(client: Client, cast: Cast) -> None:
    other = make_group(program=cast.program, facilitator=make_person("Flo"))
    client.force_login(other.sitting()[0].person)

    assert client.get(find(other)).status_code == 200
    assert client.get(find(cast.group)).status_code == 404
    assert client.post(choose(cast.group), SEARCH | {"slot": "1-900"}).status_code == 404


def test_a_closed_group_looks_for_no_time(fay: Client, cast: Cast) -> None:
    cast.group.close(MONDAY)

    assert fay.get(find(cast.group)).status_code == 404


# What one sees


def test_fay_sees_hours_with_everybodys_clock_and_who_pays(fay: Client, cast: Cast) -> None:
    answer = fay.get(find(cast.group), SEARCH)

    best = offers(answer)[0]
    assert answer.status_code == 200
    assert [city for city in ("Berlin", "Lisbon", "Toronto", "Nairobi") if city in best] == [
        "Berlin", "Lisbon", "Toronto", "Nairobi",
    ]  # fmt: skip
    assert "all 4" in best
    assert "outside their hours at 9 of 25" in best  # a Tuesday in December is a holiday in Lisbon


def test_without_a_word_it_looks_for_what_the_program_wants(fay: Client, cast: Cast) -> None:
    cast.program.meeting_minutes, cast.program.cadence = 90, "weekly"
    cast.program.save()

    form = page(fay.get(find(cast.group)))

    chosen = {field["name"]: field.get("value") for field in form.select("#choices input")}
    assert chosen == {"minutes": "90", "from": "2026-11-30"}
    assert [one["value"] for one in form.select("#choices option[selected]")] == [
        "1", "Europe/Berlin", "DE", "PT", "CA", "KE",
    ]  # fmt: skip


def test_the_week_says_each_hour_in_words_and_leads_to_it(fay: Client, cast: Cast) -> None:
    answer = fay.get(find(cast.group), SEARCH)

    spots = {str(spot["aria-label"]): str(spot["href"]) for spot in page(answer).select(".spots a")}
    label, href = next((label, href) for label, href in spots.items() if label.startswith("Tuesday 15:"))
    assert "all 4 can" in label
    assert fay.get(href).status_code == 200
    assert not [label for label in spots if label.startswith("Sunday")]


def test_an_hour_only_few_can_make_is_offered_as_such_with_the_honest_answer(fay: Client, cast: Cast) -> None:
    far = cast.group.sitting()[1].person
    far.own_zone = "Pacific/Auckland"
    far.save()

    answer = fay.get(find(cast.group), SEARCH)

    assert "No hour fits all 4 of you" in words(answer)
    assert "3 of 4 can" in offers(answer)[0]
    assert "outside their hours" in offers(answer)[0]


def test_an_unpopular_hour_can_go_round(fay: Client, cast: Cast) -> None:
    for seat, (zone, hours) in zip(
        cast.group.sitting(),
        [("Europe/Berlin", "Mon-Fri 9-17")] * 2
        + [("America/Toronto", "Mon-Fri 8-16"), ("Asia/Kolkata", "Mon-Fri 9-18")],
        strict=True,
    ):
        seat.person.own_zone, seat.person.own_hours = zone, hours
        seat.person.save()

    answer = fay.get(find(cast.group), SEARCH)
    turns = page(answer).select_one(".turns a")

    assert turns is not None
    assert str(turns["href"]).count("slot=") == 2
    assert "in turn" in words(fay.get(str(turns["href"])))


def test_busy_times_count_but_nobody_reads_what_they_are(fay: Client, cast: Cast) -> None:
    calendar = BusyCalendar.objects.create(person=cast.pat, name="Oncology clinic", address="")
    start = datetime(2026, 12, 8, 14, tzinfo=UTC)
    for week in range(0, 52, 2):
        at = start + timedelta(weeks=week)
        BusyTime.objects.create(
            calendar=calendar, person=cast.pat, starts_at=at, ends_at=at + timedelta(hours=1)
        )

    search = fay.get(find(cast.group), SEARCH)
    looked = fay.get(choose(cast.group), SEARCH | {"slot": "1-900"})

    assert "Pat is not free" in words(looked)
    assert "Oncology" not in search.content.decode() + looked.content.decode()


@pytest.mark.parametrize("size", [4, 12])
def test_a_larger_group_costs_no_more_queries(
    client: Client, cast: Cast, django_assert_num_queries: Any, size: int
) -> None:
    group = make_group(size, program=cast.program)
    Series.objects.begin(group, Rhythm("UTC", MONDAY, 900, 60, 2))
    client.force_login(cast.olive)
    client.get(find(group))

    with django_assert_num_queries(9):
        client.get(find(group))
    with django_assert_num_queries(9):
        client.get(choose(group), {"slot": "1-900"})


# Looking before it is set


def test_the_preview_tells_of_clock_changes_holidays_and_letters(fay: Client, cast: Cast) -> None:
    said = words(fay.get(choose(cast.group), SEARCH | {"slot": "4-900", "holidays_DE": "DE"}))

    assert "Every two weeks on Friday at 15:00 (Berlin)" in said
    assert "First on Friday 11 December 2026" in said
    assert "19 March 2027" in said  # Toronto's clocks have changed, Berlin's have not
    assert "Christmas Day" in said
    assert "A letter to each of the 4" in said
    assert not Series.objects.exists()


def test_an_hour_the_clock_skips_is_told_before(fay: Client, cast: Cast) -> None:
    said = words(fay.get(choose(cast.group), SEARCH | {"weeks": "1", "slot": "6-150"}))

    assert "On Sunday 28 March the clocks of Berlin skip 02:30. That meeting begins at 03:30." in said
    assert "On Sunday 31 October the clocks of Berlin show 02:30 twice." in said


def test_setting_a_time_invites_everybody(fay: Client, cast: Cast) -> None:
    sent = SEARCH | {"slot": "1-900", "place": " Room\r\nOak ", "holidays_DE": "DE-BY", "holidays_PT": "none"}

    answer = fay.post(choose(cast.group), sent)

    series = Series.objects.get(group=cast.group)
    assert (answer.status_code, answer["Location"]) == (302, reverse("times:series", args=[cast.group.pk]))
    assert series.stretches.get().rhythm == Rhythm("Europe/Berlin", date(2026, 12, 8), 900, 60, 2)
    assert (series.place, series.shows_members) == ("Room Oak", False)
    assert set(series.regions) == {"DE-BY", "CA", "KE"}
    assert Notice.objects.filter(kind="meeting-set").count() == 4


def test_hours_in_turn_are_set_as_such(fay: Client, cast: Cast) -> None:
    fay.post(choose(cast.group), SEARCH | {"slot": ["1-900", "3-600"]})

    assert Series.objects.get().stretches.get().rhythm.pattern == ((1, 900), (3, 600))


def test_sending_twice_sets_it_once(fay: Client, cast: Cast) -> None:
    sent = SEARCH | {"slot": "1-900", "place": "Room Oak"}
    fay.post(choose(cast.group), sent)

    again = fay.post(choose(cast.group), sent)

    assert again.status_code == 422
    assert "already has a time" in words(again)
    assert page(again).find("input", {"name": "place"})["value"] == "Room Oak"  # type: ignore[index]
    assert Notice.objects.filter(kind="meeting-set").count() == 4


def test_another_time_takes_the_place_of_the_old_one_from_that_day_on(fay: Client, cast: Cast) -> None:
    fay.post(choose(cast.group), SEARCH | {"slot": "1-900", "place": "Room Oak"})
    change = SEARCH | {"slot": "3-600", "from": "2027-01-04", "changes": "yes", "place": "Room Oak"}
    kept = {f"holidays_{region}": region for region in Series.objects.get().regions}

    looked = fay.get(choose(cast.group), change)
    fay.post(choose(cast.group), change | kept)
    again = fay.post(choose(cast.group), change | kept)

    old, new = Series.objects.get().stretches.all()
    assert "From 4 January on, instead of before" in words(looked)
    assert (old.until, new.rhythm.occurrence(0).on) == (date(2027, 1, 3), date(2027, 1, 7))
    assert Notice.objects.filter(kind="series-changed").count() == 4
    assert (again.status_code, "meets already" in words(again)) == (422, True)


# Bad input


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"zone": "Mars/Olympus"}, "Nobody here lives by that clock"),
        ({"zone": HOSTILE}, "Nobody here lives by that clock"),
        ({"minutes": "0"}, "at least 15 minutes"),
        ({"minutes": "9999"}, "at most 8 hours"),
        ({"minutes": "an hour"}, "a number of minutes"),
        ({"minutes": "9" * 5000}, "number of minutes"),
        ({"from": "2020-01-01"}, "already over"),
        ({"from": "2099-01-01"}, "more than a year away"),
        ({"from": HOSTILE}, "choose a day"),
        ({"from": "\x00"}, "choose a day"),
        ({"weeks": "9"}, "every week or every two weeks"),
        ({"holidays_DE": "XX"}, "no such region"),
    ],
)
def test_bad_input_gets_a_friendly_word_at_the_field_and_stays(
    fay: Client, cast: Cast, wrong: dict[str, str], says: str
) -> None:
    answer = fay.get(find(cast.group), SEARCH | wrong)

    errors = " ".join(error.get_text(" ") for error in page(answer).select("#choices .errors"))
    assert answer.status_code == 200
    assert says in errors
    assert HOSTILE not in answer.content.decode()


@pytest.mark.parametrize("slot", ["9-900", "1-1500", "1-7", "x", "1-900&slot=", HOSTILE, ["1-900"] * 9])
def test_an_hour_that_is_none_leads_back_to_those_that_are(fay: Client, cast: Cast, slot: Any) -> None:
    answers = [
        fay.get(choose(cast.group), SEARCH | {"slot": slot}),
        fay.post(choose(cast.group), SEARCH | {"slot": slot}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "That is no hour of the week" in words(answers[0])
    assert not Series.objects.exists()


def test_a_place_too_long_to_keep_stays_in_its_field(fay: Client, cast: Cast) -> None:
    answer = fay.post(choose(cast.group), SEARCH | {"slot": "1-900", "place": "x" * 301})

    assert answer.status_code == 422
    assert "300 characters" in words(answer)
    assert "x" * 301 in answer.content.decode()


def test_a_refusal_is_told_where_one_stands(fay: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise SeriesRefused("Not today.")

    monkeypatch.setattr(type(Series.objects.all()), "begin", refuse)
    monkeypatch.setattr(type(Series.objects), "begin", refuse, raising=False)

    answer = fay.post(choose(cast.group), SEARCH | {"slot": "1-900", "place": "Room Oak"})

    assert (answer.status_code, "Not today." in words(answer)) == (422, True)


def test_a_group_without_anybody_is_told_kindly(client: Client, cast: Cast) -> None:
    cast.group.seats.update(left_on=MONDAY)
    client.force_login(cast.olive)

    assert "Nobody sits here yet" in words(client.get(find(cast.group)))
    assert client.get(choose(cast.group), SEARCH | {"slot": "1-900"}).status_code == 302


def test_an_organizer_of_another_program_finds_nothing(client: Client, cast: Cast) -> None:
    otto: Person = make_person("Otto", is_organizer=True)
    make_program(organizers=[otto])
    client.force_login(otto)

    assert client.get(find(cast.group)).status_code == 404
    assert client.post(choose(cast.group), SEARCH | {"slot": "1-900"}).status_code == 404
