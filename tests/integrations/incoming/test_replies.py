"""Answers as Google, Outlook and Apple send them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.integrations.calendar.incoming import MailUnreadable, read_mail
from minim.integrations.calendar.replies import Reply, read_bounce, read_reply
from tests.integrations.incoming.mails import PAT, apple, attached, google, mail, outlook, plain, reply

ACCEPTED = Reply(
    uid="group-7@minim.example",
    attendee=PAT,
    sender=PAT,
    answer="ACCEPTED",
    recurrence=None,
    sequence=2,
    at=datetime(2026, 11, 1, 10, 11, 12, tzinfo=UTC),
)


@pytest.mark.parametrize("client", [google, outlook, apple, attached])
def test_every_client_is_understood(client: Callable[[str], str]) -> None:
    data = mail(plain(), "Content-Type: text/html\r\n\r\n<p>Yes", client(reply()))

    assert read_reply(read_mail(data)) == ACCEPTED
    assert read_reply(message_from_bytes(data, policy=policy.default)) == ACCEPTED


def test_a_calendar_within_mixed_and_alternative_parts_is_found() -> None:
    inner = mail(plain(), google(reply())).decode().split("MIME-Version: 1.0\r\n")[1].replace("edge", "inner")

    assert read_reply(read_mail(mail(inner, attached(reply()), kind="mixed"))) == ACCEPTED


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:pat@example.com", "DECLINED"),
        ("ATTENDEE;CN=\"Pat; of: 'all'\";PARTSTAT=tentative:MAILTO:Pat@Example.COM", "TENTATIVE"),
        ("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;X-N\r\n UM=0:mailto:p\r\n at@example.com", "ACCEPTED"),
        ('attendee;partstat="ACCEPTED";CN=Pät:mailto:pat@example.com', "ACCEPTED"),
    ],
)  # fmt: skip
def test_attendees_are_read_however_they_are_written(line: str, answer: str) -> None:
    found = read_reply(read_mail(mail(outlook(reply(line)))))

    assert found is not None
    assert (found.attendee, found.answer) == (PAT, answer)


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("RECURRENCE-ID:20261103T080000Z", datetime(2026, 11, 3, 8, tzinfo=UTC)),
        ("RECURRENCE-ID;TZID=Europe/Berlin:20261103T090000", datetime(2026, 11, 3, 8, tzinfo=UTC)),
        ("RECURRENCE-ID;TZID=W. Europe Standard Time:20261103T090000", datetime(2026, 11, 3, 8, tzinfo=UTC)),
    ],
)
def test_an_answer_may_mean_one_meeting_alone(line: str, instant: datetime) -> None:
    found = read_reply(read_mail(mail(google(reply(line)))))

    assert found is not None
    assert found.recurrence == instant


def test_both_addresses_are_told_when_somebody_answers_for_another() -> None:
    found = read_reply(read_mail(mail(google(reply()), sender="Sam <SAM@example.com>")))

    assert found is not None
    assert (found.attendee, found.sender) == (PAT, "sam@example.com")


def test_of_several_attendees_it_is_the_sender() -> None:
    lines = "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.com", f"ATTENDEE;PARTSTAT=TENTATIVE:mailto:{PAT}"

    found = read_reply(read_mail(mail(google(reply(*lines)))))

    assert found is not None
    assert (found.attendee, found.answer) == (PAT, "TENTATIVE")


def test_what_a_client_leaves_out_is_not_invented() -> None:
    found = read_reply(read_mail(mail(google(reply("SEQUENCE:many").replace("DTSTAMP", "X-STAMP")))))

    assert found is not None
    assert (found.sequence, found.at) == (0, datetime(2026, 11, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "data",
    [
        mail(plain()),
        mail(google(reply(method="COUNTER"))),
        mail(google(reply(method="REQUEST"))),
        mail(google(reply(f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{PAT}"))),
        mail(google(reply(f"ATTENDEE:mailto:{PAT}"))),
        mail(google(reply("ATTENDEE;PARTSTAT=ACCEPTED:nobody"))),
        mail(google(reply(f"UID:{'x' * 600}"))),
        mail(google(reply("RECURRENCE-ID:some day"))),
        mail(google(reply("RECURRENCE-ID;TZID=Middle/Earth:20261103T090000"))),
        mail(google("BEGIN:VCALENDAR\r\n")),
        mail("Content-Type: text/calendar\r\n"),
        mail("Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n%%% no base64 %%%"),
        mail(google(reply()), headers="Auto-Submitted: auto-replied (vacation)\r\n"),
        b"",
    ],
)  # fmt: skip
def test_what_is_no_answer_is_nothing(data: bytes) -> None:
    assert read_reply(read_mail(data)) is None


def test_an_answer_is_no_bounce() -> None:
    assert read_bounce(read_mail(mail(google(reply())))) is None


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_broken_mails_are_nothing_or_an_answer_and_never_raise(data: st.DataObject) -> None:
    client = data.draw(st.sampled_from([google, outlook, apple, attached]))
    whole = bytearray(mail(plain(), client(reply("RECURRENCE-ID;TZID=Europe/Berlin:20261103T090000"))))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=6))

    message = read_mail(bytes(whole))

    assert isinstance(read_reply(message), Reply | None)
    assert read_bounce(message) is None


NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(500)
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (NESTED, "mails within mails"),
        (b"Subject: long\r\n\r\n" + b"x" * 6_000_000, "This mail has 6 MB"),
        (b"X: y\rcontent-type: text/plain" + b";" * 4_000_000, "what it is"),
        (b"Content-Type: text/plain" + b";\r\n\t" * 900_000, "what it is"),
    ],
    ids=["nested", "large", "long", "folded"],
)
def test_a_mail_made_to_hold_us_up_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(MailUnreadable, match=words):
        read_mail(data)
