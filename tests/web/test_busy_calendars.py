"""Calendars that say when Pat is busy, from an address or a file: only when is kept, and nobody else sees it."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from minim.meetings.models import Series
from minim.people.hours import CALENDARS
from minim.people.models import BusyCalendar, BusyTime, DifferentDay
from minim.timetable import Rhythm
from minim.web.hours.file import Found
from tests.web.hours_page import (
    SECRET,
    WORKING_HOURS,
    calendar_text,
    refused_fields,
    said,
    tomorrow,
    upload,
    value,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import Settings

    from tests.cast import Cast


@pytest.fixture
def pat(client: Client, cast: Cast) -> Client:
    client.force_login(cast.pat)
    return client


class Town(HTTPServer):
    """A calendar server on this machine."""

    content = b""
    asked: list[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/{SECRET}/busy.ics"


class Clerk(BaseHTTPRequestHandler):
    server: Town

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.content)))
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def town(settings: Settings) -> Iterator[Town]:
    settings.CALENDAR_INSIDE = True
    server = Town(("127.0.0.1", 0), Clerk)
    server.asked = []
    server.content = calendar_text((tomorrow(), 60))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_calendar_is_read_at_once_and_its_address_never_shown_again(
    pat: Client, cast: Cast, town: Town
) -> None:
    answer = pat.post("/hours/calendars/", {"address": town.address, "name": "Work"})

    assert answer["Location"] == "/hours/#calendars"
    calendar = cast.pat.busy_calendars.get()
    assert (calendar.name, calendar.trouble, calendar.fetched_at is not None) == ("Work", "", True)
    assert list(calendar.times.values_list("starts_at", "ends_at")) == [(tomorrow(), tomorrow(11))]
    page = pat.get("/hours/")
    assert "127.0.0.1" in words(page)
    assert "1 busy time ahead" in words(page)
    assert SECRET not in page.content.decode()
    assert SECRET not in str([list(BusyTime.objects.values()), calendar.name])


def test_a_calendar_that_cannot_be_read_is_told_and_nothing_is_kept(
    pat: Client, cast: Cast, town: Town
) -> None:
    town.content = b"<html>Please sign in</html>"

    answer = pat.post("/hours/calendars/", {"address": town.address, "name": "Work"})

    assert (answer.status_code, refused_fields(answer)) == (422, {"address"})
    assert "This is a web page, not a calendar." in words(answer)
    assert (value(answer, "address"), value(answer, "name")) == ([town.address], ["Work"])
    assert not cast.pat.busy_calendars.exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://10.0.0.7/cal.ics", "inside a network"),
        ("file:///etc/passwd", "from the web only"),
        ("https://pat:secret@example.com/cal.ics", "a name or a password"),
        ("http://[::1", "not an address we can read"),
        ("", "Please paste the address"),
    ],
)
def test_an_address_where_nobody_may_look_is_refused(
    pat: Client, cast: Cast, address: str, message: str
) -> None:
    answer = pat.post("/hours/calendars/", {"address": address})

    assert answer.status_code == 422
    assert message in words(answer)
    assert value(answer, "address") == [address]
    assert not cast.pat.busy_calendars.exists()


def test_a_host_that_never_answers_holds_nobody_for_long(
    pat: Client, cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CALENDAR_INSIDE = True
    monkeypatch.setattr("minim.web.hours.calendars.PATIENCE", 0.5)
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # listens, and never accepts
    began = timezone.now()

    answer = pat.post("/hours/calendars/", {"address": f"http://127.0.0.1:{server.server_port}/"})
    server.server_close()

    assert (answer.status_code, refused_fields(answer)) == (422, {"address"})
    assert "did not answer in time" in words(answer)
    assert timezone.now() - began < timedelta(seconds=5)


def test_a_calendar_is_read_again_and_what_was_known_outlives_trouble(
    pat: Client, cast: Cast, town: Town
) -> None:
    pat.post("/hours/calendars/", {"address": town.address})
    calendar = cast.pat.busy_calendars.get()
    town.content = calendar_text((tomorrow(), 60), (tomorrow(14), 30))

    pat.post(f"/hours/calendars/{calendar.pk}/read/")
    after_reading = calendar.times.count()
    town.content = b"gone"
    pat.post(f"/hours/calendars/{calendar.pk}/read/")

    page = words(pat.get("/hours/"))
    assert (after_reading, calendar.times.count(), calendar.name) == (2, 2, "127.0.0.1")
    assert "it does not begin with BEGIN:VCALENDAR" in page
    assert "What we knew before still counts." in page


def test_our_own_meetings_are_not_in_their_own_way(pat: Client, cast: Cast, town: Town) -> None:
    on = timezone.localdate() + timedelta(days=2)
    stretch = Series.objects.begin(cast.group, Rhythm("UTC", on, 600, 60)).stretch_now()
    assert stretch is not None
    town.content = calendar_text((tomorrow(), 60), uid=stretch.uid)

    pat.post("/hours/calendars/", {"address": town.address})

    assert (cast.pat.busy_calendars.count(), BusyTime.objects.count()) == (1, 0)


def test_there_is_an_end_to_calendars_and_to_tries(pat: Client, cast: Cast, town: Town) -> None:
    for number in range(CALENDARS):
        pat.post("/hours/calendars/", {"address": f"{town.address}?{number}"})

    full = pat.post("/hours/calendars/", {"address": f"{town.address}?more"})
    twice = pat.post("/hours/calendars/", {"address": f"{town.address}?0"})
    cast.pat.busy_calendars.all().delete()
    town.content = b""
    last = [pat.post("/hours/calendars/", {"address": town.address}) for _ in range(12)][-1]

    assert "You have 5 calendars here already." in words(full)
    assert twice.status_code == 422
    assert "many tries in a short time" in words(last)
    assert len(town.asked) == 12


@pytest.mark.parametrize("act", ["read", "remove"])
def test_nobody_touches_the_calendar_of_another(client: Client, cast: Cast, town: Town, act: str) -> None:
    calendar = BusyCalendar.objects.create(person=cast.pat, name="Work", address=town.address)
    client.force_login(cast.fay)

    answer = client.post(f"/hours/calendars/{calendar.pk}/{act}/")

    assert (answer.status_code, town.asked) == (404, [])
    assert BusyCalendar.objects.filter(pk=calendar.pk).exists()


@pytest.mark.parametrize("who", ["olive", "fay", "bo", "sam", "root"])
def test_nobody_sees_anything_of_another_persons_time(client: Client, cast: Cast, who: str) -> None:
    calendar = BusyCalendar.objects.create(
        person=cast.pat, name="Cardiology", address="https://example.com/x"
    )
    BusyTime.objects.create(calendar=calendar, person=cast.pat, starts_at=tomorrow(), ends_at=tomorrow(11))
    DifferentDay.objects.create(person=cast.pat, on=date(2031, 5, 4))
    client.force_login(getattr(cast, who))

    seen = [client.get(page).content.decode() for page in ("/hours/", "/calendar/", "/account/", "/")]

    assert not any(trace in page for page in seen for trace in ("Cardiology", "example.com/x", "2031"))
    client.force_login(cast.pat)
    assert "Cardiology" in words(client.get("/hours/"))


def test_a_removed_calendar_takes_its_times_along(pat: Client, cast: Cast, town: Town) -> None:
    pat.post("/hours/calendars/", {"address": town.address})
    calendar = cast.pat.busy_calendars.get()

    pat.post(f"/hours/calendars/{calendar.pk}/remove/")

    assert (BusyCalendar.objects.count(), BusyTime.objects.count()) == (0, 0)


# A calendar file


def test_a_file_is_looked_at_before_anything_is_taken(pat: Client, cast: Cast) -> None:
    preview = upload(pat, calendar_text((tomorrow(), 60), (tomorrow(14), 30), more=WORKING_HOURS))

    assert preview.status_code == 200
    assert "08:30–16:30" in words(preview)
    assert f"{tomorrow():%a} {tomorrow().day} {tomorrow():%b}, 10:00 – 11:00" in words(preview)
    assert SECRET not in preview.content.decode()
    assert (said(cast.pat), cast.pat.busy_calendars.count()) == (("", ""), 0)

    taken = pat.post("/hours/file/take/", {"found": value(preview, "found")[0], "take": ["hours", "busy"]})

    assert taken["Location"] == "/hours/#calendars"
    assert said(cast.pat)[1] == "Mon-Wed 08:30-16:30"
    (calendar,) = cast.pat.busy_calendars.all()
    assert (calendar.name, calendar.address, calendar.times.count()) == ("me.ics", "", 2)
    assert "from a file" in words(pat.get("/hours/"))


def test_one_may_take_a_part_and_bring_a_file_again(pat: Client, cast: Cast) -> None:
    for content in (calendar_text((tomorrow(), 60)), calendar_text((tomorrow(12), 60), more=WORKING_HOURS)):
        preview = upload(pat, content)
        pat.post("/hours/file/take/", {"found": value(preview, "found")[0], "take": ["busy"]})

    assert said(cast.pat) == ("", "")
    assert list(BusyTime.objects.values_list("starts_at", flat=True)) == [tomorrow(12)]


def test_nothing_ticked_is_asked_again_with_the_same_preview(pat: Client, cast: Cast) -> None:
    preview = upload(pat, calendar_text((tomorrow(), 60)))

    answer = pat.post("/hours/file/take/", {"found": value(preview, "found")[0]})

    assert (answer.status_code, cast.pat.busy_calendars.count()) == (422, 0)
    assert "Please tick what you would like to take." in words(answer)
    assert "10:00 – 11:00" in words(answer)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This calendar is empty."),
        (b"\x00\xff\xfe" * 999, "This is not a calendar"),
        (
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:99999999T999999\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            "Line 3",
        ),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "neither working hours in it nor anything"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "never ends"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_its_field(
    pat: Client, cast: Cast, content: bytes, message: str
) -> None:
    answer = upload(pat, content)

    assert (answer.status_code, refused_fields(answer)) == (422, {"file"})
    assert message in words(answer)
    assert not cast.pat.busy_calendars.exists()


def test_fifty_megabytes_are_refused_before_anybody_reads_them(pat: Client, cast: Cast) -> None:
    answer = upload(pat, b"BEGIN:VCALENDAR\r\n" + b"X" * 50_000_000)

    assert (answer.status_code, refused_fields(answer)) == (413, {"file"})
    assert "we read up to 10 MB" in words(answer)


def test_a_file_from_another_site_is_refused(client: Client, cast: Cast) -> None:
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(cast.pat)

    assert upload(strict, calendar_text((tomorrow(), 60))).status_code == 403


def test_a_preview_is_worth_something_only_to_whom_it_was_shown(client: Client, cast: Cast) -> None:
    client.force_login(cast.fay)
    preview = upload(client, calendar_text((tomorrow(), 60)))
    client.force_login(cast.pat)

    for found in (value(preview, "found")[0], value(preview, "found")[0] + "x", "", "rubbish"):
        answer = client.post("/hours/file/take/", {"found": found, "take": ["busy"]})
        assert answer["Location"] == "/hours/#file"

    assert BusyTime.objects.count() == 0
    assert Found.told(value(preview, "found")[0], cast.fay) is not None


def test_files_count_among_the_tries_and_are_not_read_any_more(
    pat: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []
    monkeypatch.setattr("minim.web.hours.file.hours_in", lambda data, **_: asked.append(data))
    monkeypatch.setattr("minim.web.hours.file.busy_in", lambda data, _: ())

    last = [upload(pat, b"BEGIN:VCALENDAR") for _ in range(13)][-1]

    assert "many tries in a short time" in words(last)
    assert len(asked) == 12
