"""My calendar: a private address that tells when one meets, and nothing else, to whoever holds it."""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from minim.config.logs import HideTokens
from minim.groups.models import Seat
from minim.meetings.events import Planned
from minim.meetings.models import Feed, Meeting, Series
from minim.timetable import Rhythm
from tests.make import make_group, make_person

if TYPE_CHECKING:
    from django.test import Client

    from minim.groups.models import Group
    from minim.people.models import Person
    from tests.cast import Cast


@pytest.fixture
def pat(client: Client, cast: Cast) -> Client:
    client.force_login(cast.pat)
    return client


@pytest.fixture
def outlook(client: Client) -> Client:
    """A calendar program: it has the address and nothing else."""
    return type(client)()


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def meet(group: Group, *, minute: int = 600, every_weeks: int = 1, days: int = 3) -> Series:
    on = timezone.localdate() + timedelta(days=days)
    return Series.objects.begin(
        group, Rhythm("Europe/Berlin", on, minute, 60, every_weeks), place="Room Linden", shows_members=True
    )


def address_of(person: Person) -> str:
    return f"/calendar/{Feed.objects.renew(person)}.ics"


def events(answer: Any) -> list[Any]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def traces_of_people(answer: Any, group: Group) -> list[str]:
    people = [seat.person for seat in group.sitting()]
    traces = [trace for person in people for trace in (person.name, person.email or "")]
    text = answer.content.decode()
    return [trace for trace in (*traces, group.name, "ATTENDEE") if trace in text]


def test_the_address_is_shown_once_and_kept_nowhere(pat: Client, cast: Cast, outlook: Client) -> None:
    meet(cast.group)

    made = pat.post("/calendar/address/")

    shown = BeautifulSoup(made.content, "html.parser").select_one("#address")
    assert shown is not None
    address = str(shown["value"])
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert len(token) >= 32  # 192 bits
    assert outlook.get(f"/calendar/{token}.ics").status_code == 200
    assert token not in pat.get("/calendar/").content.decode()
    assert token not in str(list(Feed.objects.values()))
    assert f"webcal{address.removeprefix('http')}" in made.content.decode()


def test_a_new_address_ends_the_one_before_and_ending_ends_it(
    pat: Client, cast: Cast, outlook: Client
) -> None:
    first = address_of(cast.pat)
    before = outlook.get(first).status_code
    pat.post("/calendar/address/")
    after_renewal = outlook.get(first).status_code
    second = address_of(cast.pat)
    pat.post("/calendar/address/end/")

    assert (before, after_renewal, outlook.get(second).status_code) == (200, 404, 404)
    assert "Make my private address" in words(pat.get("/calendar/"))


def test_the_feed_tells_when_and_where_and_names_nobody(cast: Cast, outlook: Client) -> None:
    series = meet(cast.group)
    second, third = series.meetings.all()[1:3]
    second.move(second.starts_at + timedelta(hours=2))
    third.skip()

    answer = outlook.get(address_of(cast.pat))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    whole, moved = events(answer)
    assert (whole["SUMMARY"], whole["LOCATION"]) == ("Group meeting", "Room Linden")
    assert moved["RECURRENCE-ID"].dt == second.planned_at
    assert whole["EXDATE"].dts[0].dt == third.planned_at
    assert traces_of_people(answer, cast.group) == []


