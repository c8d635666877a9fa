"""The worker comes for answers, returned letters and busy calendars, and is thrown by none of them."""

from __future__ import annotations

import mailbox
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from minim.meetings.models import Answer, Series
from minim.notices.models import Notice
from minim.people.hours import availabilities
from minim.people.models import BusyCalendar, BusyTime
from minim.timetable import Rhythm
from minim.worker.fetching import Fetcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import Settings

    from tests.cast import Cast

TOMORROW = (timezone.now() + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
DENTIST = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//somebody//else//EN
BEGIN:VEVENT
UID:dentist@example.com
DTSTAMP:20260101T000000Z
DTSTART:{TOMORROW:%Y%m%dT%H%M%SZ}
DTEND:{TOMORROW + timedelta(hours=1):%Y%m%dT%H%M%SZ}
SUMMARY:Dentist xyzzy
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
REPLY = """BEGIN:VCALENDAR
METHOD:REPLY
VERSION:2.0
PRODID:-//somebody//else//EN
BEGIN:VEVENT
UID:{uid}
SEQUENCE:0
DTSTAMP:{now}
ATTENDEE;PARTSTAT=DECLINED:mailto:{email}
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def post(tmp_path: Path, settings: Settings) -> mailbox.Maildir:
    folder = tmp_path / "mail"
    settings.MAILBOX = f"maildir://{folder}"
    return mailbox.Maildir(folder, create=True)


def fetcher() -> Fetcher:
    return Fetcher("here", threading.Event())


def reply(uid: str, sender: str, attendee: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        sender,
        "minim@example.com",
        "Declined: Group meeting",
    )
    message.set_content("I cannot come.")
    text = REPLY.format(uid=uid, email=attendee, now=f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    message.add_alternative(text, subtype="calendar", params={"method": "REPLY"})
    return message


def begin(cast: Cast) -> Series:
    first = timezone.localdate() + timedelta(days=3)
    return Series.objects.begin(cast.group, Rhythm("Europe/Berlin", first, 900, 60, 1))


def test_an_answer_by_mail_counts_only_from_whoever_was_invited(cast: Cast, post: mailbox.Maildir) -> None:
    uid = begin(cast).stretches.get().uid
    pat, sam = str(cast.pat.email), str(cast.sam.email)
    post.add(reply(uid, sam, pat))
    post.add(reply(uid, sam, sam))
    post.add(b"\xff\xfe this is no mail at all")

    fetcher().work()
    assert not Answer.objects.exists()

    post.add(reply(uid, pat, pat))
    fetcher().work()

    assert list(Answer.objects.values_list("person__name", "said")) == [("Pat", "DECLINED")]
    assert not list(post)


def test_a_returned_letter_is_marked(cast: Cast, post: mailbox.Maildir) -> None:
    begin(cast)
    letter = Notice.objects.filter(recipient=cast.pat)[0]
    letter.sent()
    report = EmailMessage()
    report["From"], report["To"], report["Subject"] = (
        "MAILER-DAEMON@example.com",
        "minim@example.com",
        "Returned",
    )
    report.set_content(
        f"<{cast.pat.email}>: 550 5.1.1 no such user here\n\nMessage-ID: {letter.message_id}\n"
    )
    report.add_attachment(
        f"Message-ID: {letter.message_id}\n".encode(), maintype="text", subtype="rfc822-headers"
    )
    post.add(report)

    fetcher().work()

    letter.refresh_from_db()
    assert letter.bounced_at is not None
    assert "5.1.1" in letter.last_error


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_taken_in_is_set_aside_and_stops_no_other(
    cast: Cast, post: mailbox.Maildir, caplog: pytest.LogCaptureFixture
) -> None:
    uid, pat = begin(cast).stretches.get().uid, str(cast.pat.email)
    report = "Content-Type: multipart/report; boundary=e; report-type=delivery-status\n\n--e\n"
    report += (
        f"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {pat}\nAction: failed\n\n--e\n"
    )
    post.add(report.encode() + b"Content-Type: message/rfc822\n\nMessage-ID: <xyzzy\xff@here>\n\n--e--\n")
    post.add(reply(uid, pat, pat))

    fetcher().work()

    assert Answer.objects.count() == 1
    assert (len(list(post)), len(list(post.get_folder("minim-aside")))) == (0, 1)
    assert "UnicodeEncodeError" in caplog.text
    assert "xyzzy" not in caplog.text


def test_a_busy_calendar_is_read_and_only_when_is_kept(cast: Cast, settings: Settings) -> None:
    settings.CALENDAR_INSIDE = True
    with served(DENTIST) as address:
        calendar = BusyCalendar.objects.create(person=cast.pat, name="Work", address=address)

        assert fetcher().work()

    calendar.refresh_from_db()
    assert (calendar.trouble, calendar.fetched_at is not None) == ("", True)
    day = TOMORROW.date()
    busy = availabilities([cast.pat], day, day)[cast.pat.pk].busy
    assert [(time.start, time.end) for time in busy] == [(TOMORROW, TOMORROW + timedelta(hours=1))]
    assert "xyzzy" not in str(list(BusyTime.objects.values())) + str(list(BusyCalendar.objects.values()))
    assert calendar.next_at > timezone.now() + timedelta(hours=5)


def test_the_groups_own_meetings_are_not_in_its_way(cast: Cast, settings: Settings) -> None:
    settings.CALENDAR_INSIDE = True
    uid = begin(cast).stretches.get().uid
    with served(DENTIST.replace("dentist@example.com", uid)) as address:
        BusyCalendar.objects.create(person=cast.pat, name="Work", address=address)
        BusyCalendar.objects.create(person=cast.sam, name="Work", address=address)
        fetcher().work()
        fetcher().work()

    assert set(BusyTime.objects.values_list("person__name", flat=True)) == {"Sam"}


def test_a_calendar_that_cannot_be_read_keeps_what_was_known_and_says_why(
    cast: Cast, settings: Settings
) -> None:
    settings.CALENDAR_INSIDE = True
    with served(DENTIST) as address:
        calendar = BusyCalendar.objects.create(person=cast.pat, name="Work", address=address)
        fetcher().work()
    BusyCalendar.objects.update(next_at=timezone.now())

    fetcher().work()

    calendar.refresh_from_db()
    assert calendar.trouble
    assert address.rpartition("/")[2] not in calendar.trouble
    assert BusyTime.objects.count() == 1


def test_an_inside_address_is_never_asked(cast: Cast, settings: Settings) -> None:
    settings.CALENDAR_INSIDE = False
    with served(DENTIST) as address:
        BusyCalendar.objects.create(person=cast.pat, name="Work", address=address)
        fetcher().work()

    assert (BusyTime.objects.count(), bool(BusyCalendar.objects.get().trouble)) == (0, True)


@contextmanager
def served(calendar: str) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(calendar.encode())

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/private-0123456789.ics"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
