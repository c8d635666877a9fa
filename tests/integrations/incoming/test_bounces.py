"""Letters that came back, as Postfix, Exchange, Gmail, Exim and qmail report them."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minim.integrations.calendar.bounces import Bounce, read_bounce
from minim.integrations.calendar.incoming import read_mail
from tests.integrations.incoming.mails import mail, plain

OURS = "<notice-41@minim.example.com>"
ORIGINAL = f"Message-ID: {OURS}\r\nFrom: minim@example.com\r\nTo: gone@example.com\r\nSubject: Your group\r\n"
DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.example.com>"
HEADERS = f"Content-Type: text/rfc822-headers\r\n\r\n{ORIGINAL}"
WHOLE = f"Content-Type: message/rfc822\r\n\r\n{ORIGINAL}\r\nHello Pat\r\n"


def status(*lines: str) -> str:
    fields = "\r\n".join(["Reporting-MTA: dns; mx.example.com", "", *lines])
    return f"Content-Type: message/delivery-status\r\n\r\n{fields}\r\n"


def report(*parts: str, headers: str = "", sender: str = DAEMON) -> bytes:
    return mail(
        plain("Sorry."), *parts, headers=headers, sender=sender, kind="report; report-type=delivery-status"
    )


FAILED = status(
    "Final-Recipient: rfc822; Gone@Example.com",
    "Original-Recipient: rfc822;gone@example.com",
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 5.1.1 <gone@example.com>: Recipient address\r\n rejected: User unknown",
)
REASON = "550 5.1.1 <gone@example.com>: Recipient address rejected: User unknown"


@pytest.mark.parametrize("returned", [HEADERS, WHOLE])
@pytest.mark.parametrize("headers", ["", "Auto-Submitted: auto-replied\r\n"])
def test_a_report_tells_which_letter_and_why(returned: str, headers: str) -> None:
    """Postfix marks its reports as automatic replies, as people's absences are."""
    data = report(FAILED, returned, headers=headers)
    expected = Bounce(OURS, "gone@example.com", REASON, for_good=True)

    assert read_bounce(read_mail(data)) == expected
    assert read_bounce(message_from_bytes(data, policy=policy.default)) == expected


@pytest.mark.parametrize(
    ("action", "code", "for_good"),
    [
        ("failed", "5.2.2", True),
        ("failed", "4.4.7", False),
        ("delayed", "4.4.1", False),
        ("Failed", "5.0.0", True),
    ],
)
def test_what_may_pass_is_not_for_good(action: str, code: str, for_good: bool) -> None:
    fields = status("Final-Recipient: rfc822; gone@example.com", f"Action: {action}", f"Status: {code}")

    found = read_bounce(read_mail(report(fields, WHOLE)))

    assert found == Bounce(OURS, "gone@example.com", code, for_good=for_good)


def test_the_first_recipient_that_failed_is_told() -> None:
    both = status(
        "Final-Recipient: rfc822; there@example.com", "Action: relayed", "Status: 2.0.0", "",
        "Final-Recipient: rfc822; gone@example.com", "Action: failed", "Status: 5.1.1",
    )  # fmt: skip

    assert read_bounce(read_mail(report(both, WHOLE))) == Bounce(
        OURS, "gone@example.com", "5.1.1", for_good=True
    )


def test_without_the_letter_it_is_what_the_report_answers() -> None:
    found = read_bounce(read_mail(report(FAILED, headers=f"References: {OURS}\r\n")))

    assert found == Bounce(OURS, "gone@example.com", REASON, for_good=True)


def test_plain_words_of_a_mail_server_are_read() -> None:
    words = "Hi. This is the qmail-send program.\r\n<gone@example.com>:\r\n550 5.1.1 No such user here\r\n"

    found = read_bounce(
        read_mail(mail(plain(words), WHOLE, sender="<MAILER-DAEMON@example.com>", kind="mixed"))
    )

    assert found == Bounce(OURS, "", "550 5.1.1 No such user here", for_good=True)


def test_exim_names_the_address_in_a_header() -> None:
    words = "The following address failed:\r\n  gone@example.com\r\n    retry timeout exceeded\r\n"
    headers = "X-Failed-Recipients: gone@example.com\r\n"

    found = read_bounce(read_mail(mail(plain(words), HEADERS, sender=DAEMON, headers=headers, kind="mixed")))

    assert found == Bounce(OURS, "gone@example.com", "Accepted", for_good=False)


@pytest.mark.parametrize(
    "data",
    [
        report(
            status("Final-Recipient: rfc822; pat@example.com", "Action: delivered", "Status: 2.0.0"), WHOLE
        ),
        report(
            status("Final-Recipient: rfc822; pat@example.com", "Action: expanded", "Status: 2.0.0"), WHOLE
        ),
        mail(plain("I read it"), "Content-Type: message/disposition-notification\r\n\r\nx: y", WHOLE),
        mail(
            plain("I am away until Monday. 550 miles away."),
            WHOLE,
            headers="Auto-Submitted: auto-replied\r\n",
        ),
        mail(plain("Out of office"), headers=f"In-Reply-To: {OURS}\r\nReturn-Path: <>\r\n"),
        mail(plain("Welcome to this server"), sender="postmaster@example.com"),
        b"",
    ],
)
def test_what_is_no_bounce_is_nothing(data: bytes) -> None:
    assert read_bounce(read_mail(data)) is None


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_broken_reports_never_raise(data: st.DataObject) -> None:
    kinds = [report(FAILED, WHOLE), mail(plain("550 no"), HEADERS, sender=DAEMON)]
    whole = bytearray(data.draw(st.sampled_from(kinds)))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=6))

    assert isinstance(read_bounce(read_mail(bytes(whole))), Bounce | None)


def test_a_long_reason_is_cut() -> None:
    long = status("Action: failed", "Status: 5.0.0", f"Diagnostic-Code: smtp; {'no ' * 5000}")

    found = read_bounce(read_mail(report(long, WHOLE)))

    assert found is not None
    assert len(found.reason) == 300