def test_a_feed_that_named_somebody_would_be_seen(
    cast: Cast, outlook: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretch = meet(cast.group).stretch_now()
    assert stretch is not None
    chatty = Planned.of(stretch).events(None, "PUBLISH")
    monkeypatch.setattr("minim.web.calendar.feed.events_for", lambda person: chatty)

    assert traces_of_people(outlook.get(address_of(cast.pat)), cast.group) == ["Fay"]


def test_it_holds_only_groups_one_sits_in_today(cast: Cast, outlook: Client) -> None:
    meet(cast.group)
    meet(cast.sams_group)
    address = address_of(cast.pat)
    sitting = len(events(outlook.get(address)))
    cast.group.close(timezone.localdate())
    closed = len(events(outlook.get(address)))

    assert (sitting, closed) == (1, 0)


def test_who_gives_the_seat_back_sees_no_more_meetings(cast: Cast, outlook: Client) -> None:
    meet(cast.group)
    address = address_of(cast.pat)
    Seat.objects.vacate_all(cast.pat, timezone.localdate())

    assert events(outlook.get(address)) == []


def test_who_leaves_the_company_has_no_feed_from_that_moment(cast: Cast, outlook: Client) -> None:
    meet(cast.group)
    address = address_of(cast.pat)
    before = outlook.get(address).status_code

    cast.pat.leave()

    assert (before, outlook.get(address).status_code) == (200, 404)


@pytest.mark.parametrize("token", ["guess", "x" * 32, "..%2f..", "%00", "a" * 3000])
def test_a_guess_finds_nothing(cast: Cast, outlook: Client, token: str) -> None:
    assert outlook.get(f"/calendar/{token}.ics").status_code == 404


def test_polite_calendars_are_told_that_nothing_has_changed(cast: Cast, outlook: Client) -> None:
    series, address = meet(cast.group), address_of(cast.pat)
    first = outlook.get(address)
    asked = {"If-None-Match": first.headers["ETag"]}

    same = outlook.get(address, headers=asked)
    series.meetings.all()[1].skip()
    changed = outlook.get(address, headers=asked)
    head = outlook.head(address)

    assert (first.status_code, same.status_code, same.content) == (200, 304, b"")
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", changed.headers["ETag"])


@pytest.mark.parametrize("wrong", [False, True])
def test_nothing_is_remembered_about_who_asks(cast: Cast, outlook: Client, wrong: bool) -> None:
    address = "/calendar/wrong.ics" if wrong else address_of(cast.pat)

    answer = outlook.get(address)

    assert (answer.cookies, outlook.cookies) == ({}, {})
    assert answer.headers["Cache-Control"] == "no-store"
    assert outlook.post(address).status_code == 405


def test_it_costs_as_many_queries_however_much_one_meets(cast: Cast, outlook: Client) -> None:
    address = address_of(cast.pat)
    meet(cast.group)
    outlook.get(address)
    with CaptureQueriesContext(connection) as few:
        outlook.get(address)
    others = [make_group(members=[cast.pat, make_person()]) for _ in range(3)]
    for number, group in enumerate(others):
        for meeting in meet(group, minute=700 + 60 * number).meetings.all()[1:4]:
            meeting.skip()

    with CaptureQueriesContext(connection) as many:
        answer = outlook.get(address)

    assert (len(events(answer)), len(many), len(few)) == (4, len(few), len(few))
    assert len(few) <= 4


def test_no_log_line_keeps_the_token(cast: Cast, outlook: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    token, log = Feed.objects.renew(cast.pat), io.StringIO()
    (console,) = [handler for handler in logging.getLogger().handlers if handler.name == "console"]
    monkeypatch.setattr(console, "stream", log)
    cast.pat.leave()

    outlook.get(f"/calendar/{token}.ics")
    try:
        raise ValueError(f"/calendar/{token}.ics")
    except ValueError:
        logging.getLogger("django.request").exception("Trouble at %s", f"/calendar/{token}.ics")

    assert log.getvalue().count("/calendar/…") >= 3
    assert token not in log.getvalue()


def test_a_trace_through_our_own_files_stays_readable() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 1, 'File "src/minim/web/calendar/feed.py"', (), None)

    HideTokens().filter(record)

    assert record.getMessage() == 'File "src/minim/web/calendar/feed.py"'


# The page


def test_my_coming_meetings_are_listed_by_my_own_clock(pat: Client, cast: Cast) -> None:
    cast.pat.own_zone = "Asia/Tokyo"
    cast.pat.save()
    series = meet(cast.group)
    meet(cast.sams_group, days=4)
    first, second, third = series.meetings.all()[:3]
    second.move(second.starts_at + timedelta(hours=3))
    third.skip()
    there = first.starts_at + timedelta(hours=9)

    page = words(pat.get("/calendar/"))

    assert f"{there:%a} {there.day} {there:%b}, {there:%H:%M}" in page
    assert "times of Asia/Tokyo" in page
    assert (page.count("moved"), page.count("skipped")) == (
        2,
        2,
    )  # one badge each, and the words on what is in it
    assert (cast.group.name in page, cast.sams_group.name in page) == (True, False)
    assert Meeting.objects.of_member(cast.sam).exists()


def test_the_page_costs_as_many_queries_however_much_one_meets(
    pat: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    pat.get("/calendar/")  # the first visit also notes the browser
    with CaptureQueriesContext(connection) as few:
        pat.get("/calendar/")
    meet(cast.group)

    with django_assert_num_queries(len(few)):
        pat.get("/calendar/")


def test_everybody_finds_both_pages_from_their_account_and_home(pat: Client) -> None:
    account, home = pat.get("/account/").content.decode(), pat.get("/").content.decode()

    assert all('href="/hours/"' in page and 'href="/calendar/"' in page for page in (account, home))
