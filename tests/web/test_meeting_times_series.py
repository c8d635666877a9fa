"""The series of a group: what each sees of it, what a Facilitator does with it, and what the wrong person finds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from minim.meetings.answers import Asked
from minim.meetings.models import Answer, Meeting, Said, Series
from minim.notices.models import Notice
from minim.people.models import BusyCalendar, BusyTime
from minim.timetable import Rhythm
from tests.make import make_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from tests.cast import Cast

MONDAY = date(2026, 11, 30)
BERLIN = Rhythm("Europe/Berlin", MONDAY, 15 * 60, 60, 2)
HOSTILE = "<script>alert(1)</script>"
OURS = ("fay", "pat")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def series(cast: Cast) -> Series:
    cast.pat.own_zone = "America/Toronto"
    cast.pat.save()
    return Series.objects.begin(cast.group, BERLIN, by=cast.fay, place="Room Oak")


@pytest.fixture
def fay(client: Client, cast: Cast) -> Client:
    client.force_login(cast.fay)
    return client


def page(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def words(answer: Any) -> str:
    return " ".join((page(answer).main or page(answer)).get_text(" ").split())


def the(name: str, series: Series, number: int | None = None) -> str:
    of_one = [] if number is None else [series.meetings.all()[number].pk]
    return reverse(f"times:{name}", args=[series.group_id, *of_one])


def rows(answer: Any) -> list[str]:
    return [" ".join(row.h3.get_text().split()) for row in page(answer).select(".meeting") if row.h3]


# What each sees


@pytest.mark.parametrize(
    ("who", "status"), [("olive", 200), ("fay", 200), ("pat", 200), ("sam", 404), ("bo", 404), ("root", 404)]
)
def test_the_group_and_its_organizer_see_when_it_meets(
    client: Client, cast: Cast, series: Series, who: str, status: int
) -> None:
    client.force_login(getattr(cast, who))

    assert client.get(the("series", series)).status_code == status


def test_everybody_reads_it_by_their_own_clock(client: Client, cast: Cast, series: Series) -> None:
    client.force_login(cast.pat)

    answer = client.get(the("series", series))

    assert "Every two weeks on Monday at 09:00 (Toronto)" in words(answer)
    assert "The group’s own clock says every two weeks on Monday at 15:00 (Berlin)" in words(answer)
    assert rows(answer)[:2] == ["Monday 30 November, 09:00–10:00", "Monday 14 December, 09:00–10:00"]
    assert len(rows(answer)) == 8
    assert len(rows(client.get(the("series", series), {"shown": "16"}))) == 14


@pytest.mark.parametrize("shown", ["-1", "99999999", "x", "²", HOSTILE, "\x00"])
def test_an_odd_number_of_meetings_is_forgiven(fay: Client, series: Series, shown: str) -> None:
    assert fay.get(the("series", series), {"shown": shown}).status_code == 200


def test_who_comes_is_for_the_group_and_not_for_olive(client: Client, cast: Cast, series: Series) -> None:
    first = series.meetings.all()[0]
    Answer.objects.give(Asked(cast.pat, first.stretch), Said.ACCEPTED)
    Answer.objects.give(Asked(cast.fay, first.stretch, first), Said.DECLINED)

    seen = {}
    for who in ("olive", *OURS):
        client.force_login(getattr(cast, who))
        seen[who] = words(client.get(the("series", series)))

    assert ["Fay cannot" in text for text in seen.values()] == [False, True, True]
    assert ["Pat come" in text for text in seen.values()] == [False, True, True]
    assert "Who comes is for the group alone" in seen["olive"]


def test_what_became_of_meetings_stands_beside_them(fay: Client, cast: Cast, series: Series) -> None:
    moved, skipped = series.meetings.all()[0:2]
    moved.move(moved.planned_at + timedelta(days=1), by=cast.fay)
    skipped.skip(by=cast.fay)
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False):
        fay.force_login(cast.fay)
        later = words(fay.get(the("series", series)))

    now = words(fay.get(the("series", series)))

    assert "moved Instead of Monday 30 November at 15:00 (Berlin)" in now
    assert "left out" in now
    assert "What was different before Monday 14 December" in later


@pytest.mark.parametrize(
    ("who", "says"), [("fay", "Find a time"), ("pat", "You need not do anything"), ("olive", "Find a time")]
)
def test_a_group_without_a_time_says_who_finds_one(client: Client, cast: Cast, who: str, says: str) -> None:
    client.force_login(getattr(cast, who))

    assert says in words(client.get(reverse("times:series", args=[cast.group.pk])))


@pytest.mark.parametrize("size", [4, 12])
def test_a_larger_group_costs_no_more_queries(
    client: Client, cast: Cast, django_assert_num_queries: Any, size: int
) -> None:
    group = make_group(size, facilitator=cast.bo)
    series = Series.objects.begin(group, BERLIN)
    for seat in group.sitting():
        Answer.objects.give(Asked(seat.person, series.stretches.get()), Said.ACCEPTED)
    client.force_login(cast.bo)
    client.get(the("series", series))

    with django_assert_num_queries(10):
        client.get(the("series", series))


def test_the_next_meeting_stands_on_the_group_and_at_home(fay: Client, series: Series) -> None:
    for address in ("/", reverse("groups:detail", args=[series.group_id])):
        assert "Monday 30 November at 15:00 (Berlin)" in words(fay.get(address))


# Answers


@pytest.mark.parametrize("who", OURS)
def test_members_answer_for_one_meeting_and_for_all(
    client: Client, cast: Cast, series: Series, who: str
) -> None:
    person = getattr(cast, who)
    client.force_login(person)

    client.post(the("answer-all", series), {"said": "ACCEPTED"})
    answer = client.post(the("answer-one", series, 1), {"said": "DECLINED"}, headers={"HX-Request": "true"})

    said = {given.meeting_id: given.said for given in Answer.objects.filter(person=person)}
    assert said == {None: "ACCEPTED", series.meetings.all()[1].pk: "DECLINED"}
    pressed = page(answer).select_one("[aria-pressed=true]")
    assert pressed is not None
    assert pressed["value"] == "DECLINED"


@pytest.mark.parametrize("who", ["olive", "sam", "bo"])
def test_nobody_else_answers(client: Client, cast: Cast, series: Series, who: str) -> None:
    client.force_login(getattr(cast, who))

    statuses = [
        client.post(address, {"said": "ACCEPTED"}).status_code
        for address in (the("answer-all", series), the("answer-one", series, 0))
    ]

    assert statuses == [404, 404]
    assert not Answer.objects.exists()


def test_no_answer_and_a_late_one_change_nothing(fay: Client, cast: Cast, series: Series) -> None:
    series.meetings.all()[0].skip(by=cast.fay)

    fay.post(the("answer-one", series, 0), {"said": "ACCEPTED"})

    assert fay.post(the("answer-one", series, 1), {"said": HOSTILE}).status_code == 404
    assert not Answer.objects.exists()


# One meeting


def test_fay_moves_a_meeting_by_her_own_clock(fay: Client, cast: Cast, series: Series) -> None:
    cast.fay.own_zone = "Europe/Lisbon"
    cast.fay.save()

    answer = fay.post(the("meeting", series, 0), {"day": "2026-12-01", "time": "9:30", "minutes": "90"})

    meeting = series.meetings.all()[0]
    assert answer.status_code == 302
    assert (meeting.starts_at, meeting.minutes) == (datetime(2026, 12, 1, 9, 30, tzinfo=UTC), 90)
    assert Notice.objects.filter(kind="meeting-moved").count() == 4


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day": "2026-11-01"}, "already over"),
        ({"day": "soon"}, "choose a day"),
        ({"time": "25:00"}, "between 00:00 and 23:59"),
        ({"time": HOSTILE}, "between 00:00 and 23:59"),
        ({"minutes": "0"}, "at least 15 minutes"),
        ({"day": "2027-03-29"}, "more than two months away"),
        ({"day": "2026-12-14", "time": "15:30"}, "already meets at that time"),
    ],
)
def test_a_move_that_cannot_be_says_why_and_keeps_what_was_typed(
    fay: Client, series: Series, wrong: dict[str, str], says: str
) -> None:
    typed = {"day": "2026-12-01", "time": "10:00", "minutes": "45"} | wrong

    answer = fay.post(the("meeting", series, 0), typed)

    kept = {field["name"]: field.get("value") for field in page(answer).select("#when input")}
    assert (answer.status_code, says in words(answer)) == (422, True)
    assert kept == typed
    assert HOSTILE not in answer.content.decode()
    assert not Notice.objects.filter(kind="meeting-moved").exists()


def test_fay_hears_who_could_not_come_and_never_why_in_detail(
    fay: Client, cast: Cast, series: Series
) -> None:
    calendar = BusyCalendar.objects.create(person=cast.pat, name="Oncology clinic", address="")
    start = datetime(2026, 12, 1, 15, tzinfo=UTC)
    BusyTime.objects.create(
        calendar=calendar, person=cast.pat, starts_at=start, ends_at=start + timedelta(hours=1)
    )

    asked = fay.get(the("who", series, 0), {"day": "2026-12-01", "time": "16:00", "minutes": "60"})
    garbled = fay.get(the("who", series, 0), {"day": "x", "time": "25:00"})

    assert words(asked) == "1 of 4 cannot come then Pat: not free"
    assert "Oncology" not in asked.content.decode()
    assert (garbled.status_code, words(garbled)) == (200, "")


def test_fay_leaves_a_meeting_out_and_puts_it_back(fay: Client, series: Series) -> None:
    fay.post(the("skip", series, 0))
    off = series.meetings.all()[0].skipped
    looked = words(fay.get(the("meeting", series, 0)))
    fay.post(the("put-back", series, 0))

    assert (off, series.meetings.all()[0].skipped) == (True, False)
    assert "It is left out" in looked


def test_a_meeting_that_has_begun_stays_where_it_was(fay: Client, cast: Cast, series: Series) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 14, 5, tzinfo=UTC), tick=False):
        fay.force_login(cast.fay)
        answer = fay.post(the("skip", series, 0), follow=True)

    assert "already begun" in answer.content.decode()
    assert not series.meetings.all()[0].skipped


@pytest.mark.parametrize("who", ["olive", "pat", "sam", "bo"])
@pytest.mark.parametrize("act", ["meeting", "skip", "put-back", "about", "end"])
def test_only_the_facilitator_changes_meetings(
    client: Client, cast: Cast, series: Series, who: str, act: str
) -> None:
    client.force_login(getattr(cast, who))
    before = list(Meeting.objects.values_list("starts_at", "skipped"))

    address = the(act, series, 0 if act in ("meeting", "skip", "put-back") else None)
    answer = client.post(address, {"day": "2026-12-01", "time": "10:00", "minutes": "60"})

    assert answer.status_code == 404
    assert list(Meeting.objects.values_list("starts_at", "skipped")) == before


def test_a_meeting_of_another_group_is_not_found_below_ones_own(
    fay: Client, cast: Cast, series: Series
) -> None:
    other = Series.objects.begin(cast.sams_group, BERLIN).meetings.all()[0]

    answer = fay.post(reverse("times:skip", args=[series.group_id, other.pk]))

    assert answer.status_code == 404
    assert not Meeting.objects.get(pk=other.pk).skipped


# All of them


def test_fay_says_where_and_what_invitations_show(fay: Client, series: Series) -> None:
    said = {"place": "https://video.example/oak", "shows_members": "on", "holidays_CA": "CA-ON"}

    answer = fay.post(the("about", series), said)

    series.refresh_from_db()
    assert answer.status_code == 302
    assert (series.place, series.shows_members, series.regions) == (said["place"], True, ("CA-ON",))
    assert Notice.objects.filter(kind="series-changed").count() == 4


def test_a_country_we_do_not_know_is_refused_and_the_place_kept(fay: Client, series: Series) -> None:
    answer = fay.post(the("about", series), {"place": "Room Elm", "holidays_CA": "XX"})

    assert (answer.status_code, "no such region" in words(answer)) == (422, True)
    assert "Room Elm" in answer.content.decode()


def test_ending_frees_everybodys_calendar_but_not_the_past(fay: Client, cast: Cast, series: Series) -> None:
    with time_machine.travel(datetime(2026, 12, 14, 14, 30, tzinfo=UTC), tick=False):
        fay.force_login(cast.fay)
        asked = fay.get(the("end", series))
        fay.post(the("end", series))
        after = words(fay.get(the("series", series)))

    assert "End the meetings?" in words(asked)
    assert [meeting.planned_at.date() for meeting in series.meetings.all()] == [MONDAY, date(2026, 12, 14)]
    assert "No meetings are planned" in after
    assert Notice.objects.filter(kind="series-ended").count() == 4
