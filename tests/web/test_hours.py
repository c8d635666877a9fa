"""My hours: what Pat says about Pat's own time, and what nobody else gets to see of it."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from minim.meetings.models import Series
from minim.people.hours import CALENDARS, availabilities
from minim.people.models import BusyCalendar, BusyTime, DifferentDay
from minim.timetable import Rhythm, Span, ZoneError, place
from minim.web.hours.file import Found
from minim.web.hours.forms import DaysForm
from minim.web.hours.zones import find_zone, offered_zones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django.fixtures import Settings

    from minim.people.models import Person
    from tests.cast import Cast

NINE_TO_FIVE = {f"day{day}_from": ["09:00"] for day in range(5)} | {
    f"day{day}_until": ["17:00"] for day in range(5)
}
SECRET = "Kx7secretfoldername"


@pytest.fixture
def pat(client: Client, cast: Cast) -> Client:
    client.force_login(cast.pat)
    return client


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def value(answer: Any, name: str) -> list[str]:
    """What stands in the fields of this name."""
    soup = BeautifulSoup(answer.content, "html.parser")
    return [str(field.get("value", "")) for field in soup.select(f"[name={name}]")]


def refused_fields(answer: Any) -> set[str]:
    soup = BeautifulSoup(answer.content, "html.parser")
    return {str(field["name"]) for field in soup.select("[aria-invalid=true]")}


def said(person: Person) -> tuple[str, str]:
    person.refresh_from_db()
    return person.own_zone, person.own_hours


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


# Busy calendars


def calendar_text(*entries: tuple[datetime, int], more: str = "", uid: str = "") -> bytes:
    """A calendar with entries that say more than anybody here should know."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Town//EN"]
    for number, (starts, minutes) in enumerate(entries):
        ends = starts + timedelta(minutes=minutes)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid or number}",
            f"DTSTART:{starts:%Y%m%dT%H%M%SZ}",
            f"DTEND:{ends:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{SECRET} with the doctor",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, *more.split("\n"), "END:VCALENDAR", ""]).replace("\r\n\r\n", "\r\n").encode()


def tomorrow(hour: int = 10) -> datetime:
    return (timezone.now() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


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

WORKING_HOURS = """\
BEGIN:VEVENT
UID:hours
SUMMARY:Working hours
DTSTART:20260105T083000
DTEND:20260105T163000
RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE
END:VEVENT"""


def upload(client: Client, content: bytes, name: str = "me.ics") -> Any:
    return client.post("/hours/file/", {"file": SimpleUploadedFile(name, content)})


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
